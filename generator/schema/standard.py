"""The standard: a numbered document that a scheme rests on."""

from __future__ import annotations

from msgspec import Struct

from generator.schema.types import Date, Identifier, LongText, StandardRef, Text


class Standard(Struct, frozen=True, kw_only=True):
    id: Identifier
    number: Text
    title: Text
    title_en: Text | None = None
    edition: Text
    ics: Text | None = None
    ccs: Text | None = None
    issued_by: Text | None = None
    issued_on: Date | None = None
    effective_on: Date | None = None
    abolished_on: Date | None = None
    replaced_by: StandardRef | None = None
    note: LongText | None = None
