"""`lixin schema`: six schemas, six headers and the dictionary in both languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.schema.kinds import KINDS


def test_every_file_is_written_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "deep" / "schema"
    assert main(["schema", str(folder)]) == 0
    named = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(named) == sorted(folder.iterdir())
    assert {path.name for path in named} == {
        *(f"{kind}.schema.json" for kind in KINDS),
        *(f"{kind}.headers.csv" for kind in KINDS),
        "dictionary.zh.md",
        "dictionary.en.md",
    }


def test_titles_are_in_the_language_asked_for(tmp_path: Path) -> None:
    assert main(["schema", str(tmp_path), "--lang", "en", "--format", "json"]) == 0
    schema = json.loads((tmp_path / "notice.schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "public notice"


def test_headers_open_in_a_spreadsheet(tmp_path: Path) -> None:
    assert main(["schema", str(tmp_path)]) == 0
    data = (tmp_path / "enterprise.headers.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert rows[0][:2] == ["credit_code", "name"]
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1])


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    assert main(["schema", str(tmp_path)]) == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert main(["schema", str(tmp_path)]) == 0
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert main(["schema", str(file)]) == 2
    assert str(file) in capsys.readouterr().err
