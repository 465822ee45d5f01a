"""Checking again at the price of the change finds what a whole check finds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build.check import check_project
from generator.build.engine import Options, check_again
from generator.settings import read_settings
from tests.build.project import AT, OTHERS, SECOND, write_project, write_record
from tests.model import made

EDITS: list[Callable[[Path], object]] = [
    lambda root: write_record(root, replace(made.CERTIFICATE, grade="no-such")),
    lambda root: (root / made.record(SECOND).file).unlink(),
    lambda root: (root / made.record(OTHERS[0]).file).write_text("number: [", encoding="utf-8"),
    lambda root: write_record(root, made.CERTIFICATE),
    lambda root: write_record(root, SECOND),
    lambda root: write_record(root, OTHERS[0]),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def test_the_problems_are_those_of_a_whole_check_after_every_edit(root: Path, tmp_path: Path) -> None:
    found = 0
    for edit in EDITS:
        edit(root)
        again = check_again(root, tmp_path / "seen", read_settings(root), Options(at=AT, jobs=1))
        whole = check_project(root, AT)
        assert again.problems == whole.problems
        assert again.stopped == whole.has_errors
        found += len(again.problems)
    assert found
    assert not again.stopped


def test_nothing_is_built(root: Path, tmp_path: Path) -> None:
    check_again(root, tmp_path / "seen", read_settings(root), Options(at=AT, jobs=1))
    assert not (tmp_path / "seen").exists()
    assert not (root / "site").exists()
