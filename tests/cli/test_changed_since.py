"""`lixin build --changed-since`: git says where to look."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.cli.build import _only
from tests.build.project import OTHERS, write_project, write_record
from tests.model import made


class Args:
    def __init__(self, revision: str | None) -> None:
        self.changed_since, self.lang = revision, "en"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_project(tmp_path / "project")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "-qm", "first")
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(("git", *words), cwd=root, check=True)


def only(root: Path, revision: str | None) -> frozenset[str] | None:
    return _only(root, Args(revision))  # type: ignore[arg-type]  # only these two are read


def test_the_folders_of_edited_new_and_removed_records_are_looked_at(root: Path) -> None:
    assert only(root, "HEAD") == frozenset()
    write_record(root, replace(made.ENTERPRISE, name="\u65b0\u540d\u6709\u9650\u516c\u53f8"))
    write_record(root, replace(made.NOTICE, id="notice-2"))
    (root / made.record(OTHERS[0]).file).unlink()
    expected = ("registry/enterprises", "registry/notices/2023", "registry/certificates/2024")
    assert only(root, "HEAD") == frozenset(expected)


def test_without_a_revision_or_with_something_odd_everything_is_looked_at(root: Path) -> None:
    assert only(root, None) is None
    (root / "registry/stray.yaml").write_text("a: b", encoding="utf-8")
    assert only(root, "HEAD") is None


def test_an_unknown_revision_is_a_wrong_use(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--lang", "en", "--root", str(root), "--changed-since", "no-such"]) == 2
    assert "no-such" in capsys.readouterr().err
