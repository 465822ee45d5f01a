"""The public notice: what is announced before a decision, until when, and how to object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEntry:
    enterprise: EnterpriseRef
    grade: GradeRef | None = None
    scope: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
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
