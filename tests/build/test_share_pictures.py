"""Share pictures in a build: wanted or not, possible or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import engine
from tests.build.project import MKDOCS, build_project, contents, write_project

WANTED = f"{MKDOCS}extra:\n  lixin:\n    share_pictures: true\n"


def pictures(root: Path) -> set[str]:
    return {path for path in contents(root / "site") if path.endswith("/share.png")}


def test_nobody_waits_for_pictures_that_nobody_wants(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    assert build_project(root).problems == ()
    assert pictures(root) == set()


def test_every_enterprise_has_its_picture_and_a_second_build_draws_none(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    (root / "mkdocs.yml").write_text(WANTED, encoding="utf-8")
    build_project(root)
    assert len(pictures(root)) == 2
    assert build_project(root).written == 0


def test_a_machine_without_a_typeface_says_so_in_one_line_and_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path / "project")
    (root / "mkdocs.yml").write_text(WANTED, encoding="utf-8")
    monkeypatch.setattr(engine, "families", frozenset)
    summary = build_project(root)
    assert [found.code for found in summary.problems] == ["no-typeface"]
    assert not summary.stopped
    assert pictures(root) == set()
