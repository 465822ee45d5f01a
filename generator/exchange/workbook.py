"""XLSX workbooks (ECMA-376): read with care, written so that spreadsheet programs leave long numbers alone.

A workbook from elsewhere is looked over before its values are read: how large it is when unpacked, how far its cells
reach, which of them are formulas or errors. Nothing in it is run, fetched or written to disk.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

import python_calamine
import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from msgspec import Struct

from generator.exchange.cells import cell_text
from generator.exchange.table import MAX_COLUMNS, MAX_ROWS, Table, Unreadable, check_extent
from generator.schema.types import Fault

MAX_EXPANDED = 100 * 1024 * 1024
MAX_RATIO, RATIO_FROM = 100, 8 * 1024 * 1024
"""A workbook that unpacks to more than `RATIO_FROM` bytes may not be more than so many times its packed size."""

MAX_PARTS = 2_000
WIDEST = 40
TEXT_FORMAT = 49
"""The built-in number format ``@``: what is typed stays text, long numbers whole (ECMA-376, 18.8.30)."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MAX_USES = 10_000_000
"""How often the cells of a workbook may use a shared text."""
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook of any sort, readable or not."""
    return data.startswith((b"PK", _OLE))


def read_workbook(data: bytes) -> Table:
    """The first visible sheet. Formulas and errors are faults of their cells.

    Raises:
        Unreadable: not an XLSX workbook, one with macros or a password, or one too large when unpacked.
    """
    if data.startswith(_OLE):
        raise Unreadable("spreadsheet-encrypted" if _ENCRYPTED in data else "spreadsheet-xls")
    try:
        with ZipFile(BytesIO(data)) as archive:
            _look_over(archive, len(data))
            index, part = _first_sheet(archive)
            marks = _scan(archive.read(part))
            _check_strings(archive)
        return _table(python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)), index, marks)
    except Unreadable:
        raise
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, LookupError, ValueError) as error:
        raise Unreadable("spreadsheet-unreadable", detail=error) from error
    except (expat.ExpatError, python_calamine.CalamineError, OSError, OverflowError) as error:
        raise Unreadable("spreadsheet-unreadable", detail=error) from error


def _look_over(archive: ZipFile, packed: int) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("spreadsheet-encrypted")
    if len(parts) > MAX_PARTS or size > MAX_EXPANDED or size > max(RATIO_FROM, MAX_RATIO * packed):
        raise Unreadable("spreadsheet-expands", size=size, limit=MAX_EXPANDED)
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") or "/macrosheets/" in name.lower() for name in names):
        raise Unreadable("spreadsheet-macros")
    if "xl/workbook.xml" not in names:
        raise Unreadable("not-a-spreadsheet")


def _first_sheet(archive: ZipFile) -> tuple[int, str]:
    """Index and part of the first sheet that is not hidden; the first of all when every one is."""
    sheets: list[dict[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            sheets.append(attributes)

    def relation(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    _parse(archive.read("xl/workbook.xml"), sheet)
    _parse(archive.read("xl/_rels/workbook.xml.rels"), relation)
    shown = [index for index, found in enumerate(sheets) if found.get("state", "visible") == "visible"]
    index = shown[0] if shown else 0
    if not sheets:
        raise Unreadable("spreadsheet-empty")
    target = targets[sheets[index].get("id", "")]
    return index, target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parse(data: bytes, begin: Callable[[str, dict[str, str]], None], end: Any = None, text: Any = None) -> None:
    """Runs over an XML part, names without their prefixes. A document type is refused: that is where bombs are."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise Unreadable("spreadsheet-unreadable", detail="DOCTYPE")

    def begin_local(name: str, attributes: dict[str, str]) -> None:
        begin(name.rpartition("}")[2], {key.rpartition("}")[2]: value for key, value in attributes.items()})

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin_local
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(data, True)


class _Marks(Struct):
    """What a sheet's cells are, apart from their values: rows and columns from 1."""

    row: int = 0
    column: int = 0
    kind: str = ""
    is_value: bool = False
    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = set()
    errors: dict[tuple[int, int], str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            if found is None and "r" in attributes:
                raise Unreadable("spreadsheet-unreadable", detail=attributes["r"][:40])
            self.row = int(found[2]) if found else self.row
            self.column = _number(found[1]) if found else self.column + 1
            self.kind = attributes.get("t", "n")
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "f":
            self.formulas.add((self.row, self.column))
        elif name in ("v", "is"):
            self.is_value = True
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if self.rows > MAX_ROWS or self.columns > MAX_COLUMNS:
                check_extent(self.rows, self.columns)

    def end(self, _: str) -> None:
        self.is_value = False

    def text(self, found: str) -> None:
        if self.is_value and self.kind == "e":
            self.errors[self.row, self.column] = found


def _number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _check_strings(archive: ZipFile) -> None:
    """Refuses a table of shared texts that claims more of them than its bytes can hold: room is made for the claim."""
    for name in archive.namelist():
        if not name.lower().endswith("sharedstrings.xml"):
            continue
        data = archive.read(name)

        def begin(tag: str, attributes: dict[str, str], size: int = len(data)) -> None:
            for key, limit in (("count", MAX_USES), ("uniqueCount", size)):
                claim = attributes.get(key, "0") if tag == "sst" else "0"
                if not claim.isdecimal() or len(claim) > 9 or int(claim) > limit:
                    raise Unreadable("spreadsheet-unreadable", detail=key)

        _parse(data, begin)


def _scan(sheet: bytes) -> _Marks:
    marks = _Marks()
    _parse(sheet, marks.begin, marks.end, marks.text)
    check_extent(marks.rows, marks.columns)
    return marks


def _table(workbook: python_calamine.CalamineWorkbook, index: int, marks: _Marks) -> Table:
    faults: dict[tuple[int, int], Fault] = {}
    rows = []
    for row, values in enumerate(workbook.get_sheet_by_index(index).to_python(skip_empty_area=False), 1):
        texts = []
        for column, value in enumerate(values, 1):
            text, fault = (value, None) if isinstance(value, str) else cell_text(value)
            if fault is not None:
                faults[row, column] = fault
            texts.append(marks.errors.get((row, column), text))
        rows.append(tuple(texts))
    faults |= {cell: ("cell-formula", {}) for cell in marks.formulas}
    return Table(tuple(rows), faults)


# Writing ------------------------------------------------------------------------------------------------------------


class Sheet(Struct, frozen=True):
    """A sheet to write: `heads` stay in sight, all cells are text.

    `notes` are remarks on cells and `choices` what a column offers, rows and columns from 0.
    """

    name: str
    heads: Sequence[Sequence[str]]
    rows: Sequence[Sequence[str]]
    notes: Mapping[tuple[int, int], str] = {}
    choices: Mapping[int, Sequence[str]] = {}
    wrapped: bool = False


def write_workbook(sheets: Iterable[Sheet]) -> bytes:
    """The workbook of these sheets, in their order."""
    data = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(data, options) as workbook:
        for sheet in sheets:
            _write(workbook, sheet)
    return data.getvalue()


def _write(workbook: Any, sheet: Sheet) -> None:
    text: dict[str, Any] = {"num_format": TEXT_FORMAT, "valign": "top"}
    plain = workbook.add_format(text | ({"text_wrap": True} if sheet.wrapped else {}))
    head = workbook.add_format(text | {"bold": True, "bg_color": "#E8EEF4", "border": 1, "border_color": "#B8C4D0"})
    wrong = workbook.add_format(text | {"bg_color": "#F8C9C4", "font_color": "#7A0C00", "border": 1})
    page = workbook.add_worksheet(sheet.name)
    page.freeze_panes(len(sheet.heads), 1)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width, plain)
    for number, cells in enumerate([*sheet.heads, *sheet.rows]):
        usual = head if number < len(sheet.heads) else plain
        for column, cell in enumerate(cells):
            style = wrong if (number, column) in sheet.notes else usual
            if cell or style is not plain:
                page.write_string(number, column, cell, style)
    for (number, column), note in sheet.notes.items():
        page.write_comment(number, column, note, {"x_scale": 2, "y_scale": 1 + note.count("\n")})
    last = len(sheet.heads) + len(sheet.rows) + 1_000
    for column, words in sheet.choices.items():
        if sum(map(len, words)) + len(words) <= 255:
            offer = {"validate": "list", "source": list(words), "show_error": False}
            page.data_validation(len(sheet.heads), column, last, column, offer)


def _widths(sheet: Sheet) -> list[int]:
    """Characters that each column needs, within reason; Chinese ones count twice."""
    sample = [*sheet.heads, *sheet.rows[:200]]
    columns = max(map(len, sample), default=0)
    widest = [0] * columns
    for row in sample:
        for column, cell in enumerate(row):
            widest[column] = max(widest[column], _width(cell))
    return [min(max(width + 2, 8), WIDEST * (2 if sheet.wrapped else 1)) for width in widest]


def _width(text: str) -> int:
    longest = max(text.split("\n"), key=len)[: 2 * WIDEST]
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in longest)
