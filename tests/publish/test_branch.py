"""A branch of a real bare repository as target."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from generator.publish.branch import Branch
from generator.publish.failure import PublishError
from generator.publish.mark import read_mark
from generator.publish.run import publish
from tests.publish.made import LONG, Site, files

PAGES: dict[str, str | None] = {
    "index.html": "一",
    "c/1.html": LONG,
    'media/图 "1".svg': "<svg/>",
    "assets/a.1.css": "p{}",
}
OWN = {".nojekyll": "", "CNAME": "lixin.example\n"}


def git(repository: Path, *arguments: str) -> str:
    command = ("git", f"--git-dir={repository}", *arguments)
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    folder = tmp_path / "pages.git"
    subprocess.run(("git", "init", "--bare", "-q", str(folder)), check=True, timeout=60)
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path)
    made.change(PAGES)
    return made


def target(site: Site, remote: Path, *, linear: bool = False, store: str = "store") -> Branch:
    return Branch(str(remote), "pages", site.folder / store, linear)


def shown(remote: Path, into: Path) -> dict[str, str]:
    """What a host of pages would serve."""
    subprocess.run(("git", "clone", "-q", "-b", "pages", str(remote), str(into)), check=True, timeout=60)
    subprocess.run(("rm", "-rf", str(into / ".git")), check=True, timeout=60)
    return files(into)


def count(remote: Path) -> int:
    return int(git(remote, "rev-list", "--count", "pages"))


def silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


@pytest.mark.parametrize("linear", [False, True])
def test_the_branch_holds_the_site_and_what_hosts_want(site: Site, remote: Path, tmp_path: Path, linear: bool) -> None:
    branch = target(site, remote, linear=linear)
    first = site.send(branch, commit="a" * 40)
    assert (first.files, first.removed) == (4, 0)
    site.change({"index.html": "新", "c/1.html": None, "c/2.html": "二"})
    second = site.send(branch, commit="b" * 40)
    assert (second.files, second.removed) == (2, 1)
    assert shown(remote, tmp_path / "clone") == {**files(site.place.site), **OWN}
    assert count(remote) == (2 if linear else 1)
    mark = read_mark(git(remote, "show", "pages:.lixin.json").encode())
    assert mark is not None
    assert (mark.commit, mark.build) == ("b" * 40, 2)


def test_only_changed_files_travel(site: Site, remote: Path) -> None:
    site.change({f"n/{number}.html": f"{LONG}{number}" for number in range(200)})
    branch = target(site, remote)
    site.send(branch)
    before = set(git(remote, "cat-file", "--batch-all-objects", "--batch-check").splitlines())
    site.change({"n/7.html": "新"})
    site.send(branch)
    after = set(git(remote, "cat-file", "--batch-all-objects", "--batch-check").splitlines())
    assert sorted(line.split()[1] for line in after - before) == ["blob", "blob", "commit", "tree", "tree"]


def test_another_machine_goes_on_from_what_the_branch_holds(site: Site, remote: Path, tmp_path: Path) -> None:
    site.send(target(site, remote))
    site.change({"index.html": "新"})
    site.send(target(site, remote, store="elsewhere"))
    other = Site(tmp_path / "other")
    other.change({"index.html": "别处", "assets/a.2.css": "p{}"})
    other.send(target(other, remote))
    assert shown(remote, tmp_path / "clone") == {**files(other.place.site), **OWN, "assets/a.1.css": "p{}"}


def test_a_branch_with_something_else_is_left_alone(site: Site, remote: Path, tmp_path: Path) -> None:
    work = tmp_path / "work"
    subprocess.run(("git", "clone", "-q", str(remote), str(work)), check=True, capture_output=True, timeout=60)
    identity = ("-c", "user.name=A", "-c", "user.email=a@lixin.example")
    for step in (("commit", "-q", "--allow-empty", "-m", "own"), ("push", "-q", "origin", "HEAD:pages")):
        subprocess.run(("git", "-C", str(work), *identity, *step), check=True, capture_output=True, timeout=60)
    with pytest.raises(PublishError, match="left alone"):
        publish(site.order(), target(site, remote), silent)


def test_nothing_is_pushed_when_nothing_changed(site: Site, remote: Path) -> None:
    branch = target(site, remote)
    site.send(branch, commit="a" * 40)
    tip = git(remote, "rev-parse", "pages")
    assert site.send(branch, commit="a" * 40).files == 0
    assert git(remote, "rev-parse", "pages") == tip


def test_a_remote_that_is_not_there_is_named(site: Site, tmp_path: Path) -> None:
    branch = Branch(str(tmp_path / "nowhere.git"), "pages", tmp_path / "store")
    with pytest.raises(PublishError, match="nowhere"):
        publish(site.order(), branch, silent)
