"""Releases in a folder: one step for the visitor, the price of the change for the publisher."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from errno import ENOSPC, EXDEV
from pathlib import Path
from queue import Queue
from shutil import copytree
from signal import SIGKILL
from threading import Thread
from typing import Any

import brotli
import pytest

from generator.build.stages import silent
from generator.publish import folder as releases
from generator.publish import tree
from generator.publish.failure import PublishError
from generator.publish.folder import Folder
from generator.publish.run import publish
from tests.publish.made import LONG, Site, files

PAGES: dict[str, str | None] = {
    "index.html": "一",
    "c/1.html": LONG,
    "c/2.html": "二",
    "assets/lixin.11111111.css": "p{}",
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.change(PAGES)
    return made


@pytest.fixture
def target(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "www")


def mortal(real: Callable[..., Any], step_or_die: Callable[[Path], None]) -> Callable[..., Any]:
    """A step of a publication that may be its last."""

    def step(path: Path, *arguments: Any, **options: Any) -> Any:
        step_or_die(path)
        return real(path, *arguments, **options)

    return step


def test_the_first_publication_shows_the_whole_site(site: Site, target: Folder) -> None:
    sent = site.send(target, commit="ab" * 20)
    assert files(target.current) == PAGES
    assert (sent.files, sent.removed) == (4, 0)
    assert target.current.readlink() == Path("releases/20261125T080000Z-abababababab")


def many(text: str) -> dict[str, str | None]:
    return {f"c/{number}.html": f"{text}{number}" for number in range(tree.FEW + 100)}


def test_many_files_are_laid_out_like_few(site: Site, target: Folder) -> None:
    site.change(many(LONG))
    site.send(target)
    site.change(many(f"{LONG}新"))
    site.send(target)
    assert files(target.current) == files(site.place.site)
    for path in many(""):
        assert gzip.decompress((target.current / f"{path}.gz").read_bytes()) == (target.current / path).read_bytes()


@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="one processor is not given to several processes")
def test_a_process_that_ends_early_leaves_what_is_live_and_the_next_run_goes_on(
    site: Site, target: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.send(target)
    here, link = os.getpid(), tree._link

    def killed(source: str, goal: str) -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), SIGKILL)
        link(source, goal)

    site.change(many("") | {"index.html": "新"})
    monkeypatch.setattr(tree, "_link", killed)
    with pytest.raises(PublishError, match="ended early"):
        site.send(target)
    assert files(target.current) == PAGES
    monkeypatch.undo()
    site.send(target)
    assert files(target.current) == files(site.place.site)


def test_a_full_disk_met_by_another_process_is_told_with_its_number_and_place(
    site: Site, target: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: str, goal: str) -> None:
        raise OSError(ENOSPC, os.strerror(ENOSPC), goal)

    site.change(many(""))
    monkeypatch.setattr(tree, "_link", full)
    with pytest.raises(OSError, match="No space left") as told:
        site.send(target)
    assert (told.value.errno, target.live()) == (ENOSPC, None)
    assert str(told.value.filename).startswith(str(target.path))


def test_each_publication_is_a_release_of_its_own_and_the_oldest_goes(site: Site, target: Folder) -> None:
    for number in range(6):
        site.change({"index.html": str(number)})
        site.send(target, published_at=f"2026-11-25T08:00:0{number}Z")
    assert [files(item.folder)["index.html"] for item in target.releases()] == ["3", "4", "5"]
    assert files(target.current) == {**PAGES, "index.html": "5"}


def test_a_recycled_release_catches_up_with_everything_it_has_missed(site: Site, target: Folder) -> None:
    steps: list[dict[str, str | None]] = [
        {"c/1.html": None, "c/3.html": "三"},
        {"c/3.html": None, "e/1.html": LONG},
        {"c/1.html": "又一", "e/1.html": None, "e/1/report.html": "报告"},
        {"c/1.html": None, "c/2.html": None},
        {"c": "现在是文件"},
        {"c": None},
        {"c/9/8/7.html": "深"},
        {"index.html": "新"},
    ]
    expected = dict(PAGES)
    for step in steps:
        expected = {path: text for path, text in {**expected, **step}.items() if text is not None}
        site.change(step)
        site.send(target)
        assert files(target.current) == expected
        assert len(target.releases()) <= target.keep


def test_what_has_not_changed_is_not_touched(site: Site, target: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        site.change({"index.html": f"第{number}"})
        site.send(target)
    placed: list[str] = []
    place = tree.place

    def noted(source: str, goal: str) -> None:
        placed.append(Path(goal).name)
        place(source, goal)

    monkeypatch.setattr(tree, "place", noted)
    for number in range(4):
        placed.clear()
        site.change({"c/2.html": f"第{number}"})
        site.send(target)
        assert set(placed) <= {"2.html", "index.html"}
        assert len(placed) <= 2


def test_a_site_that_has_not_changed_makes_no_release(site: Site, target: Folder) -> None:
    site.send(target, commit="a" * 40)
    site.send(target, commit="b" * 40)
    assert len(target.releases()) == 1
    live = target.live()
    assert live is not None
    assert live.commit == "b" * 40


def test_no_release_is_written_into_by_another(site: Site, target: Folder) -> None:
    for number in range(3):
        site.change({"index.html": str(number)})
        site.send(target)
    kept = {item.folder: files(item.folder) for item in target.releases()[1:]}
    site.change({"index.html": "新", "c/1.html": "新", "c/2.html": None})
    site.send(target)
    assert {folder: files(folder) for folder in kept} == kept


def test_unchanged_files_share_their_room_on_the_disk(site: Site, target: Folder) -> None:
    site.send(target)
    site.change({"index.html": "新"})
    site.send(target)
    first, second = (item.folder for item in target.releases())
    for path in ("c/1.html", "c/1.html.gz", "c/1.html.br", "c/2.html"):
        assert (first / path).samefile(second / path)


def test_old_assets_stay_for_pages_that_are_still_open(site: Site, target: Folder) -> None:
    old = "assets/lixin.11111111.css"
    for number in range(6):
        new = f"assets/lixin.{number:08x}.css"
        site.change({old: None, new: LONG + str(number)})
        old = new
        site.send(target)
        standing = [f"assets/lixin.{earlier:08x}.css" for earlier in range(number + 1)]
        assert [path for path in standing if not (target.current / path).is_file()] == []
        assert [path for path in standing if not (target.current / f"{path}.br").is_file()] == []


def test_going_back_shows_the_release_before(site: Site, target: Folder) -> None:
    for number in range(3):
        site.change({"index.html": str(number)})
        site.send(target, published_at=f"2026-11-25T08:00:0{number}Z")
    with target.held():
        target.roll_back()
        assert files(target.current)["index.html"] == "1"
        target.roll_back()
        assert files(target.current)["index.html"] == "0"
        with pytest.raises(PublishError, match="no release"):
            target.roll_back()
        target.roll_back(target.releases()[-1].folder.name)
        assert files(target.current)["index.html"] == "2"
        with pytest.raises(PublishError, match="no release called none"):
            target.roll_back("none")


def test_after_going_back_the_next_publication_is_whole(site: Site, target: Folder) -> None:
    for number in range(3):
        site.change({"index.html": str(number), "c/1.html": f"{LONG}{number}"})
        site.send(target)
    with target.held():
        target.roll_back()
        target.roll_back()
    for number in range(3):
        site.change({"c/2.html": f"新{number}"})
        site.send(target)
        assert files(target.current) == files(site.place.site)


def test_every_page_has_compressed_siblings_of_the_same_age(site: Site, target: Folder) -> None:
    for number in range(5):
        site.change({"c/1.html": f"{LONG}{number}"})
        site.send(target)
        page = target.current / "c/1.html"
        packed, squeezed = page.with_name("1.html.gz"), page.with_name("1.html.br")
        assert gzip.decompress(packed.read_bytes()) == brotli.decompress(squeezed.read_bytes()) == page.read_bytes()
        assert {int(path.stat().st_mtime) for path in (page, packed, squeezed)} == {int(page.stat().st_mtime)}


def test_a_page_that_became_short_loses_its_siblings(site: Site, target: Folder) -> None:
    site.send(target)
    site.change({"c/1.html": "短"})
    site.send(target)
    assert sorted(path.name for path in (target.current / "c").iterdir()) == ["1.html", "2.html"]


def test_a_compressed_file_of_the_sites_own_is_left_alone(site: Site, target: Folder) -> None:
    site.change({"c/1.html.gz": "自己的"})
    site.send(target)
    for number in range(4):
        site.change({"c/1.html": f"{LONG}{number}"})
        site.send(target)
        assert (target.current / "c/1.html.gz").read_text(encoding="utf-8") == "自己的"


def test_siblings_come_and_go_when_compressing_is_switched(site: Site, target: Folder) -> None:
    plain = Folder(target.path, compress=False)
    for chosen in (target, plain, plain, target, target):
        site.send(chosen)
        assert (target.current / "c/1.html.br").exists() == chosen.compress
        assert files(target.current) == PAGES


def test_two_versions_of_a_page_never_share_time_and_size(site: Site, target: Folder) -> None:
    seen = set()
    for number in range(5):
        site.change({"index.html": str(number)})
        site.send(target)
        state = (target.current / "index.html").stat()
        assert (int(state.st_mtime), state.st_size) not in seen
        seen.add((int(state.st_mtime), state.st_size))


def test_a_site_built_from_nothing_again_keeps_the_age_of_equal_pages(
    site: Site, target: Folder, tmp_path: Path
) -> None:
    site.send(target)
    before = (target.current / "c/1.html").stat()
    other = Site(tmp_path / "other")
    other.change({**PAGES, "index.html": "新", "c/2.html": None, "c/3.html": "三"})
    for _ in range(4):
        other.send(target)
        assert files(target.current) == files(other.place.site)
        other.change({"index.html": str(_)})
    assert (target.current / "c/1.html").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize("step", range(0, 40, 3))
def test_a_publication_that_breaks_off_is_finished_by_the_next(
    site: Site, target: Folder, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        site.change({f"n/{number}.html": LONG})
        site.send(target)
    before = files(target.current)
    site.change({f"n/{number}.html": f"{LONG}{number}" for number in range(4)} | {"c/1.html": None})
    steps = 0

    def step_or_die(path: Path) -> None:
        nonlocal steps
        steps += 1
        if steps > step:
            raise OSError(ENOSPC, os.strerror(ENOSPC), str(path))

    for name in ("unlink", "write_bytes", "rename", "replace", "symlink_to", "mkdir"):
        monkeypatch.setattr(Path, name, mortal(getattr(Path, name), step_or_die))
    for name in ("_link", "_write", "_remove_file"):
        monkeypatch.setattr(tree, name, mortal(getattr(tree, name), step_or_die))
    try:
        site.send(target)
    except OSError:
        assert files(target.current) == before
    monkeypatch.undo()
    site.send(target)
    assert files(target.current) == files(site.place.site)
    assert gzip.decompress((target.current / "n/0.html.gz").read_bytes()).decode() == f"{LONG}0"


def test_where_disks_cannot_link_files_are_copied(site: Site, target: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: object, goal: object) -> None:
        raise OSError(EXDEV, os.strerror(EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    for number in range(5):
        site.change({"index.html": str(number), "c/1.html": f"{LONG}{number}"})
        site.send(target)
        assert files(target.current) == files(site.place.site)
    page = site.place.site / "c/1.html"
    assert (target.current / "c/1.html").stat().st_mtime_ns == page.stat().st_mtime_ns


def test_a_folder_with_a_page_of_somebody_elses_is_occupied(target: Folder, tmp_path: Path) -> None:
    target.path.mkdir()
    assert not target.occupied()
    target.current.mkdir()
    assert target.occupied()
    target.current.rmdir()
    target.current.symlink_to(tmp_path)
    assert target.occupied()


def test_a_second_publisher_waits_for_the_first(target: Folder) -> None:
    heard: Queue[str] = Queue()

    def second() -> None:
        with Folder(target.path, waiting=lambda: heard.put("waits")).held():
            heard.put("holds")

    with target.held():
        Thread(target=second, daemon=True).start()
        assert heard.get(timeout=20) == "waits"
        assert heard.empty()
    assert heard.get(timeout=20) == "holds"


def test_the_fewest_releases_are_two(site: Site, tmp_path: Path) -> None:
    target = Folder(tmp_path / "www", keep=1)
    for number in range(4):
        site.change({"index.html": str(number)})
        site.send(target)
    assert len(target.releases()) == releases.FEWEST


def test_keeping_fewer_removes_the_oldest(site: Site, target: Folder) -> None:
    many = Folder(target.path, keep=5)
    for number in range(6):
        site.change({"index.html": str(number)})
        site.send(many)
    assert len(target.releases()) == 5
    site.change({"index.html": "新"})
    site.send(target)
    assert len(target.releases()) == 3
    assert files(target.current)["index.html"] == "新"


def test_a_folder_in_the_place_of_the_link_is_left_alone_until_taken_over(site: Site, target: Folder) -> None:
    site.send(target)
    copytree(target.current, target.path / "copy")
    target.current.unlink()
    (target.path / "copy").rename(target.current)
    site.change({"index.html": "新"})
    with pytest.raises(PublishError, match="something else"):
        publish(site.order(), target, silent)
    with pytest.raises(PublishError, match="should be a link"):
        target.roll_back()
    assert len(target.releases()) == 1
    assert not target.current.is_symlink()
    publish(site.order(adopt=True), target, silent)
    assert target.current.is_symlink()
    assert files(target.current)["index.html"] == "新"
    assert sorted(path.name for path in target.path.iterdir()) == [".lock", "current", "releases"]
    assert not (target.path / "releases/.gone").exists()
