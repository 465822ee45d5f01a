"""`lixin diff` as a person, a hook and a merge request use it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.schema.certificate import Event
from tests.build.project import OTHERS, write_project, write_record
from tests.difference.made import committed, git
from tests.model import made

PAUSED = Event(kind="suspended", date=date(2026, 11, 1), reason="某因")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_project(tmp_path / "project")
    committed(root)
    return root


def diff(root: Path, *arguments: str) -> int:
    return main(["diff", *arguments, "--at", "2026-11-22", "--root", str(root)])


def test_an_edit_that_is_not_committed_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(root, replace(made.CERTIFICATE, events=(*made.CERTIFICATE.events, PAUSED)))
    assert diff(root, "HEAD", "--lang", "zh") == 0
    assert "今天由有效变为暂停（某因）" in capsys.readouterr().out


def test_a_broken_rule_of_history_ends_with_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(root, replace(made.CERTIFICATE, valid_until=date(2027, 6, 30)))
    committed(root)
    assert diff(root, "HEAD~1", "HEAD") == 1
    assert "registry/certificates/2024/DEMO-2024-0001.yaml:" in capsys.readouterr().out


def test_a_bare_repository_is_compared_from_inside(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(root), "bare.git")
    monkeypatch.chdir(tmp_path / "bare.git")
    assert main(["diff", "0" * 40, "main", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["records"]) == 13
    assert {item["change"] for item in answer["records"]} == {"added"}


def test_two_folders_are_compared_without_git(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = write_project(tmp_path / "other")
    write_record(other, replace(OTHERS[0], scope="别的范围"))
    assert diff(root, str(root), str(other), "--lang", "zh") == 0
    assert "别的范围" in capsys.readouterr().out


@pytest.mark.parametrize(("target", "written"), [("out/change.html", "out/change.html"), ("out", "out/index.html")])
def test_the_page_is_written_where_it_is_wanted(root: Path, tmp_path: Path, target: str, written: str) -> None:
    write_record(root, replace(OTHERS[0], scope="别的范围"))
    assert diff(root, "HEAD", "--html", str(tmp_path / target)) == 0
    assert "别的范围" in (tmp_path / written).read_text(encoding="utf-8")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [Path(written).name]


def test_a_page_that_cannot_be_written_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "file").touch()
    assert diff(root, "HEAD", "--html", str(root / "file" / "x.html")) == 1
    assert capsys.readouterr().err.startswith("lixin: ")


@pytest.mark.parametrize("name", ["nonsense", "../..", "HEAD:registry/certificates/2024/DEMO-2024-0001.yaml"])
def test_what_is_neither_revision_nor_folder_is_wrong_use(
    root: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert diff(root, name) == 2
    assert name in capsys.readouterr().err


def test_no_repository_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert diff(write_project(tmp_path), "HEAD") == 2
    assert "git" in capsys.readouterr().err


def test_the_check_knows_history_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(root, replace(made.CERTIFICATE, valid_until=date(2026, 11, 30), grade="six-star"))
    arguments = ["check", "--format", "gitlab", "--at", "2026-11-22", "--root", str(root)]
    assert main(arguments) == 1
    assert "issue-date-moved" not in capsys.readouterr().out
    assert main([*arguments, "--since", "HEAD"]) == 1
    found = {item["check_name"] for item in json.loads(capsys.readouterr().out)}
    assert found == {"grade-unknown", "issue-date-moved"}


def test_the_check_says_when_there_is_no_such_revision(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--since", "nonsense", "--root", str(root)]) == 2
    assert "nonsense" in capsys.readouterr().err
