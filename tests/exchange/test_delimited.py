"""CSV: nothing in it is a formula, and everything comes back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.exchange import table as limits
from generator.exchange.delimited import read_csv, write_csv
from generator.exchange.table import Unreadable

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
starts = st.sampled_from(["", "'", "''", "=", "+", "-", "@", "\t", "'=", "\uff1d", "\r"])


@given(st.lists(st.lists(st.builds(str.__add__, starts, texts), min_size=2, max_size=2), min_size=1))
def test_every_cell_comes_back(rows: list[list[str]]) -> None:
    head = ["a,b", "c"]
    assert read_csv(write_csv([head, *rows])).rows == (tuple(head), *map(tuple, rows))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\uff1d1", "'=1"])
def test_no_cell_starts_as_a_formula_does(cell: str) -> None:
    assert write_csv([[cell]]).decode("utf-8-sig").lstrip('"').startswith("'")


def test_it_is_utf8_with_a_mark_and_crlf() -> None:
    assert write_csv([["甲", 'a"b'], ["c", "d"]]) == b'\xef\xbb\xbf\xe7\x94\xb2,"a""b"\r\nc,d\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_of_spreadsheet_programs_are_read(encoding: str) -> None:
    assert read_csv("证书编号,甲\r\n1,2\r\n".encode(encoding)).rows == (("证书编号", "甲"), ("1", "2"))


@pytest.mark.parametrize("text", ["a;b\n1;2\n", "a\tb\n1\t2\n", "a,b\r1,2\r", "a,b\n1,2"])
def test_other_delimiters_and_line_ends_are_read(text: str) -> None:
    assert read_csv(text.encode()).rows == (("a", "b"), ("1", "2"))


@pytest.mark.parametrize("data", [b"\0\1\2", b"a,b\n\xff\xff\xff", b"\xff\xfea"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_csv(data)


@pytest.mark.parametrize("data", [b'"' + b"x" * 200_000, b"a" * 200_000])
def test_an_endless_cell_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="spreadsheet-unreadable"):
        read_csv(data)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(Unreadable, match="spreadsheet-extent"):
        read_csv(b"a\n" * (limits.MAX_ROWS + 1))


@given(st.binary(max_size=60))
def test_any_bytes_are_answered(data: bytes) -> None:
    with suppress(Unreadable):
        read_csv(data)
