"""What the last build wrote, as the next one finds it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build.engine import Options, build
from generator.build.manifest import DISOWNED, Manifest
from generator.settings import read_settings
from tests.build.project import AT, build_project, editorial, write_project


@contextmanager
def reopened(folder: Path) -> Iterator[Manifest]:
    with closing(Manifest(folder / "manifest.sqlite")) as manifest:
        yield manifest


def units(files: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """One unit for each file."""
    return {path: {path: key} for path, key in files.items()}


def test_keys_and_marks_survive_reopening(tmp_path: Path) -> None:
    with reopened(tmp_path) as manifest:
        manifest.begin(units({"a.html": b"a", "b.html": b"b"}), [], [])
        manifest.set_meta("editorial", "mark")
    with reopened(tmp_path) as manifest:
        assert manifest.keys() == {"a.html": b"a", "b.html": b"b"}
        assert manifest.meta("editorial") == "mark"
        assert manifest.meta("none") == ""


def test_pending_changes_survive_reopening_until_they_are_finished(tmp_path: Path) -> None:
    with reopened(tmp_path) as manifest:
        manifest.begin(units({"gone.html": b"g"}), [], [])
    with reopened(tmp_path) as manifest:
        manifest.begin({**units({"a.html": b"a"}), "gone.html": {}}, ["a.html"], ["gone.html"])
    with reopened(tmp_path) as manifest:
        assert manifest.pending() == (["a.html"], ["gone.html"])
        assert manifest.keys() == {"a.html": b"a"}
        manifest.finish()
    with reopened(tmp_path) as manifest:
        assert manifest.pending() == ([], [])
        assert manifest.keys() == {"a.html": b"a"}


def test_a_change_that_cannot_be_recorded_whole_is_not_recorded_at_all(tmp_path: Path) -> None:
    def breaks_off() -> Iterator[str]:
        yield "a.html"
        raise KeyboardInterrupt

    with reopened(tmp_path) as manifest:
        with pytest.raises(KeyboardInterrupt):
            manifest.begin(units({"a.html": b"a"}), breaks_off(), [])
        assert manifest.keys() == {}
        assert manifest.pending() == ([], [])


def test_a_manifest_of_another_format_keeps_its_paths_and_forgets_its_keys(tmp_path: Path) -> None:
    with reopened(tmp_path) as manifest:
        manifest.begin(units({"a.html": b"a"}), [], [])
        manifest.set_meta("editorial", "mark")
        manifest.set_meta("format", "another")
    with reopened(tmp_path) as manifest:
        assert manifest.keys() == {"a.html": b""}
        assert manifest.meta("editorial") == ""
        assert manifest.units() == [DISOWNED]


def rendered(root: Path) -> int:
    """How many outputs a build of the project renders."""
    totals = [0]

    def note(stage: str, done: int, total: int) -> None:
        totals.append(total if stage == "render" else 0)

    build(root, root / "site", read_settings(root), Options(at=AT, jobs=1), editorial(), note)
    return max(totals)


def test_a_manifest_of_another_format_makes_everything_be_rendered_again(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    first = build_project(root)
    assert rendered(root) == 0
    with reopened(root / ".site.lixin") as manifest:
        manifest.set_meta("format", "another")
    assert rendered(root) > 0
    assert build_project(root).unchanged == first.written


@pytest.mark.parametrize("path", ["/etc/passwd", "../mine.txt", "c/../../mine.txt", ""])
def test_a_damaged_manifest_never_leads_out_of_the_site(tmp_path: Path, path: str) -> None:
    with reopened(tmp_path) as manifest:
        manifest.begin(units({path: b"key"}), [path], [])
        for read in (manifest.keys, manifest.pending):
            with pytest.raises(sqlite3.DatabaseError, match="no path of a site"):
                read()


def test_the_journal_knows_what_changed_since_an_earlier_state(tmp_path: Path) -> None:
    with reopened(tmp_path) as manifest:
        assert manifest.stand.build == 0
        manifest.begin(units({"a.html": b"1", "b.html": b"1", "c.html": b"1"}), ["a.html", "b.html", "c.html"], [])
        manifest.finish()
        first = manifest.stand
        assert manifest.changed_since(first) == []
        manifest.begin(units({"b.html": b"2"}), ["b.html"], ["c.html"])
        manifest.finish()
        second = manifest.stand
        manifest.begin(units({"a.html": b"3"}), ["a.html"], [])
        manifest.finish()
    with reopened(tmp_path) as manifest:
        assert manifest.changed_since(first) == ["a.html", "b.html", "c.html"]
        assert manifest.changed_since(second) == ["a.html"]


def test_a_build_that_changes_nothing_is_not_counted(tmp_path: Path) -> None:
    with reopened(tmp_path) as manifest:
        manifest.begin(units({"a.html": b"1"}), ["a.html"], [])
        manifest.finish()
        before = manifest.stand
        manifest.begin(units({"a.html": b"2"}), [], [])
        manifest.finish()
        assert manifest.stand == before


def test_the_journal_knows_no_state_of_another_site(tmp_path: Path) -> None:
    with reopened(tmp_path) as manifest:
        manifest.begin(units({"a.html": b"1"}), ["a.html"], [])
        assert manifest.changed_since(replace(manifest.stand, site="another")) is None
        assert manifest.changed_since(replace(manifest.stand, build=0)) is None
        assert manifest.changed_since(replace(manifest.stand, build=7)) is None
