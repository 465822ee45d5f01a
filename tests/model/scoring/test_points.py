"""Totals and grades: tables computed by hand, every fault of a score sheet, and what holds for any score."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model.scoring import work
from generator.model.scoring.bands import above, band, shown, shown_total
from generator.model.scoring.working import Working
from generator.schema.certificate import CategoryScore, DishonestyFinding, Score, SpecialDeduction
from generator.schema.scheme import Indicator, Scheme
from tests.model.scoring.sheets import (
    AFTER_SALES,
    CATEGORIES,
    FILLED,
    IT_SERVICE,
    PLATFORM,
    left_out,
    lines,
    schemes,
    three,
)

F = Fraction
DEDUCTION = SpecialDeduction(what="两份记录缺签字", why="记录不完整")
WASTE = "商品服务/废弃商品回收"
SHEET = lines(("售后服务体系", "38"), ("商品服务", "29", "30"), ("顾客服务", "25"))

# GB/T 27922-2011: scheme, score, total, grade. Sums are written out beside each.
BY_HAND: list[tuple[Scheme, Score, Fraction, str | None]] = [
    (AFTER_SALES, three("38", "34", "24"), F(96), "five-star"),
    (AFTER_SALES, three("38", "33", "24"), F(95), "five-star"),
    (AFTER_SALES, three("38", "33", "23.999999"), F(94999999, 10**6), "four-star"),
    (AFTER_SALES, three("36", "32", "22"), F(90), "four-star"),
    (AFTER_SALES, three("35.5", "31.5", "22.5"), F("89.5"), "three-star"),
    (AFTER_SALES, three("32", "28", "20"), F(80), "three-star"),
    (AFTER_SALES, three("32", "28", "19.5"), F("79.5"), "qualified"),
    (AFTER_SALES, three("32", "28", "19.999"), F("79.999"), "qualified"),
    (AFTER_SALES, three("28", "24.5", "17.5"), F(70), "qualified"),
    (AFTER_SALES, three("28", "24.5", "17.49"), F("69.99"), None),
    (AFTER_SALES, three("0", "0", "0"), F(0), None),
    (AFTER_SALES, three("40", "35", "25", bonus=1), F(100), "five-star"),  # 101, capped
    (AFTER_SALES, three("0", "1", "0", special_deductions=2), F(0), None),  # −1, capped
    (AFTER_SALES, three("38", "34", "24", special_deductions=2), F(94), "four-star"),
    (AFTER_SALES, three("38", "34", "24", deductions=(DEDUCTION,), bonus=1), F(96), "five-star"),
    (AFTER_SALES, three("40", "35", "25", special_deductions=4), F(96), "five-star"),
    # 92 ÷ 95 × 100 − 2 + 1
    (
        AFTER_SALES,
        Score(categories=SHEET, not_applicable=left_out(WASTE), special_deductions=2, bonus=1),
        F(9200, 95) - 1,
        "five-star",
    ),
    # 62 ÷ 65 × 100: a whole category left out
    (
        AFTER_SALES,
        Score(categories=lines(("售后服务体系", "38"), ("顾客服务", "24")), not_applicable=left_out("商品服务")),
        F(6200, 65),
        "five-star",
    ),
    # 57 ÷ 71.25 × 100 is 80 exactly, though both are fractions
    (
        AFTER_SALES,
        Score(
            categories=lines(("售后服务体系", "30"), ("商品服务", "5", "6.25"), ("顾客服务", "22")),
            not_applicable=left_out("商品服务/维修", WASTE),
        ),
        F(80),
        "three-star",
    ),
    (PLATFORM, Score(total=Decimal("79.5")), F("79.5"), "two-star"),
    (PLATFORM, Score(total=Decimal(70)), F(70), "two-star"),
    (PLATFORM, Score(total=Decimal("69.999999")), F("69.999999"), None),
    (PLATFORM, Score(total=Decimal("89.9")), F("89.9"), "three-star"),
    (PLATFORM, Score(total=Decimal("94.99")), F("94.99"), "four-star"),
    (PLATFORM, Score(total=Decimal(100)), F(100), "five-star"),
    # the scheme knows no points: 170 ÷ 200 × 100
    (PLATFORM, Score(categories=lines(("运营", "80", "100"), ("技术", "90", "100"))), F(85), "three-star"),
    (PLATFORM, Score(categories=lines(("运营", "40"), ("技术", "50.5"))), F("90.5"), "four-star"),
    # points by indicator, filled in by an operator: 20 + 35 + 27 + 9 = 91
    (
        FILLED,
        Score(categories=lines(("体系/人员", "20"), ("体系/监督", "35"), ("服务/配送", "27"), ("服务/监督", "9"))),
        F(91),
        "high",
    ),
    # one category whole, one by indicator
    (FILLED, Score(categories=lines(("体系", "50"), ("服务/配送", "27"), ("服务/监督", "9"))), F(86), "low"),
    # 服务/监督 (10 points) left out: 77 ÷ 90 × 100
    (
        FILLED,
        Score(categories=lines(("体系", "50"), ("服务/配送", "27")), not_applicable=left_out("服务/监督")),
        F(7700, 90),
        "low",
    ),
    # the same with the category scored whole: what applies follows from the points known
    (
        FILLED,
        Score(categories=lines(("体系", "50"), ("服务", "27")), not_applicable=left_out("服务/监督")),
        F(7700, 90),
        "low",
    ),
]


@pytest.mark.parametrize(("scheme", "score", "total", "grade"), BY_HAND)
def test_a_total_and_its_grade_are_those_computed_by_hand(
    scheme: Scheme, score: Score, total: Fraction, grade: str | None
) -> None:
    working = work(scheme, score)
    assert working.faults == ()
    assert working.total == total
    assert type(working.total) is Fraction
    assert (working.grade.id if working.grade else None) == grade
    assert working.reason == (None if grade else "below-lowest")


FAULTS: list[tuple[str, Scheme, Score, tuple[str | int, ...]]] = [
    ("unknown-indicator", AFTER_SALES, Score(categories=lines(("组织架构", "5"))), ("categories", 0, "path")),
    (
        "unknown-indicator",
        AFTER_SALES,
        three("1", "1", "1", not_applicable=left_out("x")),
        ("not_applicable", 0, "path"),
    ),
    ("unknown-indicator", IT_SERVICE, Score(categories=lines(("管理能力", "5"))), ("categories", 0, "path")),
    ("points-too-high", AFTER_SALES, three("40.5", "1", "1"), ("categories", 0, "points")),
    (
        "points-too-high",
        AFTER_SALES,
        Score(categories=lines(("售后服务体系", "40", "41"), ("商品服务", "1"), ("顾客服务", "1"))),
        ("categories", 0, "applicable"),
    ),
    (
        "points-too-high",
        AFTER_SALES,
        Score(
            categories=lines((CATEGORIES[0], "1"), (CATEGORIES[1], "31", "30"), (CATEGORIES[2], "1")),
            not_applicable=left_out(WASTE),
        ),
        ("categories", 1, "points"),
    ),
    (
        "points-too-high",
        FILLED,
        Score(categories=lines(("体系/人员", "26"), ("体系/监督", "1"), ("服务", "1"))),
        ("categories", 0, "points"),
    ),
    ("points-too-high", PLATFORM, Score(categories=lines(("运营", "8", "7"))), ("categories", 0, "points")),
    ("points-too-high", PLATFORM, Score(categories=lines(("运营", "60"), ("技术", "60"))), ("categories",)),
    (
        "indicator-scored-twice",
        FILLED,
        Score(categories=lines(("体系", "50"), ("体系/人员", "20"), ("服务", "30"))),
        ("categories", 1, "path"),
    ),
    (
        "indicator-scored-twice",
        FILLED,
        Score(categories=lines(("体系/人员", "20"), ("体系", "50"), ("服务", "30"))),
        ("categories", 0, "path"),
    ),
    (
        "indicator-scored-twice",
        FILLED,
        Score(categories=lines(("体系", "50"), ("体系", "51"), ("服务", "30"))),
        ("categories", 1, "path"),
    ),
    (
        "indicator-not-scored",
        AFTER_SALES,
        Score(categories=lines(("售后服务体系", "38"), ("商品服务", "30"))),
        ("categories",),
    ),
    ("indicator-not-scored", FILLED, Score(categories=lines(("体系/人员", "20"), ("服务", "30"))), ("categories",)),
    (
        "indicator-points-unknown",
        AFTER_SALES,
        Score(categories=lines(("售后服务体系/监督", "5", "6"), ("商品服务", "1"), ("顾客服务", "1"))),
        ("categories", 0, "path"),
    ),
    (
        "not-applicable-without-reason",
        AFTER_SALES,
        Score(categories=SHEET),
        ("categories", 1, "applicable"),
    ),
    (
        "not-applicable-scored",
        AFTER_SALES,
        three("1", "1", "1", not_applicable=left_out("商品服务")),
        ("categories", 1, "path"),
    ),
    ("applicable-unknown", AFTER_SALES, three("1", "1", "1", not_applicable=left_out(WASTE)), ("categories", 1)),
    (
        "applicable-mismatch",
        AFTER_SALES,
        Score(
            categories=lines(("售后服务体系", "38"), ("商品服务", "29", "35"), ("顾客服务", "25")),
            not_applicable=left_out(WASTE),
        ),
        ("categories", 1, "applicable"),
    ),
    (
        "applicable-mismatch",
        FILLED,
        Score(categories=lines(("体系", "50"), ("服务", "27", "31")), not_applicable=left_out("服务/监督")),
        ("categories", 1, "applicable"),
    ),
    ("nothing-applicable", PLATFORM, Score(categories=lines(("运营", "0", "0"))), ("categories",)),
    ("bonus-too-high", AFTER_SALES, three("1", "1", "1", bonus=2), ("bonus",)),
    (
        "deductions-miscounted",
        AFTER_SALES,
        three("1", "1", "1", special_deductions=2, deductions=(DEDUCTION,)),
        ("special_deductions",),
    ),
    ("score-out-of-range", PLATFORM, Score(total=Decimal("100.01")), ("total",)),
]


@pytest.mark.parametrize(("code", "scheme", "score", "place"), FAULTS)
def test_a_wrong_score_sheet_has_one_fault_at_its_place_and_no_total(
    code: str, scheme: Scheme, score: Score, place: tuple[str | int, ...]
) -> None:
    working = work(scheme, score)
    assert [(fault.code, fault.place) for fault in working.faults] == [(code, place)]
    assert (working.total, working.grade, working.reason) == (None, None, "faulty")


def test_every_indicator_that_was_forgotten_is_named() -> None:
    faults = work(AFTER_SALES, Score(categories=lines(("商品服务", "30")))).faults
    assert [dict(fault.values)["path"] for fault in faults] == ["售后服务体系", "顾客服务"]


def test_leaving_out_part_of_a_category_does_not_score_it() -> None:
    score = Score(categories=lines(("售后服务体系", "38"), ("顾客服务", "25")), not_applicable=left_out(WASTE))
    (fault,) = work(AFTER_SALES, score).faults
    assert (fault.code, dict(fault.values)["path"]) == ("indicator-not-scored", "商品服务")


def test_the_nearest_indicators_are_named_where_a_name_is_not_a_path() -> None:
    (fault,) = work(IT_SERVICE, Score(categories=lines(("管理能力", "5")))).faults
    assert dict(fault.values)["nearest"] == "履约意愿/价值理念/管理层素质/管理能力 | 履约能力/管理能力"
    (fault,) = work(AFTER_SALES, Score(categories=lines(("售后服务休系/监督", "5")))).faults
    assert dict(fault.values)["nearest"] == "售后服务体系/监督"


def test_indicators_of_the_same_name_are_told_apart_by_their_path() -> None:
    paths = ("履约意愿/价值理念/发展战略/发展能力", "履约能力/财务能力/发展能力", "履约能力/管理能力")
    assert work(IT_SERVICE, Score(categories=lines(*((path, "1") for path in paths)))).faults == ()


# The declared total ---------------------------------------------------------------------------------------------------

PARTS = {"categories": SHEET, "not_applicable": left_out(WASTE)}  # 92 ÷ 95 × 100 = 96.8421…


@pytest.mark.parametrize(
    ("parts", "declared", "agrees"),
    [
        (PARTS, "96.84", True),
        (PARTS, "96.842", True),
        (PARTS, "96.842105", True),
        (PARTS, "96.8", True),
        (PARTS, "96.85", False),
        (PARTS, "97", False),
        ({"categories": three("32", "28", "19.96").categories}, "80", False),  # 79.96 is below 80 …
        ({"categories": three("32", "28", "19.96").categories}, "80.0", False),  # … however it is rounded
        ({"categories": three("32", "28", "20.04").categories}, "80", True),
    ],
)
def test_a_declared_total_may_be_rounded_but_not_across_a_band(
    parts: dict[str, Any], declared: str, agrees: bool
) -> None:
    working = work(AFTER_SALES, Score(total=Decimal(declared), **parts))
    assert [fault.code for fault in working.faults] == ([] if agrees else ["score-sum-mismatch"])
    assert working.total == work(AFTER_SALES, Score(**parts)).total


@pytest.mark.parametrize(
    ("total", "text"),
    [
        (F(80), "80"),
        (F("79.5"), "79.5"),
        (F("79.999"), "79.999"),
        (F("79.999999"), "79.999999"),
        (F(80) - F(1, 3 * 10**9), "79.999999"),
        (F(80) + F(1, 3 * 10**9), "80.00"),
        (F(9200, 95), "96.84"),
        (F(200, 3), "66.67"),
    ],
)
def test_a_shown_total_never_leaves_its_band(total: Fraction, text: str) -> None:
    assert shown_total(AFTER_SALES, total) == text


# What decides before the points ---------------------------------------------------------------------------------------

FINDING = DishonestyFinding(what="失信被执行人", source="名单", found_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("scheme", "score", "reason"),
    [
        (AFTER_SALES, three("40", "35", "25", special_deductions=5), "too-many-special-deductions"),
        (AFTER_SALES, three("40", "35", "25", deductions=(DEDUCTION,) * 5), "too-many-special-deductions"),
        (AFTER_SALES, three("40", "35", "25", dishonesty=(FINDING,)), "serious-dishonesty"),
        (AFTER_SALES, three("41", "35", "25", dishonesty=(FINDING,)), "serious-dishonesty"),
        (PLATFORM, Score(total=Decimal(100), dishonesty=(FINDING,)), "serious-dishonesty"),
        (IT_SERVICE, Score(dishonesty=(FINDING,)), "serious-dishonesty"),
        (AFTER_SALES, Score(), "no-points"),
        (AFTER_SALES, Score(bonus=1), "no-points"),
        (IT_SERVICE, Score(categories=lines(("履约意愿", "5"))), "no-bands"),
        (schemes()["lixin-honour"], Score(total=Decimal(5)), "no-grades"),
    ],
)
def test_no_grade_has_its_reason(scheme: Scheme, score: Score, reason: str) -> None:
    working = work(scheme, score)
    assert (working.grade, working.reason) == (None, reason)


def test_a_band_that_is_not_awarded_gives_no_grade() -> None:
    grades = tuple(replace(grade, awardable=grade.id != "qualified") for grade in AFTER_SALES.grades)
    assert work(replace(AFTER_SALES, grades=grades), Score(total=Decimal(75))).reason == "not-awardable"
    assert work(replace(AFTER_SALES, grades=grades), Score(total=Decimal(85))).reason is None


def test_steps_say_what_was_added_divided_and_deducted_with_their_clauses() -> None:
    score = Score(categories=SHEET, not_applicable=left_out(WASTE), deductions=(DEDUCTION,), bonus=1)
    working = work(AFTER_SALES, score)
    assert [(item.kind, item.clause) for item in working.steps] == [
        ("points", "5.1"),
        ("not-applicable", "5.2"),
        ("points", "5.2"),
        ("points", "5.3"),
        ("sum", None),
        ("scaled", None),
        ("deduction", None),
        ("bonus", None),
        ("condition", None),
    ]
    assert dict(working.steps[5].values)["result"] == F(9200, 95)
    assert dict(working.steps[6].values) == {"what": DEDUCTION.what, "why": DEDUCTION.why}


def test_the_clause_of_an_indicator_is_its_own_or_the_nearest_above() -> None:
    score = Score(categories=lines(("体系/人员", "20"), ("体系/监督", "30"), ("服务", "30")))
    assert [item.clause for item in work(FILLED, score).steps[:3]] == ["5.1", "5.1.5", None]


# What holds for any score ---------------------------------------------------------------------------------------------

BANDED = [scheme for scheme in schemes().values() if any(grade.from_points for grade in scheme.grades)]
LIMITS = (40, 35, 25)
points = st.tuples(*(st.decimals(0, limit, places=6) for limit in LIMITS))
extras = st.fixed_dictionaries({"special_deductions": st.integers(0, 8), "bonus": st.integers(0, 1)})
totals = st.fractions(0, 100)


def sheet(got: tuple[Decimal, ...], applicable: tuple[Decimal, ...] | None = None, **more: Any) -> Score:
    given = applicable or (None,) * len(got)
    rows = zip(CATEGORIES, got, given, strict=True)
    return Score(categories=tuple(CategoryScore(path=a, points=b, applicable=c) for a, b, c in rows), **more)


def rank(working: Working) -> int:
    return -1 if working.grade is None else [grade.id for grade in AFTER_SALES.grades].index(working.grade.id)


def test_the_schemes_with_bands_are_those_of_the_sources() -> None:
    assert {scheme.id for scheme in BANDED} == {"after-sales-certification", "ecommerce-platform-certification"}


@given(points, extras)
def test_a_total_is_exact_and_on_the_scale(got: tuple[Decimal, ...], more: dict[str, Any]) -> None:
    working = work(AFTER_SALES, sheet(got, **more))
    assert working.faults == ()
    assert type(working.total) is Fraction
    assert 0 <= working.total <= 100
    plain = sum(map(Fraction, got)) - more["special_deductions"] + more["bonus"]
    assert working.total == min(max(plain, 0), 100)


@given(points, st.data())
def test_a_total_stays_on_the_scale_whatever_is_left_out(got: tuple[Decimal, ...], data: st.DataObject) -> None:
    applicable = tuple(data.draw(st.decimals(value, limit, places=6)) for value, limit in zip(got, LIMITS, strict=True))
    left = left_out("售后服务体系/改进", "商品服务/维修", "顾客服务/投诉处理")
    working = work(AFTER_SALES, sheet(got, applicable, not_applicable=left))
    if working.total is None:
        assert {fault.code for fault in working.faults} <= {"applicable-mismatch", "nothing-applicable"}
    else:
        assert 0 <= working.total <= 100
        assert working.total == sum(map(Fraction, got)) / sum(map(Fraction, applicable)) * 100


@given(points, points, extras)
def test_more_points_never_give_a_lower_grade(
    first: tuple[Decimal, ...], second: tuple[Decimal, ...], more: dict[str, Any]
) -> None:
    low = work(AFTER_SALES, sheet(tuple(map(min, first, second)), **more))
    high = work(AFTER_SALES, sheet(tuple(map(max, first, second)), **more))
    assert low.total is not None
    assert high.total is not None
    assert low.total <= high.total
    assert rank(low) <= rank(high)


@pytest.mark.parametrize("scheme", BANDED, ids=lambda scheme: scheme.id)
@given(total=totals)
def test_every_score_falls_into_exactly_one_band_or_below_the_lowest(scheme: Scheme, total: Fraction) -> None:
    bounds = [Fraction(grade.from_points) for grade in scheme.grades if grade.from_points is not None]
    edges = [Fraction(0), *bounds, Fraction(101)]
    (index,) = (i for i in range(len(edges) - 1) if edges[i] <= total < edges[i + 1])
    expected = None if index == 0 else scheme.grades[index - 1]
    assert band(scheme, total) == expected
    assert above(scheme, total) == (edges[index + 1] if index + 1 < len(edges) - 1 else None)


@pytest.mark.parametrize("scheme", BANDED, ids=lambda scheme: scheme.id)
@given(total=totals)
def test_a_shown_total_is_always_in_the_band_of_the_total(scheme: Scheme, total: Fraction) -> None:
    text = Fraction(shown_total(scheme, total))
    assert band(scheme, text) == band(scheme, total)
    assert abs(text - total) <= Fraction(1, 100)


@given(points, extras, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_nothing(got: tuple[Decimal, ...], more: dict[str, Any], random: Random) -> None:
    score = sheet(got, **more)
    shuffled = random.sample(score.categories, k=len(score.categories))
    assert work(AFTER_SALES, replace(score, categories=tuple(shuffled))) == work(AFTER_SALES, score)


@given(points)
def test_no_float_stands_anywhere_in_a_working(got: tuple[Decimal, ...]) -> None:
    working = work(AFTER_SALES, sheet(got, bonus=1, special_deductions=1))
    values = [value for item in working.steps for _, value in item.values]
    assert {type(value) for value in (*values, working.total)} <= {str, Fraction}


paths = st.sampled_from([*CATEGORIES, "售后服务体系/监督", "商品服务/维修", WASTE, "x", "a/b"]) | st.text(min_size=1)
amounts = st.decimals(0, 10**9, places=6)


@given(
    scheme=st.sampled_from([*schemes().values(), FILLED]),
    rows=st.lists(st.tuples(paths, amounts, st.none() | amounts), max_size=6),
    left=st.lists(paths, max_size=3),
    total=st.none() | amounts,
    more=extras,
)
def test_no_score_makes_the_engine_raise_or_leave_the_scale(
    scheme: Scheme,
    rows: list[tuple[str, Decimal, Decimal | None]],
    left: list[str],
    total: Decimal | None,
    more: dict[str, Any],
) -> None:
    categories = tuple(CategoryScore(path=a, points=b, applicable=c) for a, b, c in rows)
    working = work(scheme, Score(total=total, categories=categories, not_applicable=left_out(*left), **more))
    assert (working.grade is None) != (working.reason is None)
    if working.total is not None and scheme.full_points is not None:
        assert 0 <= working.total <= scheme.full_points


@given(st.fractions(-(10**9), 10**9), st.integers(1, 6))
def test_a_shown_number_is_within_half_of_its_last_decimal(value: Fraction, decimals: int) -> None:
    text, exact = shown(value, decimals)
    assert (Fraction(text) == value) or not exact
    assert abs(Fraction(text) - value) <= Fraction(1, 2 * 10**decimals)


def test_indicators_without_points_of_their_own_may_stand_below_scored_ones() -> None:
    deep = replace(FILLED, indicators=(Indicator(name="全部", points=Decimal(100), children=FILLED.indicators),))
    score = Score(categories=lines(("全部/体系", "50"), ("全部/服务/配送", "27"), ("全部/服务/监督", "9")))
    assert work(deep, score).total == 86
