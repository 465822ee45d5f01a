"""Whether a site fits a host, before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.publish.address import read_address
from generator.publish.failure import PublishError
from generator.publish.hosts import HOSTS, Host, Measured, host_of, measure, refuse_excess
from tests.editorial.project import write_articles

SMALL = Measured(10, 12, 1000, "data/registry.sqlite", 500, (("json", 4), ("seals", 2)))


def test_a_site_is_measured_with_its_folders_and_families(tmp_path: Path) -> None:
    for path, size in (("index.html", 10), ("c/1.html", 20), ("c/1.json", 5), ("e/1/report.html", 7)):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(b"x" * size)
    assert measure(tmp_path) == Measured(4, 7, 42, "c/1.html", 20, (("json", 1), ("reports", 1)))


@pytest.mark.parametrize("name", HOSTS)
def test_a_small_site_fits_everywhere(name: str) -> None:
    refuse_excess(name, SMALL)


@pytest.mark.parametrize(
    ("host", "words"),
    [
        (Host("s", files=9), "at most 9 files, this site has 10"),
        (Host("s", entries=11), "at most 11 files, this site has 12"),
        (Host("s", bytes=999), "at most 999 bytes, this site has 1000"),
        (Host("s", file_bytes=499), "data/registry.sqlite has 500 bytes"),
    ],
)
def test_what_does_not_fit_is_said_with_what_can_be_left_out(
    host: Host, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(HOSTS, "tiny", host)
    with pytest.raises(PublishError) as refused:
        refuse_excess("tiny", SMALL)
    assert words in str(refused.value)
    assert "without" in str(refused.value)


@pytest.mark.parametrize(
    ("target", "host"),
    [
        ("git:https://github.com/a/b.git", "github-pages"),
        ("git:git@gitlab.com:a/b.git#pages", "gitlab-pages"),
        ("git:https://git.example/github.com.git", ""),
        ("rclone:github.com:a", ""),
    ],
)
def test_a_host_is_known_by_its_address(target: str, host: str) -> None:
    assert host_of(read_address(target)) == host


def test_a_site_that_does_not_fit_is_not_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(HOSTS, "github-pages", Host("https://docs.github.com/", files=3))
    root = write_articles(tmp_path / "project")
    arguments = ["publish", f"dir:{tmp_path}/www", "--root", str(root), "--host", "github-pages"]
    assert main(arguments) == 1
    assert "最多放 3 个文件" in capsys.readouterr().err
    assert not (tmp_path / "www").exists()
