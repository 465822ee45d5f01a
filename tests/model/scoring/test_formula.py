"""Formulas: read as they are printed, worked out exactly, and never an exception whatever is written."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.scoring.formula import (
    DEEPEST,
    LONGEST,
    Formula,
    NotComputable,
    Unreadable,
    compute,
    cube_root,
    read_formula,
)

F = Fraction
FIGURES = {"甲": F(6), "乙": F(4), "丙": F(0), "丁": F(-8), "销售(营业)收入": F(5)}


def value(text: str) -> Fraction | NotComputable:
    formula = read_formula(text)
    assert isinstance(formula, Formula), formula
    return compute(formula, FIGURES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲 ÷ 乙", F(3, 2)),
        ("甲/乙", F(3, 2)),
        ("甲 ÷ 乙 × 100 %", F(150)),
        ("甲 ÷ 乙 ×100%", F(150)),
        ("甲 + 乙 × 乙", F(22)),
        ("(甲 + 乙) × 乙", F(40)),
        ("[甲 + 乙] × 乙", F(40)),
        ("\uff08甲 + 乙\uff09 × 乙", F(40)),
        ("甲 − 乙 − 乙", F(-2)),
        ("甲 - 乙", F(2)),
        ("甲 ÷ 乙 ÷ 乙", F(3, 8)),
        ("2.5 × 乙", F(10)),
        ("(甲 + 2)^(1/3)", F(2)),
        ("((甲 + 2) ÷ 27)^(1/3) − 1", F(-1, 3)),
        ("(甲 + 2) ^ ( 1 / 3 ) × 乙", F(8)),
        ("甲 ÷ 销售(营业)收入", F(6, 5)),
        ("甲 ÷ 销售\uff08营业\uff09收入", F(6, 5)),
    ],
)
def test_a_formula_has_the_value_of_its_arithmetic(text: str, expected: Fraction) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "reason", "about"),
    [
        ("甲 ÷ 丙", "zero-denominator", ("丙",)),
        ("甲 ÷ (乙 − 4)", "zero-denominator", ("乙 − 4",)),
        ("戊 ÷ 己 + 戊", "missing-figure", ("戊", "己")),
        ("甲 ÷ 戊", "missing-figure", ("戊",)),
        ("(丁 ÷ 乙)^(1/3)", "negative-base", ("丁 ÷ 乙",)),
        ("(甲 ÷ 丙)^(1/3) + 乙", "zero-denominator", ("丙",)),
        ("乙 ÷ (甲 ÷ 丙)", "zero-denominator", ("丙",)),
    ],
)
def test_what_cannot_be_computed_says_why(text: str, reason: str, about: tuple[str, ...]) -> None:
    assert value(text) == NotComputable(reason, about)  # type: ignore[arg-type]  # reasons are written out above


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", 1),
        ("÷", 1),
        ("甲 ÷", 4),
        ("甲 乙", 2),
        ("2 甲", 2),
        ("(甲", 3),
        ("甲)", 2),
        ("甲 (乙)", 2),
        ("甲 %", 2),
        ("甲 × 100 % + 1", 10),
        ("甲^2", 2),
        ("甲^(1/2)", 2),
        ("__import__('os')", 1),
        ("-甲", 1),
        ("1e9", 2),
        ("\u0663", 1),
    ],
)
def test_what_is_no_formula_is_refused_with_its_place(text: str, at: int) -> None:
    assert read_formula(text) == Unreadable(text, at)


def test_depth_and_length_are_bounded() -> None:
    assert isinstance(read_formula("(" * DEEPEST + "甲" + ")" * DEEPEST), Formula)
    assert isinstance(read_formula("(" * (DEEPEST + 1) + "甲" + ")" * (DEEPEST + 1)), Unreadable)
    assert isinstance(read_formula("+".join("甲" * (LONGEST // 2))), Formula)
    assert isinstance(read_formula("9" * (LONGEST + 1)), Unreadable)


def test_names_come_once_in_their_order() -> None:
    formula = read_formula("(乙 − 甲) ÷ 甲 × (乙)^(1/3)")
    assert isinstance(formula, Formula)
    assert formula.names == ("乙", "甲")


@given(st.text())
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = read_formula(text)
    assert found.text == text
    if isinstance(found, Unreadable):
        assert 1 <= found.at <= len(text) + 1


pieces = st.lists(st.sampled_from(["甲", "戊", "(", ")", "[", "+", "−", "×", "÷", "/", "^(1/3)", "100", "%", " ", "0"]))


@given(pieces)
def test_no_sequence_of_pieces_makes_reading_or_computing_raise(parts: list[str]) -> None:
    found = read_formula("".join(parts))
    if isinstance(found, Formula):
        result = compute(found, FIGURES)
        assert isinstance(result, Fraction | NotComputable)


@given(st.fractions(min_value=0, max_value=10**12), st.fractions(min_value=0, max_value=10**6))
def test_a_cube_root_is_exact_for_cubes_and_close_below_for_others(number: Fraction, root: Fraction) -> None:
    assert cube_root(root**3) == root
    found = cube_root(number)
    assert found**3 <= number < (found + F(1, 10**30)) ** 3
    assert type(found) is Fraction


@given(st.lists(st.fractions(min_value=0, max_value=10**9), min_size=2))
def test_a_cube_root_never_falls(numbers: list[Fraction]) -> None:
    roots = [cube_root(number) for number in sorted(numbers)]
    assert all(first <= second for first, second in pairwise(roots))
