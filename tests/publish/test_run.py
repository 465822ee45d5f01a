"""One publication from end to end, with a plain folder as target."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.publish.commits import is_later, revision_of
from generator.publish.failure import PublishError
from generator.publish.folder import Folder
from generator.publish.run import preview, publish
from tests.publish.made import Site, files


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.change({"index.html": "一", "c/1.html": "二"})
    return made


@pytest.fixture
def target(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "www")


def silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


def commit(folder: Path, text: str) -> str:
    def git(*arguments: str) -> str:
        identity = ("-c", "user.name=Editor", "-c", "user.email=editor@lixin.example")
        command = ("git", "-C", str(folder), *identity, *arguments)
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout.strip()

    git("init", "-q")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    git("add", "mkdocs.yml")
    git("commit", "-q", "-m", text)
    return git("rev-parse", "HEAD")


def test_a_publication_tells_what_it_sent(site: Site, target: Folder) -> None:
    publish(site.order(), target, silent)
    site.change({"index.html": "新", "c/1.html": None})
    done = publish(site.order(), target, silent)
    assert (done.sent.files, done.sent.removed, done.sent.bytes) == (1, 1, 3)
    assert not done.superseded


def test_a_later_commit_is_never_replaced_by_an_earlier_one(site: Site, target: Folder) -> None:
    first, second = commit(site.folder, "一"), commit(site.folder, "二")
    assert is_later(site.folder, second, first)
    publish(site.order(second), target, silent)
    site.change({"index.html": "旧"})
    done = publish(site.order(first), target, silent)
    assert done.superseded
    assert done.mark.commit == second
    assert files(target.current)["index.html"] == "一"


def test_commits_that_are_unknown_are_not_later(site: Site) -> None:
    known = commit(site.folder, "一")
    assert not is_later(site.folder, known, known)
    assert not is_later(site.folder, "0" * 40, known)
    assert not is_later(site.folder, "--help", known)
    assert not is_later(site.folder, known, "")


def test_the_revision_says_whether_sources_were_edited(site: Site) -> None:
    known = commit(site.folder, "一")
    assert (revision_of(site.folder).commit, revision_of(site.folder).edited) == (known, False)
    (site.folder / "mkdocs.yml").write_text("二", encoding="utf-8")
    assert revision_of(site.folder).edited


def test_a_folder_outside_git_has_no_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert revision_of(tmp_path).commit == ""


def test_a_preview_changes_nothing(site: Site, target: Folder) -> None:
    assert preview(site.order(), target).whole
    assert not target.path.exists()
    publish(site.order(), target, silent)
    site.change({"index.html": "新", "c/1.html": None})
    found = preview(site.order(), target)
    assert (found.send, found.remove) == (("index.html",), ("c/1.html",))
    assert files(target.current) == {"index.html": "一", "c/1.html": "二"}


def test_a_target_that_shows_something_else_is_left_alone(site: Site, target: Folder) -> None:
    target.current.mkdir(parents=True)
    (target.current / "index.html").write_text("别人的", encoding="utf-8")
    with pytest.raises(PublishError, match="left alone"):
        publish(site.order(), target, silent)
    assert files(target.current) == {"index.html": "别人的"}


def test_another_site_is_replaced_only_when_told_to(site: Site, target: Folder) -> None:
    publish(site.order(), target, silent)
    other = site.order(address="https://other.example/")
    site.change({"index.html": "另一个网站"})
    with pytest.raises(PublishError, match="https://lixin"):
        publish(other, target, silent)
    publish(replace(other, adopt=True), target, silent)
    assert files(target.current)["index.html"] == "另一个网站"
