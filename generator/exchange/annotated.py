"""The copy of a sheet that explains its problems: the same rows, red cells with notes, the sum in the first column."""

from __future__ import annotations

from collections.abc import Sequence

from generator import language
from generator.exchange.columns import REMARK
from generator.exchange.table import Table
from generator.exchange.workbook import Sheet
from generator.problems import Problem
from generator.problems.catalogue import hint, is_error, message


def annotated(table: Table, problems: Sequence[Problem], lang: str) -> Sheet:
    """The sheet to write. Its first column is a remark, so the copy can be mended and imported."""
    words = language.strings(lang).exchange
    wrong = [found for found in problems if is_error(found) and found.line]
    summed: dict[int, list[str]] = {}
    notes: dict[tuple[int, int], str] = {}
    for found in wrong:
        said = message(found, lang)
        row, column = (found.line or 1) - 1, found.column or 1  # from 0, and one column further right
        note = "\n".join(filter(None, (said, hint(found, lang))))
        notes[row, column] = "\n\n".join(filter(None, (notes.get((row, column)), note)))
        summed.setdefault(row, []).append(": ".join((*map(str, found.place), said)))
    header = next((number for number, row in enumerate(table.rows) if any(map(str.strip, row))), 0)
    summed[header] = [f"{REMARK} {words.problems}", *summed.get(header, [])]
    rows = [["\n".join(summed.get(number, [])), *row] for number, row in enumerate(table.rows)]
    return Sheet(words.problems, rows[: header + 1], rows[header + 1 :], notes, wrapped=True)
