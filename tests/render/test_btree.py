"""The pages of a SQLite file that are written here, read back by SQLite itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.render.btree import PAGE_BYTES, Cells, Value, cells, joined, tree

Row = tuple[Value, ...]

NUMBERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
LONG_TEXTS = st.builds(lambda text, times: text * times, TEXTS, st.integers(1, 5_000))
VALUES = st.none() | NUMBERS | TEXTS | LONG_TEXTS
ROWS = st.dictionaries(TEXTS, st.tuples(VALUES, VALUES), max_size=40)


@contextmanager
def database(rows: Cells) -> Iterator[sqlite3.Connection]:
    """A file with one table of three columns, filled with these rows."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        db.execute("CREATE TABLE t (k TEXT PRIMARY KEY, a, b) WITHOUT ROWID")
        root = db.execute("SELECT rootpage FROM sqlite_schema").fetchone()[0]
        file = bytearray(db.serialize())
        made = tree(rows, root + 1)
        others = list(made.others)
        assert len(others) == made.added
        file[(root - 1) * PAGE_BYTES :] = made.root + b"".join(others)
        file[28:32] = (len(file) // PAGE_BYTES).to_bytes(4, "big")
        db.deserialize(bytes(file))
        yield db


def read(rows: Cells) -> list[Row]:
    with database(rows) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return db.execute("SELECT k, a, b FROM t ORDER BY k").fetchall()


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row[0]).encode())


def numbered(count: int, wide: int = 0) -> list[Row]:
    return [(f"{number:08}", number, "x" * wide) for number in range(count)]


@given(ROWS)
def test_sqlite_reads_every_row_as_it_was_given(rows: dict[str, tuple[Value, Value]]) -> None:
    given = in_order((key, *values) for key, values in rows.items())
    if given:
        assert read(cells(given)) == given


@given(ROWS, st.integers(0, 40))
def test_rows_in_two_parts_are_the_same_bytes_as_in_one(rows: dict[str, tuple[Value, Value]], at: int) -> None:
    given = in_order((key, *values) for key, values in rows.items())
    assert joined([cells(given[:at]), cells(given[at:])]) == cells(given)


@pytest.mark.parametrize("wide", [0, 300, 2_000, 4_000])
def test_a_file_of_several_levels_finds_every_row_by_its_key(wide: int) -> None:
    rows = numbered(30_000 if wide < 1_000 else 3_000, wide)
    with database(cells(rows)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert all(db.execute("SELECT * FROM t WHERE k = ?", (row[0],)).fetchone() == row for row in rows[::7])
        assert db.execute("SELECT COUNT(*) FROM t").fetchone() == (len(rows),)


@pytest.mark.parametrize("size", [1, 10, 200])
def test_wherever_the_last_page_ends_it_is_not_empty(size: int) -> None:
    page = PAGE_BYTES // (size + 16)
    for count in range(max(1, page - 4), page * 2 + 4):
        rows = numbered(count, size)
        assert read(cells(rows)) == rows


@pytest.mark.parametrize("size", [*range(4_060, 4_110), 16_370, 16_384, 20_000, 100_000, 1_000_000])
def test_a_row_longer_than_a_page_goes_on_in_others(size: int) -> None:
    rows: Sequence[Row] = [("a", 1, "一" * 9), ("b", 2, "x" * size), ("c", None, "y" * size), ("d", 3, "")]
    assert read(cells(rows)) == list(rows)


def test_a_number_of_more_than_64_bits_is_refused() -> None:
    with pytest.raises(OverflowError):
        cells([("a", 2**63, None)])
