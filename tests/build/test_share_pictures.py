"""Share pictures in a build: wanted or not, possible or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build import engine
from generator.render import urls
from tests.build.project import MKDOCS, build_project, contents, write_project, write_record
from tests.model import made

WANTED = f"{MKDOCS}extra:\n  lixin:\n    share_pictures: true\n"
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="{colour}" d="M0 0h8v8H0z"/></svg>'


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


def test_another_logo_is_drawn_into_the_picture(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    (root / "mkdocs.yml").write_text(WANTED, encoding="utf-8")
    logo = root / "registry" / "media" / "logo.svg"
    logo.parent.mkdir(parents=True)
    logo.write_text(SQUARE.format(colour="#d00"), encoding="utf-8")
    write_record(root, replace(made.ENTERPRISE, logo="logo.svg"))
    build_project(root)
    before = contents(root / "site")
    logo.write_text(SQUARE.format(colour="#00d0dd"), encoding="utf-8")
    build_project(root)
    after = contents(root / "site")
    changed = {path for path in after if before.get(path) != after[path]}
    assert urls.share_picture(made.ENTERPRISE.credit_code) in changed
    build_project(root, tmp_path / "clean" / "site")
    assert contents(tmp_path / "clean" / "site") == after
