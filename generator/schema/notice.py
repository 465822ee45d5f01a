"""The public notice: what is announced before a decision, until when, and how to object."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.schema.types import (
    Date,
    EnterpriseRef,
    Flag,
    GradeRef,
    Identifier,
    IssuerRef,
    LongText,
    SchemeRef,
    Text,
)


class NoticeEntry(Struct, frozen=True, kw_only=True):
    enterprise: EnterpriseRef
    grade: GradeRef | None = None
    scope: Text | None = None


class Notice(Struct, frozen=True, kw_only=True):
    id: Identifier
    title: Text
    demo: Flag = False
    stage: Literal["initial", "surveillance", "recertification"]
    scheme: SchemeRef
    issuer: IssuerRef
    reviewed_on: Date | None = None
    opens_on: Date
    closes_on: Date
    channels: tuple[Literal["website", "notice-board", "media"], ...]
    entries: tuple[NoticeEntry, ...]
    how_to_object: LongText
    text: LongText | None = None
    outcome: Literal["no-objection", "objection-rejected", "objection-upheld"] | None = None
    outcome_note: LongText | None = None
