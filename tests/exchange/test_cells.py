"""What spreadsheet programs make of values is undone where it can be, and refused where it cannot."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange.cells import cell_text, meant
from generator.schema.kinds import KINDS
from generator.schema.scaffold import field_at


def said(kind: str, path: str, text: str) -> str:
    found, fault = meant(text, field_at(KINDS[kind].shape, path))
    assert fault is None
    return found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (120.0, "120"),
        (120, "120"),
        (0.1 + 0.2, "0.3"),
        (92.5, "92.5"),
        (1e-6, "0.000001"),
        (-3.0, "-3"),
        (999_999_999_999_999.0, "999999999999999"),
        (True, "true"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1), "2026-03-01"),  # noqa: DTZ001
        (datetime(2026, 3, 1, 12, 30), "2026-03-01 12:30:00"),  # noqa: DTZ001
        (time(12, 30), "12:30:00"),
    ],
)
def test_values_become_text(value: object, text: str) -> None:
    assert cell_text(value) == (text, None)


@pytest.mark.parametrize("value", [911100007109260940.0, 1e15, -1e16, float("inf"), float("nan")])
def test_numbers_that_have_lost_digits_are_refused(value: float) -> None:
    fault = cell_text(value)[1]
    assert fault is not None
    assert fault[0] == "number-lost-digits"


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_every_number_of_fifteen_digits_is_kept(number: int) -> None:
    assert cell_text(float(number)) == (str(number), None)


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("valid_from", "2026/3/1", "2026-03-01"),
        ("valid_from", "2026年3月1日", "2026-03-01"),
        ("valid_from", "２０２６．３．１", "2026-03-01"),
        ("valid_from", "2026-03-01 00:00:00", "2026-03-01"),
        ("valid_from", "3/1/2026", "3/1/2026"),
        ("number", "\u3000ＬＸ－１ ", "LX-1"),
        ("holder", " ９１１１０１０１ pdy00001xn\ufeff", "91110101PDY00001XN"),
        ("headcount", "1,200", "1200"),
        ("headcount", "1,20", "1,20"),
        ("score.total", "92.50", "92.50"),
        ("events.kind", "监督审核", "surveillance"),
        ("events.kind", "SUSPENDED", "suspended"),
        ("scope", "  甲（乙）\r\n丙 ", "甲（乙）\n丙"),
        ("scope", "\u200b \u00a0", ""),
    ],
)
def test_what_was_meant_is_understood(path: str, text: str, expected: str) -> None:
    assert said("certificate", path, text) == expected


@pytest.mark.parametrize(("text", "expected"), [("是", "true"), ("No", "false"), ("TRUE", "true"), ("也许", "也许")])
def test_flags_may_be_words(text: str, expected: str) -> None:
    assert said("enterprise", "demo", text) == expected


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("holder", "9.11E+17", "number-lost-digits"),
        ("number", "２.0E+14", "number-lost-digits"),
        ("scope", "#REF!", "cell-error"),
        ("holder", " #N/A ", "cell-error"),
    ],
)
def test_what_cannot_be_understood_is_refused(path: str, text: str, code: str) -> None:
    fault = meant(text, field_at(KINDS["certificate"].shape, path))[1]
    assert fault is not None
    assert fault[0] == code


def test_a_text_may_look_like_a_number() -> None:
    assert said("certificate", "scope", "9.11E+17") == "9.11E+17"


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    for path in ("holder", "valid_from", "headcount", "events.kind", "scope", "number"):
        found: Any = meant(text, field_at(KINDS["certificate"].shape, path))
        assert isinstance(found[0], str)
