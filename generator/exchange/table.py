"""A sheet as plain text: rows of cells, and what was wrong with single cells when they were read."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.schema.types import Fault

MAX_BYTES = 10 * 1024 * 1024
"""A spreadsheet file may have at most this many bytes."""

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 50_000, 4_000, 5_000_000


class Table(Struct, frozen=True):
    """`rows[r][c]` is the cell in row r + 1 and column c + 1 of the sheet; rows may differ in length.

    `faults` are by row and column, both from 1.
    """

    rows: tuple[tuple[str, ...], ...]
    faults: Mapping[tuple[int, int], Fault] = {}

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


class Unreadable(Exception):
    """The file as a whole cannot be taken; `code` and `values` are those of the problem."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def check_extent(rows: int, columns: int) -> None:
    """Refuses a sheet whose filled part would not fit into memory.

    Raises:
        Unreadable: too many rows, columns or cells.
    """
    if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise Unreadable("spreadsheet-extent", rows=rows, columns=columns, most_rows=MAX_ROWS, most_columns=MAX_COLUMNS)
