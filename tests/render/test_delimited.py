"""CSV for spreadsheet programs: no cell runs as a formula, no number loses digits."""

from __future__ import annotations

import csv

import pytest

from generator.render.delimited import csv_lines, guarded, kept_as_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_would_run_as_a_formula_does_not(start: str) -> None:
    assert guarded(f"{start}1+1") == f"'{start}1+1"
    assert guarded(f"'{start}1") == f"''{start}1"


@pytest.mark.parametrize("cell", ["", "云栖", "a=b", "'quoted", "3-2"])
def test_any_other_cell_stays(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize("cell", ["914403001922038216", "0123", "12E5", "2024-03", "1/2", "12:30", "1,000"])
def test_digits_stay_text(cell: str) -> None:
    assert kept_as_text(cell) == f"{cell}\t"


@pytest.mark.parametrize("cell", ["", "91110101PDY00001XN", "LX-2026-0001", "GB/T 27922"])
def test_what_no_program_takes_for_a_number_stays(cell: str) -> None:
    assert kept_as_text(cell) == cell


def test_lines_are_utf_8_with_carriage_returns_and_quoted_where_needed() -> None:
    content = csv_lines([["甲,乙", 'say "x"', "two\nlines"], ["1", "", "=2"]])
    assert content.endswith(b"1,,'=2\r\n")
    assert next(csv.reader(content.decode().splitlines(keepends=True))) == ["甲,乙", 'say "x"', "two\nlines"]
