"""rsync and rclone, the real programs, with a folder of this machine for the other machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.publish.failure import PublishError
from generator.publish.program import run
from generator.publish.rclone import Rclone
from generator.publish.remote import Remote
from generator.publish.rsync import Rsync
from generator.publish.run import publish
from tests.publish.made import LONG, Site, files

PAGES: dict[str, str | None] = {
    "index.html": "一",
    "c/1.html": LONG,
    "media/图 '1'.svg": "<svg/>",
    "assets/a.1.css": "p{}",
}
Courier = Callable[[Path], Rsync | Rclone]


def silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.change(PAGES)
    return made


@pytest.fixture(params=["ssh", "local", "rclone"])
def courier(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Courier:
    """Makes the courier to a folder: over a shell that only seems remote, by a plain path, and by a named remote."""
    shell = tmp_path / "ssh"
    shell.write_text('#!/bin/sh\nshift\nexec "$@"\n', encoding="utf-8")
    shell.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(shell))
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    monkeypatch.setenv("RCLONE_CONFIG_STORE_TYPE", "local")
    made: dict[str, Courier] = {
        "ssh": lambda folder: Rsync(f"web:{folder}"),
        "local": lambda folder: Rsync(str(folder)),
        "rclone": lambda folder: Rclone(f"store:{folder}"),
    }
    return made[request.param]


@pytest.fixture
def target(courier: Courier, tmp_path: Path) -> Remote:
    return Remote(courier(tmp_path / "www"))


def test_a_target_follows_the_site_change_by_change(site: Site, target: Remote, tmp_path: Path) -> None:
    steps: list[dict[str, str | None]] = [
        {},
        {"index.html": "新", "c/2.html": "二"},
        {"index.html": "旧"},
        {"c/1.html": None, "assets/a.2.css": "b{}", "assets/a.1.css": None},
    ]
    for number, step in enumerate(steps):
        site.change(step)
        sent = site.send(target, commit=f"{number}" * 40)
        kept = {"assets/a.1.css": "p{}"}
        assert files(tmp_path / "www") == {**kept, **files(site.place.site)}
        assert (sent.files, sent.removed) == [(4, 0), (2, 0), (1, 0), (1, 1)][number]
        live = target.live()
        assert live is not None
        assert live.commit == f"{number}" * 40


def test_only_changed_files_are_named_to_the_program(
    site: Site, target: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.send(target)
    (tmp_path / "www/c/1.html").write_text("从别处改的", encoding="utf-8")
    site.change({"index.html": "新"})
    site.send(target)
    assert files(tmp_path / "www")["c/1.html"] == "从别处改的"


def test_a_site_of_another_build_is_compared_file_by_file(site: Site, target: Remote, tmp_path: Path) -> None:
    site.send(target)
    other = Site(tmp_path / "other")
    other.change({"index.html": "别处", "c/1.html": LONG, "assets/a.9.css": "p{}"})
    sent = other.send(target)
    assert files(tmp_path / "www") == {**files(other.place.site), "assets/a.1.css": "p{}"}
    assert (sent.files, sent.removed) == (2, 1)


def test_what_is_not_ours_is_left_alone(site: Site, target: Remote, tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "www/precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PublishError, match="left alone"):
        publish(site.order(), target, silent)
    assert files(tmp_path / "www") == {"precious.txt": "mine"}
    publish(site.order(adopt=True), target, silent)
    assert files(tmp_path / "www") == PAGES


def test_a_run_cut_short_is_repeated_whole(site: Site, target: Remote, tmp_path: Path) -> None:
    site.send(target)
    site.change({"index.html": "新"})
    mark = (tmp_path / "www/.lixin.json").read_bytes()
    site.send(target)
    (tmp_path / "www/.lixin.json").write_bytes(mark)
    (tmp_path / "www/index.html").write_text("一", encoding="utf-8")
    site.send(target)
    assert files(tmp_path / "www")["index.html"] == "新"


def test_a_machine_that_cannot_be_reached_is_no_empty_target(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RSYNC_RSH", "false")
    with pytest.raises(PublishError, match="rsync failed"):
        publish(site.order(), Remote(Rsync(f"web:{tmp_path}/www")), silent)
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    with pytest.raises(PublishError, match="rclone failed"):
        publish(site.order(), Remote(Rclone("nowhere:www")), silent)


def test_a_missing_program_is_named_with_its_mend() -> None:
    with pytest.raises(PublishError, match="apt install no-such-program"):
        run(("no-such-program",))
