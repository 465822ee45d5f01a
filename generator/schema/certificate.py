"""The certificate: one grade of one scheme, issued to one enterprise, with the events of its life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.schema.enterprise import Objection, Withdrawal
from generator.schema.types import (
    CertificateRef,
    Date,
    EnterpriseRef,
    Exact,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    standard: StandardRef
    edition: Text
    clause: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    kind: EventKind
    date: Date
    until: Date | None = None
    reason: Text | None = None
    description: LongText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    name: Text
    address: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryScore:
    """Points got in one category or indicator of the scheme, out of the points that apply."""

    path: Text
    points: Exact
    applicable: Exact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    total: Exact
    categories: tuple[CategoryScore, ...] = ()
    special_deductions: Integer | None = None
    bonus: Integer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    number: Identifier
    scheme: SchemeRef
    holder: EnterpriseRef
    issuer: IssuerRef
    grade: Identifier | None = None
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
