"""`lixin publish` as people type it."""

from __future__ import annotations

import json
from errno import ENOSPC
from pathlib import Path

import pytest

from generator.cli import main
from generator.publish import tree
from tests.editorial.project import write_articles


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "project")


def test_a_published_folder_shows_the_site_and_the_summary_says_so(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = f"dir:{tmp_path}/www"
    assert main(["publish", target, "--root", str(root), "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["target"], said["superseded"], said["removed"]) == (target, False, 0)
    assert said["sent"] == said["build"]["written"]
    assert (tmp_path / "www/current/verify.html").is_file()
    assert main(["publish", target, "--root", str(root), "--dry-run"]) == 0
    assert "会送出 0 个文件" in capsys.readouterr().out
    assert main(["publish", target, "--root", str(root), "--rollback"]) == 1
    assert "没有可以退回的版本" in capsys.readouterr().err


def test_a_broken_registry_is_not_published(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "registry/certificates/2024").mkdir(parents=True, exist_ok=True)
    (root / "registry/certificates/2024/BROKEN.yaml").write_text("number: [", encoding="utf-8")
    assert main(["publish", f"dir:{tmp_path}/www", "--root", str(root)]) == 1
    said = capsys.readouterr().err
    assert "BROKEN.yaml:2:1: error yaml-syntax" in said
    assert "没有发布" in said
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ftp:host"], "不是发布目标"),
        (["dir:www", "--keep", "1"], "--keep 至少是 2"),
        (["git:remote", "--rollback"], "只有 dir: 目标能退回"),
        (["dir:site/www"], "是项目或仓库自己的文件夹"),
        (["dir:registry"], "是项目或仓库自己的文件夹"),
        (["dir:mkdocs.yml/www"], "是项目或仓库自己的文件夹"),
        (["dir:taken"], "taken 不是文件夹"),
    ],
)
def test_wrong_use_is_explained(
    arguments: list[str], words: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    (root / "taken").touch()
    assert main(["publish", *arguments]) in (1, 2)
    assert words in capsys.readouterr().err


def test_a_full_disk_is_told_in_words(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(tree, "place", full)
    assert main(["publish", f"dir:{tmp_path}/www", "--root", str(root)]) == 1
    assert "磁盘满了" in capsys.readouterr().err
    assert not (tmp_path / "www/current").exists()


def test_going_back_can_be_tried_without_going(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["publish", f"dir:{tmp_path}/www", "--root", str(root)]
    assert main(command) == 0
    (root / "docs/index.md").write_text("# 改过的首页\n", encoding="utf-8")
    assert main(command) == 0
    live = (tmp_path / "www/current").readlink()
    assert main([*command, "--rollback", "--dry-run"]) == 0
    assert "会退回到" in capsys.readouterr().out
    assert (tmp_path / "www/current").readlink() == live
    assert main([*command, "--rollback"]) == 0
    assert (tmp_path / "www/current").readlink() != live
