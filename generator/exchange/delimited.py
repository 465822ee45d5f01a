"""CSV as spreadsheet programs write and read it: reading takes away again what writing guards a cell with."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from generator.exchange.table import Table, Unreadable, check_extent
from generator.render.delimited import BYTE_ORDER_MARK, STARTS, csv_lines

_GUARDED = re.compile(rf"'+{STARTS}")
_DELIMITERS = (",", ";", "\t")


def write_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark, which spreadsheet programs need to see Chinese, and CRLF."""
    return BYTE_ORDER_MARK + csv_lines(rows)


def read_csv(data: bytes) -> Table:
    """The sheet in the bytes of a CSV file, in UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs.

    Raises:
        Unreadable: not text, or not the text of a table.
    """
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable("not-a-spreadsheet")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise Unreadable("spreadsheet-unreadable", detail=error) from error
    return Table(tuple(rows))


def _rows(text: str) -> Iterator[tuple[str, ...]]:
    widest = 0
    lines = (found.group() for found in re.finditer(r"[^\n]*\n|[^\n]+", text))
    for number, row in enumerate(csv.reader(lines, delimiter=_delimiter(text)), 1):
        widest = max(widest, len(row))
        check_extent(number, widest)
        yield tuple(_unguarded(cell) for cell in row)


def _delimiter(text: str) -> str:
    first = next((line for line in text.split("\n", 100) if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _decoded(data: bytes) -> str:
    """The text; Chinese spreadsheet programs save CSV as GB18030 unless told otherwise."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("not-a-spreadsheet")


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell
