"""A record that breaks a rule of its scheme is told which scheme, and where that rule was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from generator.model.rules import check_registry
from generator.problems import Problem
from generator.problems.catalogue import message
from generator.schema.kinds import KINDS
from generator.schema.scheme import Scheme, Source
from tests.model import made
from tests.model.made import certificate, happened, registry

D = date
SOURCES = (
    Source(title="有效期规则", gives=("validity_months",)),
    Source(title="公示规则", gives=("notice",)),
)
PLAIN: Scheme = replace(made.SCHEME, sources=SOURCES)
NOTICED = replace(PLAIN, notice=made.REQUIRED_NOTICE)
AFTER = replace(made.NOTICE, opens_on=D(2025, 1, 2), closes_on=D(2025, 1, 10), stage="surveillance")


def problems(*values: object) -> list[Problem]:
    known = registry(*values)
    records = tuple(item for kind in KINDS for item in known.of_kind(kind).values())
    return list(check_registry(known, records, D(2026, 11, 22)))


@pytest.mark.parametrize(
    ("code", "source", "values"),
    [
        ("validity-too-long", "有效期规则", [PLAIN, certificate(valid_until=D(2027, 1, 2))]),
        ("notice-missing", "公示规则", [NOTICED]),
        (
            "notice-too-short",
            "公示规则",
            [NOTICED, replace(made.NOTICE, closes_on=D(2023, 12, 9)), certificate(notice=made.NOTICE.id)],
        ),
        (
            "decision-before-notice-end",
            "公示规则",
            [PLAIN, certificate(notice=made.NOTICE.id, decided_on=made.NOTICE.closes_on)],
        ),
    ],
)
def test_a_broken_rule_is_named_with_its_source(code: str, source: str, values: Sequence[object]) -> None:
    (found,) = problems(*values)
    assert found.code == code
    for lang in ("zh", "en"):
        assert source in message(found, lang)


@pytest.mark.parametrize(
    ("day", "codes"),
    [(D(2025, 1, 10), ["decision-before-notice-end"]), (D(2025, 1, 11), []), (D(2025, 1, 1), [])],
)
def test_the_notice_of_a_surveillance_comes_before_that_surveillance(day: date, codes: list[str]) -> None:
    """The certificate was decided on long before; what may not be early is the surveillance itself."""
    value = certificate(notice=AFTER.id, events=happened(("surveillance", day)))
    found = problems(AFTER, value)
    assert [problem.code for problem in found] == codes
    assert [problem.place for problem in found] == [("events", 1, "date")] * len(codes)
