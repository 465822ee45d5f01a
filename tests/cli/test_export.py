"""`lixin export`: a sheet that spreadsheet programs show as it is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from generator.cli import main
from generator.exchange.workbook import read_workbook
from generator.schema.kinds import KINDS
from tests.build.project import RECORDS, write_project
from tests.model import made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def export(project: Path, path: Path, kind: str = "certificate", *more: str) -> int:
    return main(["export", "--kind", kind, str(path), "--root", str(project), *more])


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_has_a_row_under_keys_and_labels(kind: str, project: Path, tmp_path: Path) -> None:
    assert export(project, tmp_path / "a.xlsx", kind) == 0
    rows = read_workbook((tmp_path / "a.xlsx").read_bytes()).rows
    ids = sorted(
        str(getattr(value, KINDS[kind].id_field)) for value in RECORDS if isinstance(value, KINDS[kind].record)
    )
    assert rows[0][0] == KINDS[kind].id_field
    assert [row[0] for row in rows[2:]] == ids


def test_labels_are_in_the_language_asked_for(project: Path, tmp_path: Path) -> None:
    for lang, said in (("zh", "证书编号"), ("en", "Certificate number")):
        assert export(project, tmp_path / f"{lang}.csv", "certificate", "--lang", lang) == 0
        rows = list(csv.reader(io.StringIO((tmp_path / f"{lang}.csv").read_text(encoding="utf-8-sig"))))
        assert rows[1][0].casefold() == said.casefold()


def test_a_second_sheet_explains_columns_and_choices(project: Path, tmp_path: Path) -> None:
    assert export(project, tmp_path / "a.xlsx") == 0
    with ZipFile(tmp_path / "a.xlsx") as archive:
        page, strings = archive.read("xl/worksheets/sheet1.xml").decode(), archive.read("xl/sharedStrings.xml").decode()
        names = archive.read("xl/workbook.xml").decode()
    assert names.count("<sheet ") == 2
    assert "surveillance = " in strings
    assert "<dataValidation " in page
    assert 'xSplit="1" ySplit="2"' in page


def test_an_existing_file_is_left_alone_unless_told(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("mine", encoding="utf-8")
    assert export(project, path) == 2
    assert path.read_text(encoding="utf-8") == "mine"
    assert export(project, path, "certificate", "--force") == 0
    assert made.CERTIFICATE.number in path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("name", ["a.xls", "a", "a.yaml", "missing/a.csv"])
def test_wrong_use_is_a_sentence(name: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(project, tmp_path / name) == 2
    assert str(tmp_path / name) in capsys.readouterr().err


def test_files_that_cannot_be_read_are_counted(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / made.record(made.ISSUER).file).write_text("name: x\n", encoding="utf-8")
    assert export(project, tmp_path / "a.csv", "issuer", "--format", "json") == 1
    answer: Any = json.loads(capsys.readouterr().out)
    assert answer["records"] == 0
    assert answer["left_out"] == [made.record(made.ISSUER).file]
