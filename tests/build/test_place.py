"""The site folder: who may write to it, and when."""

from __future__ import annotations

from pathlib import Path
from threading import Event, Thread

import pytest

from generator.build.place import (
    ForeignFolderError,
    MisplacedSiteError,
    Place,
    StateError,
    carry_out,
    existing_files,
    opened,
    place_of,
    refuse_links,
    refuse_sources,
)
from tests.build.project import contents


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_of(tmp_path / "site")


def stage(place: Place, path: str, content: bytes = b"new") -> None:
    (place.staging / path).parent.mkdir(parents=True, exist_ok=True)
    (place.staging / path).write_bytes(content)


def test_a_second_build_waits_until_the_first_has_left(place: Place) -> None:
    entered = Event()

    def second() -> None:
        with opened(place, adopt=False):
            entered.set()

    thread = Thread(target=second)
    with opened(place, adopt=False):
        thread.start()
        assert not entered.wait(0.3)
    assert entered.wait(10)
    thread.join()


def test_the_next_build_finishes_what_was_recorded_and_not_moved(place: Place) -> None:
    place.site.mkdir()
    (place.site / "old.html").write_bytes(b"old")
    with opened(place, adopt=True) as manifest:
        stage(place, "c/1.html")
        manifest.begin({"c/1.html": b"key"}, ["c/1.html"], ["old.html"])
    assert contents(place.site) == {"old.html": b"old"}
    with opened(place, adopt=False) as manifest:
        assert manifest.pending() == ([], [])
    assert contents(place.site) == {"c/1.html": b"new"}
    assert not place.staging.exists()


def test_a_file_takes_the_place_of_an_empty_folder(place: Place) -> None:
    (place.site / "c" / "1.html").mkdir(parents=True)
    stage(place, "c/1.html")
    carry_out(place, ["c/1.html"], [])
    assert contents(place.site) == {"c/1.html": b"new"}


def test_a_folder_with_something_in_it_is_never_cleared_away(place: Place) -> None:
    (place.site / "c" / "1.html").mkdir(parents=True)
    (place.site / "c" / "1.html" / "mine.txt").write_bytes(b"mine")
    stage(place, "c/1.html")
    with pytest.raises(OSError, match=r"1\.html"):
        carry_out(place, ["c/1.html"], [])
    assert contents(place.site) == {"c/1.html/mine.txt": b"mine"}


def test_going_over_a_finished_change_again_changes_nothing(place: Place) -> None:
    stage(place, "c/1.html")
    for _ in range(2):
        carry_out(place, ["c/1.html"], ["c/none.html"])
    assert contents(place.site) == {"c/1.html": b"new"}


def test_removing_the_last_file_removes_its_folders_but_not_the_site(place: Place) -> None:
    (place.site / "a" / "b").mkdir(parents=True)
    (place.site / "a" / "b" / "1.html").write_bytes(b"old")
    carry_out(place, [], ["a/b/1.html"])
    assert list(place.site.iterdir()) == []


def test_a_site_that_is_a_link_is_refused(place: Place, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    place.site.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ForeignFolderError), opened(place, adopt=False):
        pass
    assert not place.state.exists()


def test_a_site_that_is_a_plain_file_is_refused(place: Place) -> None:
    place.site.write_bytes(b"mine")
    with pytest.raises(ForeignFolderError), opened(place, adopt=False):
        pass
    assert place.site.read_bytes() == b"mine"


@pytest.mark.parametrize("filled", [True, False])
def test_a_strange_folder_is_refused_only_if_it_holds_something(place: Place, filled: bool) -> None:
    place.site.mkdir()
    if not filled:
        with opened(place, adopt=False):
            return
    (place.site / "mine.txt").write_bytes(b"mine")
    with pytest.raises(ForeignFolderError), opened(place, adopt=False):
        pass
    with opened(place, adopt=True):
        assert contents(place.site) == {"mine.txt": b"mine"}


def test_a_broken_manifest_is_named_with_its_folder(place: Place) -> None:
    place.state.mkdir()
    (place.state / "manifest.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StateError) as caught, opened(place, adopt=False):
        pass
    assert caught.value.folder == place.state


def test_nothing_is_written_through_a_link_inside_the_site(place: Place, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    place.site.mkdir()
    (place.site / "c").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="c"):
        refuse_links(place, ["c/deep/1.html"])
    refuse_links(place, ["e/1.html", "index.html"])


def test_links_are_no_files_of_the_site(place: Place, tmp_path: Path) -> None:
    (place.site / "c").mkdir(parents=True)
    (place.site / "c" / "1.html").write_bytes(b"one")
    (place.site / "c" / "2.html").symlink_to(place.site / "c" / "1.html")
    (place.site / "d").symlink_to(tmp_path)
    assert existing_files(place.site) == {"c/1.html"}


@pytest.mark.parametrize("site", ["", "..", "registry", "registry/site", "docs", "overrides/site", "generator"])
def test_a_site_among_the_sources_is_refused(tmp_path: Path, site: str) -> None:
    with pytest.raises(MisplacedSiteError):
        refuse_sources(tmp_path / "project", tmp_path / "project" / site)


@pytest.mark.parametrize("site", ["project/site", "project/registry-site", "site"])
def test_a_site_beside_the_sources_is_fine(tmp_path: Path, site: str) -> None:
    refuse_sources(tmp_path / "project", tmp_path / site)
