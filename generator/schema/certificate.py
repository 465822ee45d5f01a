"""The certificate: one grade of one scheme, issued to one enterprise, with the events of its life."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.schema.enterprise import Objection, Withdrawal
from generator.schema.types import (
    Amount,
    CertificateRef,
    Date,
    EnterpriseRef,
    Exact,
    GradeRef,
    Identifier,
    Integer,
    IssuerRef,
    LongText,
    NoticeRef,
    SchemeRef,
    StandardRef,
    Text,
)

EventKind = Literal[
    "issued",
    "surveillance",
    "special",
    "change",
    "suspended",
    "reinstated",
    "revoked",
    "cancelled",
    "recertified",
]


class Basis(Struct, frozen=True, kw_only=True):
    standard: StandardRef
    edition: Text
    clause: Text | None = None


class Event(Struct, frozen=True, kw_only=True):
    kind: EventKind
    date: Date
    until: Date | None = None
    reason: Text | None = None
    description: LongText | None = None


class Site(Struct, frozen=True, kw_only=True):
    name: Text
    address: Text


class CategoryScore(Struct, frozen=True, kw_only=True):
    """Points got in one category or indicator of the scheme, out of the points that apply.

    `path` is the names of the indicator tree from the top, joined by ``/``.
    """

    path: Text
    points: Exact
    applicable: Exact | None = None


class NotApplicable(Struct, frozen=True, kw_only=True):
    """An indicator that does not apply to this enterprise, and why."""

    path: Text
    reason: Text


class SpecialDeduction(Struct, frozen=True, kw_only=True):
    """One special deduction: what was found, and the rule or reason it is taken off for."""

    what: Text
    why: Text


class Figure(Struct, frozen=True, kw_only=True):
    """One figure of the statements, under the name that the scheme's formulas use for it."""

    name: Text
    value: Amount


class DishonestyFinding(Struct, frozen=True, kw_only=True):
    """A serious dishonesty that decides alone, whatever the score."""

    what: Text
    source: Text | None = None
    found_on: Date | None = None


class Score(Struct, frozen=True, kw_only=True):
    """What was scored. `total` may be left out where the points below give it, or where the scheme has no points.

    `special_deductions` is how many there were; it may be left out where `deductions` names them all.
    """

    total: Exact | None = None
    categories: tuple[CategoryScore, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    special_deductions: Integer | None = None
    deductions: tuple[SpecialDeduction, ...] = ()
    bonus: Integer | None = None
    period: Text | None = None
    figures: tuple[Figure, ...] = ()
    dishonesty: tuple[DishonestyFinding, ...] = ()


class Certificate(Struct, frozen=True, kw_only=True):
    number: Identifier
    scheme: SchemeRef
    holder: EnterpriseRef
    issuer: IssuerRef
    grade: GradeRef | None = None
    score: Score | None = None
    first_issued_on: Date
    issued_on: Date
    valid_from: Date
    valid_until: Date
    decided_on: Date | None = None
    reported_on: Date | None = None
    basis: tuple[Basis, ...]
    scope: LongText
    scope_en: LongText | None = None
    service_field: Text | None = None
    headcount: Integer | None = None
    sites: tuple[Site, ...] = ()
    parent: CertificateRef | None = None
    accreditation_mark: Text | None = None
    notice: NoticeRef | None = None
    events: tuple[Event, ...]
    objections: tuple[Objection, ...] = ()
    withdrawal: Withdrawal | None = None
