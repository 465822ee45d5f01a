"""Where a site may stand, and what happens when its state is damaged."""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build.engine import MOST_PROCESSES, Options
from generator.build.place import MisplacedSiteError, StateError, keep_templates, place_of
from generator.build.tasks import ENDED, TaskError
from generator.build.workers import RenderError
from tests.build.project import AT, OTHERS, build_project, contents, write_project, write_record
from tests.model import made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


@pytest.mark.parametrize(
    "place", [".", "..", "/", "registry", "registry/site", "registry/media", "docs/x", "overrides/x"]
)
def test_a_site_never_lies_among_the_sources_nor_around_them(root: Path, place: str) -> None:
    before = contents(root)
    with pytest.raises(MisplacedSiteError):
        build_project(root, root / place)
    assert contents(root) == before


def test_a_link_to_the_sources_is_seen_through(root: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(root / "registry")
    with pytest.raises(MisplacedSiteError):
        build_project(root, tmp_path / "way" / "site")


def manifest(root: Path) -> Path:
    return place_of(root / "site").state / "manifest.sqlite"


def scramble(file: Path) -> None:
    file.write_bytes(b"no database at all" * 500)


def drop(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.executescript("DROP TABLE units; CREATE TABLE units (something)")


def lead_astray(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("INSERT INTO removals VALUES ('../mine.txt')")


def lead_away(file: Path) -> None:
    with sqlite3.connect(file) as database:
        database.execute("INSERT OR REPLACE INTO units VALUES ('fixed', ?)", (marshal.dumps({"/etc/passwd": b"0"}),))


@pytest.mark.parametrize("damage", [scramble, drop, lead_astray, lead_away])
def test_a_damaged_manifest_is_refused_and_nothing_is_touched(root: Path, damage: Callable[[Path], None]) -> None:
    build_project(root)
    (root / "mine.txt").write_text("mine", encoding="utf-8")
    before = contents(root / "site")
    damage(manifest(root))
    with pytest.raises(StateError):
        build_project(root, full=True)
    assert contents(root / "site") == before
    assert (root / "mine.txt").exists()


def test_a_manifest_of_another_format_still_knows_what_to_prune(root: Path, tmp_path: Path) -> None:
    build_project(root)
    with sqlite3.connect(manifest(root)) as database:
        database.execute("UPDATE meta SET value = '0' WHERE name = 'format'")
    (root / made.record(OTHERS[0]).file).unlink()
    build_project(root)
    build_project(root, tmp_path / "clean")
    assert contents(root / "site") == contents(tmp_path / "clean")
    assert build_project(root).written == 0


def test_nothing_is_written_through_a_link_inside_the_site(root: Path, tmp_path: Path) -> None:
    build_project(root)
    elsewhere = tmp_path / "elsewhere"
    (root / "site" / "c").rename(elsewhere)
    before = contents(elsewhere)
    (root / "site" / "c").symlink_to(elsewhere)
    (elsewhere / f"{OTHERS[0].number}.html").write_text("mine", encoding="utf-8")
    with pytest.raises(OSError, match="symbolic link"):
        build_project(root, full=True)
    assert contents(elsewhere).keys() == before.keys()
    assert (elsewhere / f"{OTHERS[0].number}.html").read_text(encoding="utf-8") == "mine"


def test_no_more_processes_are_started_than_make_sense() -> None:
    assert Options(at=AT, jobs=10**10).processes == MOST_PROCESSES
    assert Options(at=AT, jobs=2).processes == 2


def test_a_process_that_ends_while_folders_are_looked_at_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object) -> bool:
        raise TaskError(ENDED)

    monkeypatch.setattr("generator.build.renewal.sealed", ended)
    with pytest.raises(RenderError, match=ENDED):
        build_project(root)


def test_the_templates_of_one_program_are_kept_and_no_others(tmp_path: Path) -> None:
    place = place_of(tmp_path / "site")
    for name in ("old", "older"):
        (place.templates / name).mkdir(parents=True)
        (place.templates / name / "x").write_bytes(b"x")
    keep_templates(place, place.templates / "new")
    keep_templates(place, place.templates / "new")
    assert [path.name for path in place.templates.iterdir()] == ["new"]


def test_damage_beside_a_changed_record_is_told(root: Path) -> None:
    build_project(root)
    with sqlite3.connect(manifest(root)) as database:
        database.execute("UPDATE records SET value = x'c1' WHERE id = ?", (OTHERS[-1].number,))
    write_record(root, replace(made.CERTIFICATE, scope="新的范围"))
    with pytest.raises(StateError, match="damaged"):
        build_project(root)


@pytest.mark.parametrize("jobs", [1, 2])
def test_damage_is_told_whichever_process_comes_upon_it(root: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.build.workers.FEW", 0)
    build_project(root)
    before = contents(root / "site")
    with sqlite3.connect(manifest(root)) as database:
        database.execute("UPDATE records SET value = x'c1' WHERE kind = 'certificate'")
    (root / "overrides").mkdir()
    (root / "overrides" / "mine.html").write_text("so that every page is planned again", encoding="utf-8")
    with pytest.raises(StateError, match="damaged"):
        build_project(root, jobs=jobs)
    assert contents(root / "site") == before
