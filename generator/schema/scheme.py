"""The scheme: one set of rules — basis, indicators, grades, validity — as data.

What the sources do not say stays empty and is named in `unknowns`; it is never invented.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.schema.certificate import Basis
from generator.schema.types import Exact, Flag, Identifier, Integer, LongText, Months, StandardRef, Text

RuleName = Literal[
    "grades",
    "full_points",
    "special_deductions_below",
    "indicators",
    "disqualifiers",
    "validity_months",
    "surveillance_months",
    "recertification",
    "notice",
    "audience",
    "eligibility",
    "exclusions",
    "methods",
    "materials",
    "steps",
    "duration",
    "coverage",
    "data_sources",
    "must_report",
    "stop_rules",
    "uses",
]
"""The fields of a scheme that state a rule, each taken from one source or another."""


class Grade(Struct, frozen=True, kw_only=True):
    """One step of the scheme's own ladder, lowest first unless the scheme is unranked.

    `from_points` is the inclusive lower bound of the score band, out of the scheme's `full_points`.
    """

    id: Identifier
    name: Text
    name_en: Text
    awardable: Flag = True
    from_points: Exact | None = None
    note: Text | None = None


class Indicator(Struct, frozen=True, kw_only=True):
    name: Text
    clause: Text | None = None
    points: Exact | None = None
    formula: Text | None = None
    note: Text | None = None
    children: tuple[Indicator, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    name: Text
    detail: LongText | None = None


class NoticeRule(Struct, frozen=True, kw_only=True):
    required: Flag = False
    minimum_days: Integer | None = None
    note: LongText | None = None


class Source(Struct, frozen=True, kw_only=True):
    """A document that rules were taken from; `gives` names those rules."""

    title: Text
    gives: tuple[RuleName, ...] = ()
    note: LongText | None = None


class Scheme(Struct, frozen=True, kw_only=True):
    id: Identifier
    name: Text
    name_en: Text
    short_name: Text
    kind: Literal["certification", "assessment", "credit-grade"]
    summary: LongText
    basis: tuple[Basis, ...] = ()
    covers: tuple[StandardRef, ...] = ()
    grades: tuple[Grade, ...] = ()
    ladder_unknown: Flag = False
    direction: Literal["ascending", "unranked", "none"]
    direction_note: LongText | None = None
    full_points: Exact | None = None
    special_deductions_below: Integer | None = None
    indicators: tuple[Indicator, ...] = ()
    disqualifiers: tuple[Text, ...] = ()
    validity_months: Months | None = None
    surveillance_months: Months | None = None
    recertification: Flag = False
    notice: NoticeRule | None = None
    number_pattern: Text | None = None
    audience: LongText | None = None
    eligibility: tuple[Text, ...] = ()
    exclusions: tuple[Text, ...] = ()
    methods: tuple[Text, ...] = ()
    materials: tuple[Text, ...] = ()
    steps: tuple[Step, ...] = ()
    duration: Text | None = None
    coverage: tuple[Text, ...] = ()
    data_sources: tuple[Text, ...] = ()
    must_report: tuple[Text, ...] = ()
    stop_rules: tuple[Text, ...] = ()
    uses: tuple[Text, ...] = ()
    caveats: tuple[LongText, ...] = ()
    unknowns: tuple[Text, ...] = ()
    sources: tuple[Source, ...] = ()
