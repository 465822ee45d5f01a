"""Workbooks: values as they were meant, and no way to fill the memory or run anything."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exchange.table import Table, Unreadable
from generator.exchange.workbook import Sheet, read_workbook, write_workbook

PLAIN = write_workbook([Sheet("甲", [["a", "b"]], [["1", "2"]])])
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*cells: tuple[int, int, Any, str | None], hidden: bool = False) -> bytes:
    """A workbook as a spreadsheet program writes it: row, column, value and number format of each cell."""
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        if hidden:
            book.add_worksheet("first").activate()
        page = book.add_worksheet()
        if hidden:
            page.activate()
            book.worksheets()[0].hide()
        for row, column, value, form in cells:
            style = book.add_format({"num_format": form}) if form else None
            if isinstance(value, date):
                page.write_datetime(row, column, value, style)
            else:
                page.write(row, column, value, style)
    return data.getvalue()


def with_parts(parts: Mapping[str, bytes | None], data: bytes = PLAIN) -> bytes:
    """The workbook with some of its parts exchanged, added or, where None, left out."""
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def sheet_with(rows: str) -> bytes:
    head = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return with_parts({SHEET: f"{head}<sheetData>{rows}</sheetData></worksheet>".encode()})


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read_workbook(data)
    return error.value.code


def test_what_is_written_is_read() -> None:
    assert read_workbook(PLAIN) == Table((("a", "b"), ("1", "2")))


def test_cells_are_text_and_heads_stay_in_sight() -> None:
    with ZipFile(BytesIO(write_workbook([Sheet("x", [["a"]], [["0123", "=1"]])]))) as archive:
        page, styles = archive.read(SHEET).decode(), archive.read("xl/styles.xml").decode()
    assert 'numFmtId="49"' in styles  # the built-in format of text
    assert 'state="frozen"' in page
    assert "<f>" not in page
    assert page.count('t="s"') == 3


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (date(2026, 3, 1), "yyyy/m/d", "2026-03-01"),
        (date(2026, 3, 1), 'yyyy"年"m"月"d"日"', "2026-03-01"),
        (True, None, "true"),
        (120, None, "120"),
        (92.5, "0.00", "92.5"),
        ("_x0041_", None, "_x0041_"),
        ("a\nb", None, "a\nb"),
    ],
)
def test_values_are_read_as_they_were_meant(value: Any, form: str | None, text: str) -> None:
    assert read_workbook(workbook((1, 1, value, form))).rows == (("", ""), ("", text))


def test_a_credit_code_kept_as_a_number_is_a_fault_of_its_cell() -> None:
    table = read_workbook(workbook((0, 0, "a", None), (1, 0, 911100007109260940, None)))
    assert table.faults == {(2, 1): ("number-lost-digits", {"value": "9.11E+17"})}


def test_formulas_and_errors_are_seen() -> None:
    table = read_workbook(workbook((0, 0, "=A2", None), (0, 1, "#N/A", None)))
    assert table.faults == {(1, 1): ("cell-formula", {})}
    error = sheet_with('<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><v>1</v></c></row>')
    assert read_workbook(error).rows == (("#REF!", "1"),)


def test_the_first_sheet_in_sight_is_read() -> None:
    assert read_workbook(workbook((0, 0, "x", None), hidden=True)).rows == (("x",),)


def test_cells_without_addresses_are_read_in_their_order() -> None:
    assert read_workbook(sheet_with("<row><c><v>1</v></c><c><v>2</v></c></row>")).rows == (("1", "2"),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\3\4", "spreadsheet-unreadable"),
        (PLAIN[: len(PLAIN) // 2], "spreadsheet-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "spreadsheet-xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "spreadsheet-encrypted"),
        (with_parts({"xl/workbook.xml": None}), "not-a-spreadsheet"),
        (with_parts({SHEET: None}), "spreadsheet-unreadable"),
        (with_parts({SHEET: b"<worksheet>"}), "spreadsheet-unreadable"),
        (with_parts({"xl/vbaProject.bin": b"x"}), "spreadsheet-macros"),
        (with_parts({"xl/styles.xml": b"<"}), "spreadsheet-unreadable"),
        (with_parts({"xl/sharedStrings.xml": None}), "spreadsheet-unreadable"),
        (sheet_with('<row r="x"><c><v>1</v></c></row>'), "spreadsheet-unreadable"),
        (sheet_with('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'), "spreadsheet-unreadable"),
    ],
)
def test_what_is_no_sound_workbook_is_refused(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_a_bomb_is_not_opened() -> None:
    bomb = with_parts({"xl/sharedStrings.xml": bytes(64 * 1024 * 1024)})
    assert len(bomb) < 100_000
    assert refused(bomb) == "spreadsheet-expands"


def test_a_size_that_is_a_lie_does_not_help() -> None:
    honest = with_parts({SHEET: b"<x>" + bytes(1_000_000)})
    at = honest.rfind((1_000_003).to_bytes(4, "little"))
    lying = honest[:at] + (10).to_bytes(4, "little") + honest[at + 4 :]
    assert refused(lying) == "spreadsheet-unreadable"


def test_many_parts_are_refused() -> None:
    assert refused(with_parts({f"x/{number}": b"" for number in range(2_001)})) == "spreadsheet-expands"


def test_a_cell_far_away_is_refused() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused(sheet_with(far)) == "spreadsheet-extent"


def test_a_wide_and_long_sheet_is_refused() -> None:
    far = '<row r="1"><c r="EWX1"><v>1</v></c></row><row r="49999"><c r="A49999"><v>1</v></c></row>'
    assert refused(sheet_with(far)) == "spreadsheet-extent"


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]>'
    assert refused(with_parts({SHEET: f"{laughs}<worksheet>&a;</worksheet>".encode()})) == "spreadsheet-unreadable"


@settings(max_examples=150)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_workbook_is_answered(at: int, damage: bytes) -> None:
    with suppress(Unreadable):
        read_workbook(PLAIN[:at] + damage + PLAIN[at + len(damage) :])


@settings(max_examples=150)
@given(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]), st.data())
def test_a_damaged_part_is_answered(part: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(BytesIO(PLAIN)) as archive:
        content = archive.read(part)
    at = data.draw(st.integers(0, len(content) - 1))
    damage = data.draw(st.sampled_from([b"<", b">", b"&", b'"', b"/", b"0", b"-1", b"999999999999", b"", b"\xff"]))
    with suppress(Unreadable):
        read_workbook(with_parts({part: content[:at] + damage + content[at + 1 :]}))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (SHEET, b'r="A1"', b'r="9999999999991"'),
        ("xl/sharedStrings.xml", b'uniqueCount="', b'uniqueCount="999999999999'),
        ("xl/sharedStrings.xml", b' count="', b' count="999999999999'),
    ],
)
def test_a_claim_of_endless_cells_or_texts_is_refused_before_room_is_made_for_it(
    part: str, old: bytes, new: bytes
) -> None:
    with zipfile.ZipFile(BytesIO(PLAIN)) as archive:
        content = archive.read(part)
    assert old in content
    with pytest.raises(Unreadable):
        read_workbook(with_parts({part: content.replace(old, new, 1)}))
