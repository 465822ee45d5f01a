"""The enterprise: the holder of certificates, and everything its credit card shows."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

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


class FormerName(Struct, frozen=True, kw_only=True):
    name: Text
    until: Date | None = None


class Product(Struct, frozen=True, kw_only=True):
    name: Text
    summary: LongText | None = None
    image: Media | None = None


class Honour(Struct, frozen=True, kw_only=True):
    title: Text
    awarded_by: Text
    awarded_on: Date | None = None
    scope: Text | None = None


class Qualification(Struct, frozen=True, kw_only=True):
    title: Text
    number: Text | None = None
    issued_by: Text | None = None
    valid_until: Date | None = None


class Picture(Struct, frozen=True, kw_only=True):
    image: Media
    caption: Text


class Video(Struct, frozen=True, kw_only=True):
    title: Text
    url: Url


class Contact(Struct, frozen=True, kw_only=True):
    purpose: Text
    person: Text | None = None
    phone: Phone | None = None
    email: Email | None = None


class Website(Struct, frozen=True, kw_only=True):
    url: Url
    label: Text | None = None


class WeChat(Struct, frozen=True, kw_only=True):
    kind: Literal["subscription", "service", "mini-program", "channel"]
    name: Text
    account: Text | None = None


class CreditNote(Struct, frozen=True, kw_only=True):
    part: CreditPart
    text: LongText
    source: Text
    as_of: Date


class NegativeRecord(Struct, frozen=True, kw_only=True):
    title: Text
    authority: Text
    reference: Text | None = None
    severity: Literal["minor", "general", "serious"]
    published_on: Date
    display_until: Date
    text: LongText


class Objection(Struct, frozen=True, kw_only=True):
    about: Text
    raised_on: Date
    status: Literal["open", "upheld", "rejected", "withdrawn"]
    answered_on: Date | None = None
    answer: LongText | None = None


class Withdrawal(Struct, frozen=True, kw_only=True):
    """What a tombstone page says of a record that should not have been, or no longer is, published."""

    date: Date
    reason: Text
    replaced_by: Text | None = None


class Enterprise(Struct, frozen=True, kw_only=True):
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
