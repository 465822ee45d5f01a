"""The enterprise: the holder of certificates, and everything its credit card shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.schema.types import (
    CreditCode,
    Date,
    Email,
    Flag,
    Industry,
    Integer,
    LongText,
    Media,
    Phone,
    Region,
    Text,
    Url,
)

CreditPart = Literal[
    "contract-performance",
    "after-sales-service",
    "customer-relations",
    "employee-development",
    "social-responsibility",
    "brand-maintenance",
    "supply-chain-management",
    "informatization",
    "information-security",
    "risk-control",
    "public-opinion-monitoring",
    "compliance",
]
"""The twelve parts of enterprise credit, in the order of the source (domain facts, S0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    name: Text
    until: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    name: Text
    summary: LongText | None = None
    image: Media | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Honour:
    title: Text
    awarded_by: Text
    awarded_on: Date | None = None
    scope: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    title: Text
    number: Text | None = None
    issued_by: Text | None = None
    valid_until: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    image: Media
    caption: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    title: Text
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    purpose: Text
    person: Text | None = None
    phone: Phone | None = None
    email: Email | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Website:
    url: Url
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeChat:
    kind: Literal["subscription", "service", "mini-program", "channel"]
    name: Text
    account: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNote:
    part: CreditPart
    text: LongText
    source: Text
    as_of: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeRecord:
    title: Text
    authority: Text
    reference: Text | None = None
    severity: Literal["minor", "general", "serious"]
    published_on: Date
    display_until: Date
    text: LongText


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    about: Text
    raised_on: Date
    status: Literal["open", "upheld", "rejected", "withdrawn"]
    answered_on: Date | None = None
    answer: LongText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """What a tombstone page says of a record that should not have been, or no longer is, published."""

    date: Date
    reason: Text
    replaced_by: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    credit_code: CreditCode
    name: Text
    name_en: Text | None = None
    short_name: Text | None = None
    former_names: tuple[FormerName, ...] = ()
    demo: Flag = False
    region: Region
    industry: Industry
    founded_on: Date | None = None
    registered_capital: Text | None = None
    headcount: Integer | None = None
    address: Text | None = None
    business_scope: LongText | None = None
    introduction: LongText | None = None
    logo: Media | None = None
    products: tuple[Product, ...] = ()
    honours: tuple[Honour, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    gallery: tuple[Picture, ...] = ()
    videos: tuple[Video, ...] = ()
    contacts: tuple[Contact, ...] = ()
    websites: tuple[Website, ...] = ()
    wechat: tuple[WeChat, ...] = ()
    credit_notes: tuple[CreditNote, ...] = ()
    negative_records: tuple[NegativeRecord, ...] = ()
    objections: tuple[Objection, ...] = ()
    withdrawal: Withdrawal | None = None
