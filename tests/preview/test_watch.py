"""The watch tells of what belongs to the project, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from generator.preview.watch import Changes, Watch, watching
from tests.build.project import write_project

LONG, SHORT = 10.0, 0.3


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_project(tmp_path / "project")
    (root / "docs").mkdir()
    (root / "site").mkdir()
    return root


@pytest.fixture
def watch(root: Path) -> Iterator[Watch]:
    with watching(root) as watch:
        yield watch


def test_a_saved_record_is_told(root: Path, watch: Watch) -> None:
    (root / "registry/certificates/2024/DEMO-2024-0001.yaml").write_text("x", encoding="utf-8")
    assert watch.changes(LONG) == Changes(frozenset({"registry"}), frozenset({"registry/certificates/2024"}))
    assert watch.changes(SHORT) is None


def test_an_editor_that_replaces_the_file_is_told_too(root: Path, watch: Watch) -> None:
    fresh = root / "mkdocs.yml.new"
    fresh.write_text("x", encoding="utf-8")
    fresh.replace(root / "mkdocs.yml")
    assert watch.changes(LONG) == Changes(frozenset({"mkdocs.yml"}))


def test_a_new_folder_of_records_is_watched(root: Path, watch: Watch) -> None:
    (root / "registry/certificates/2031").mkdir()
    assert watch.changes(LONG) == Changes(frozenset({"registry"}))
    (root / "registry/certificates/2031/A.yaml").write_text("x", encoding="utf-8")
    assert watch.changes(LONG) == Changes(frozenset({"registry"}), frozenset({"registry/certificates/2031"}))


def test_what_is_no_part_of_the_project_is_not_told(root: Path, watch: Watch) -> None:
    (root / "site" / "index.html").write_text("x", encoding="utf-8")
    (root / "registry/certificates/2024/DEMO-2024-0001.yaml").read_text(encoding="utf-8")
    assert watch.changes(SHORT) is None


def test_many_changes_are_told_together(root: Path, watch: Watch) -> None:
    for number in range(20):
        (root / "docs" / f"{number}.md").write_text("x", encoding="utf-8")
    (root / "registry/schemes/after-sales.yaml").write_text("x", encoding="utf-8")
    found: set[str] = set()
    while "registry" not in found:
        changes = watch.changes(LONG)
        assert changes is not None
        assert changes.folders is None or changes.parts == {"registry"}
        found |= changes.parts
    assert found == {"docs", "registry"}


def test_closing_ends_the_waiting(root: Path) -> None:
    watch = Watch(root)
    waiting = Thread(target=watch.changes, args=(LONG,))
    waiting.start()
    watch.close()
    waiting.join(LONG)
    assert not waiting.is_alive()
    assert watch.closed
