"""Checking only some files or folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from tests.build.project import OTHERS, write_project, write_record
from tests.model import made

FOLDER = "registry/certificates/2024"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one wrong certificate in the folder of 2024, and an empty folder whose name begins the same."""
    root = write_project(tmp_path / "project")
    monkeypatch.chdir(root)
    write_record(root, replace(made.CERTIFICATE, grade="six-star"))
    (root / "registry" / "certificates" / "202").mkdir()
    return root


def check(root: Path, *paths: str) -> int:
    return main(["check", *paths, "--root", str(root), "--lang", "en"])


@pytest.mark.parametrize("path", [".", "registry", FOLDER, f"{FOLDER}/", f"{FOLDER}/DEMO-2024-0001.yaml"])
def test_a_problem_in_a_file_asked_for_is_shown(root: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, path) == 1
    assert f"{FOLDER}/DEMO-2024-0001.yaml" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["registry/schemes", made.record(OTHERS[0]).file])
def test_a_problem_elsewhere_is_not_shown(root: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, path) == 0
    assert capsys.readouterr().out == ""


def test_a_folder_whose_name_begins_the_same_is_another(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(root, "registry/certificates/202")
    out = capsys.readouterr().out
    assert "unexpected-folder" in out
    assert "grade-unknown" not in out


def test_each_of_several_paths_is_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, "registry/schemes", FOLDER) == 1
    assert "grade-unknown" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["registry/none", "../beside"])
def test_a_path_that_is_not_there_or_outside_is_refused(
    root: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root.parent / "beside").mkdir()
    assert check(root, path) == 2
    assert path in capsys.readouterr().err


def test_a_path_may_be_given_from_the_root_of_the_project_wherever_one_stands(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root.parent)
    assert check(root, FOLDER) == 1
    assert "grade-unknown" in capsys.readouterr().out


def test_a_path_that_goes_up_means_the_folder_it_leads_to(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "registry")
    assert check(root, "..") == 1
    assert check(root, "../registry/schemes") == 0


def test_a_path_may_be_given_from_the_project_while_standing_in_another(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_project(tmp_path / "other")
    monkeypatch.chdir(other)
    assert check(root, FOLDER) == 1
