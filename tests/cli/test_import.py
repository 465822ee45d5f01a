"""`lixin import`: good rows in, the others explained on the terminal and in a copy of the sheet."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from generator.cli import main
from generator.exchange.files import read_table
from tests.build.project import contents, write_project
from tests.model import made

GOOD = "DEMO-2024-0001,three-star,家电维修\n"
BAD = "DEMO-2024-0002,dream,\n"
HEAD = "number,grade,scope\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_text(HEAD + GOOD, encoding="utf-8")
    return path


def import_(project: Path, sheet: Path, *more: str, kind: str = "certificate") -> int:
    at = ("--at", "2026-11-22", "--root", str(project))
    return main(["import", str(sheet), "--kind", kind, *at, *more])


def test_a_changed_row_changes_its_lines_only(project: Path, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(project)
    assert import_(project, sheet) == 0
    out = capsys.readouterr()
    file = made.record(made.CERTIFICATE).file
    assert out.out == f"~ {file}\n"
    assert "1" in out.err
    after = contents(project)
    assert {name for name in after if after[name] != before.get(name)} == {file}
    gone, come = (set(text[file].decode().split("\n")) for text in (before, after))
    assert gone - come == {"grade: five-star", "scope: 家电销售的售后服务"}


def test_a_rehearsal_writes_nothing_at_all(project: Path, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet.write_text(HEAD + GOOD + BAD, encoding="utf-8")
    before = contents(project.parent)
    assert import_(project, sheet, "--dry-run", "--format", "json") == 1
    assert contents(project.parent) == before
    answer: Any = json.loads(capsys.readouterr().out)
    assert (answer["changed"], answer["refused"], answer["written"], answer["annotated"]) == (1, 1, [], None)


def test_a_bad_row_is_explained_on_the_terminal_and_in_a_copy(
    project: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_text(HEAD + GOOD + BAD, encoding="utf-8")
    assert import_(project, sheet, "--lang", "en") == 1
    out = capsys.readouterr().out
    assert f"{sheet}:3:3: error missing-key" in out
    assert "[scope]" in out
    copy = sheet.with_name("sheet.csv.problems.xlsx")
    rows = read_table(copy).rows
    assert [row[1:] for row in rows] == [tuple(line.split(",")) for line in (HEAD + GOOD + BAD).split()]
    assert (rows[0][0], rows[1][0]) == ("# Problems", "")
    assert "scope" in rows[2][0]
    with ZipFile(copy) as archive:
        assert b'ref="D3"' in archive.read("xl/comments1.xml")


def test_the_copy_can_be_mended_and_imported(project: Path, sheet: Path) -> None:
    sheet.write_text(HEAD + GOOD + BAD, encoding="utf-8")
    assert import_(project, sheet) == 1
    copy = sheet.with_name("sheet.csv.problems.xlsx")
    mended = sheet.with_name("mended.xlsx")
    with xlsxwriter.Workbook(mended) as book:
        page = book.add_worksheet()
        for number, row in enumerate(read_table(copy).rows):
            for column, cell in enumerate(row):
                page.write_string(number, column, {"dream": "three-star"}.get(cell, cell))
        page.write_string(2, 3, "家电维修")
    assert import_(project, mended) == 0
    assert "家电维修" in (project / "registry/certificates/2024/DEMO-2024-0002.yaml").read_text(encoding="utf-8")


def test_an_earlier_copy_is_not_overwritten(project: Path, sheet: Path) -> None:
    sheet.write_text(HEAD + BAD, encoding="utf-8")
    assert [import_(project, sheet), import_(project, sheet)] == [1, 1]
    assert sheet.with_name("sheet.csv.problems-2.xlsx").exists()


def test_a_sheet_as_a_spreadsheet_program_leaves_it(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy/m/d"})
        page.write_row(0, 0, ["成立日期", "headcount", " ＣＲＥＤＩＴ_CODE ", "演示数据", "# mine", "NAME"])
        page.write_datetime(3, 0, date(2001, 2, 3), day)
        page.write_row(3, 1, [120, " ９１１１０１０１pdy00001xn", True, "remark", "云栖新名有限公司 "])
    assert import_(project, path, kind="enterprise") == 0
    text = (project / made.record(made.ENTERPRISE).file).read_text(encoding="utf-8")
    assert 'founded_on: "2001-02-03"\n' in text
    assert "headcount: 120\n" in text
    assert 'name: "云栖新名有限公司"\n' in text


def bytes_of(*rows: tuple[Any, ...]) -> bytes:
    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "missing-column"),
        (b"number\n", "spreadsheet-empty"),
        (b"nunber\nx\n", "unknown-column"),
        (b"\0", "not-a-spreadsheet"),
        (b"PK", "spreadsheet-unreadable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "spreadsheet-xls"),
        (bytes_of(("number", "scope"), ("DEMO-2024-0001", "=1+1")), "cell-formula"),
        (bytes_of(("number", "holder"), ("DEMO-2024-0001", 911100007109260940)), "number-lost-digits"),
        (b"number,scope\n../../x,y\n", "bad-identifier"),
    ],
)
def test_whatever_the_file_is_there_is_an_answer_and_no_change(
    data: bytes, code: str, project: Path, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet.write_bytes(data)
    before = contents(project)
    assert import_(project, sheet) == 1
    assert f" error {code} " in capsys.readouterr().out
    assert contents(project) == before


def test_a_file_that_is_not_there_is_wrong_use(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_(project, project / "none.xlsx") == 2
    assert "none.xlsx" in capsys.readouterr().err


def test_a_registry_that_leads_elsewhere_is_not_written_to(
    project: Path, sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    year = project / "registry/certificates/2025"
    (tmp_path / "elsewhere").mkdir()
    year.symlink_to(tmp_path / "elsewhere")
    sheet.write_text(
        "number,first_issued_on,issued_on,valid_from,events.1.date\n" + "DEMO-2024-0001" + ",2025-01-01" * 4
    )
    assert import_(project, sheet) == 1
    assert "2025" in capsys.readouterr().err
    assert contents(tmp_path / "elsewhere") == {}
