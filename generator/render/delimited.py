"""CSV (RFC 4180) that spreadsheet programs open as it was meant.

A cell that a program would take for a formula gets an apostrophe in front, and so does one that has it already, so that
taking one away again loses nothing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff".encode()
"""Without it in front, spreadsheet programs do not see that the text is UTF-8."""

STARTS = r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_DANGEROUS = re.compile(rf"'*{STARTS}")
_LIKE_A_NUMBER = re.compile(r"[0-9][0-9 .,:/eE+%-]*")


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows in UTF-8 with CRLF, every cell guarded; no byte order mark."""
    lines = _Lines()
    csv.writer(lines).writerows([guarded(cell) for cell in row] for row in rows)
    return "".join(lines).encode()


def guarded(cell: str) -> str:
    """The cell, safe from being run as a formula."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def kept_as_text(cell: str) -> str:
    """The cell with a tab behind it where a program would make a number or a date of it and lose its digits.

    The tab is not seen; a program that reads the file takes white space off the end.
    """
    return f"{cell}\t" if _LIKE_A_NUMBER.fullmatch(cell) else cell


class _Lines(list[str]):
    """A place for `csv.writer` to write to."""

    write = list.append
