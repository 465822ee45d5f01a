"""`lixin sample`: a project that builds, or a sentence that says why there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main


def test_a_sample_builds_into_a_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "made"
    assert main(["sample", str(root), "--certificates", "60", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["records"]["certificate"] == 60
    assert main(["build", "--root", str(root), "--at", "2026-11-01", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["records"]["certificate"] == 60
    assert "problems" not in said
    assert (root / "site" / "guides" / "index.html").is_file()


def test_what_was_made_is_said_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", str(tmp_path / "made"), "--certificates", "3", "--lang", "en"]) == 0
    assert "3 certificates" in capsys.readouterr().out


@pytest.mark.parametrize("number", ["0", "-1", "10000000"])
def test_a_size_that_cannot_be_made_is_refused(tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sample", str(tmp_path / "made"), "--certificates", number]) == 2
    assert "9999999" in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


def test_a_folder_in_use_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert main(["sample", str(tmp_path), "--certificates", "3"]) == 2
    assert str(tmp_path) in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"123\n<b>\n"])
def test_a_file_without_a_usable_name_is_refused(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    names = tmp_path / "names.txt"
    names.write_bytes(content)
    assert main(["sample", str(tmp_path / "made"), "--certificates", "3", "--names", str(names)]) == 2
    assert str(names) in capsys.readouterr().err


def test_a_missing_file_of_names_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.txt")
    assert main(["sample", str(tmp_path / "made"), "--certificates", "3", "--names", missing]) == 1
    assert missing in capsys.readouterr().err
