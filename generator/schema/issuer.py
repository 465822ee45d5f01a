"""The issuer: the body that issues certificates, and the approvals it does so under."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.schema.types import (
    CreditCode,
    Date,
    Email,
    Flag,
    Identifier,
    LongText,
    Phone,
    SchemeRef,
    Text,
    Url,
)


class Approval(Struct, frozen=True, kw_only=True):
    """Permission to issue: by the national authority (`cnca`) or by the platform's own rules (`platform`)."""

    kind: Literal["cnca", "platform"]
    number: Text
    schemes: tuple[SchemeRef, ...]
    valid_from: Date
    valid_until: Date | None = None
    revoked_on: Date | None = None
    revocation_reason: Text | None = None


class Issuer(Struct, frozen=True, kw_only=True):
    id: Identifier
    name: Text
    name_en: Text | None = None
    short_name: Text | None = None
    demo: Flag = False
    credit_code: CreditCode | None = None
    approvals: tuple[Approval, ...]
    business_scope: LongText | None = None
    introduction: LongText | None = None
    address: Text | None = None
    phone: Phone | None = None
    email: Email | None = None
    website: Url | None = None
    number_pattern: Text | None = None
