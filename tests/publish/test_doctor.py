"""What the doctor sees, and what it says to do."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from generator.cli import main
from generator.language import LANGUAGES, strings
from generator.publish import doctor
from generator.publish.address import read_address
from generator.publish.doctor import Finding, examine, worst
from generator.publish.folder import Folder
from tests.build.project import write_project
from tests.publish.made import Site


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    return write_project(tmp_path / "project")


def states(root: Path, target: str = "", keys: Path | None = None) -> dict[str, str]:
    address = read_address(target) if target else None
    return {found.about: found.state for found in examine(root, root / "site", address, keys)}


def commit(root: Path) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@lixin.example")
    for step in (("init", "-q"), ("add", "--all"), ("commit", "-q", "-m", "first")):
        subprocess.run(("git", "-C", str(root), *identity, *step), check=True, timeout=60)


def test_a_sound_machine_has_nothing_to_mend(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    assert main(["doctor", f"dir:{tmp_path}/www", "--root", str(root), "--format", "json"]) == 0
    found = {item["about"]: item["grade"] for item in json.loads(capsys.readouterr().out)}
    assert {found[name] for name in ("python", "packages", "git", "repository", "clock", "registry", "target")} == {
        "good"
    }
    assert not (tmp_path / "www").exists()


def test_each_thing_is_one_line_with_a_sign(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--root", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(line[0] in "✓!✗" for line in lines)
    assert any("不在 git 里" in line for line in lines)


def test_uncommitted_changes_are_seen(root: Path) -> None:
    commit(root)
    (root / "mkdocs.yml").write_text("site_name: 新\n", encoding="utf-8")
    assert states(root)["repository"] == "edited"


def test_a_clock_behind_the_last_commit_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"):
        monkeypatch.setenv(name, "2099-01-01T00:00:00Z")
    commit(root)
    assert states(root)["clock"] == "behind"


def test_a_full_disk_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", 1 << 62)
    assert states(root)["disk"] == "low"


def test_files_that_a_web_server_could_not_read_are_seen(root: Path) -> None:
    before = os.umask(0o077)
    try:
        assert states(root)["site"] == "private"
    finally:
        os.umask(before)


def test_keys_that_are_not_safe_are_seen(root: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    assert states(root, keys=keys)["keys"] == "none"
    keys.mkdir(0o700)
    (keys / "issuer.pem").touch(0o600)
    assert states(root, keys=keys)["keys"] == "found"
    (keys / "issuer.pem").chmod(0o644)
    assert states(root, keys=keys)["keys"] == "open"
    (root / "keys").mkdir(0o700)
    found = examine(root, root / "site", None, root / "keys")
    assert "inside" in [item.state for item in found if item.about == "keys"]


def test_a_target_is_asked_and_not_changed(root: Path, tmp_path: Path) -> None:
    assert states(root, f"git:{tmp_path}/nowhere.git")["target"] == "unreachable"
    www = tmp_path / "www"
    (www / "current").mkdir(parents=True)
    assert states(root, f"dir:{www}")["target"] == "occupied"
    assert states(root, f"rsync:{tmp_path}/none")["target"] == "empty"
    site = Site(tmp_path)
    site.change({"index.html": "一"})
    site.send(Folder(tmp_path / "live"), commit="a" * 40)
    assert states(root, f"dir:{tmp_path}/live")["target"] == "live"


def test_what_is_no_target_is_wrong_use(root: Path) -> None:
    assert main(["doctor", "ftp:host", "--root", str(root)]) == 2


def test_the_worst_finding_decides() -> None:
    good, warning, bad = Finding("good", "a", "b"), Finding("warning", "a", "b"), Finding("bad", "a", "b")
    assert (worst([good]), worst([good, warning]), worst([warning, bad])) == ("good", "warning", "bad")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_has_a_sentence(lang: str) -> None:
    words = strings(lang).publish.doctor
    source = Path(doctor.__file__).read_text(encoding="utf-8")
    for about in words:
        assert f'"{about}"' in source
        for state in words[about]:
            assert f'"{state}"' in source
