"""Targets as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.publish.address import Address, read_address
from generator.publish.failure import PublishError
from generator.publish.targets import path_of, refuse_own


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("dir:/srv/lixin", Address("dir", "/srv/lixin")),
        ("dir:C:/lixin", Address("dir", "C:/lixin")),
        ("git:git@example.com:a/b.git#pages", Address("git", "git@example.com:a/b.git", "pages")),
        ("git:https://example.com/a/b.git", Address("git", "https://example.com/a/b.git", "gh-pages")),
        ("rsync:web:/srv/lixin", Address("rsync", "web:/srv/lixin")),
        ("rclone:store:lixin", Address("rclone", "store:lixin")),
    ],
)
def test_every_sort_of_target_is_read(text: str, address: Address) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "dir", "dir:", "ftp:host", "/srv/lixin", "git:#pages", "git:a#-f", "rsync:-e sh:x", "dir:a\nb"),
        *("rsync:web", "rsync:web:", "rclone:store"),
    ],
)
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(PublishError, match="is no target"):
        read_address(text)


def test_the_home_folder_is_known_by_its_sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert path_of(Address("dir", "~/www")) == tmp_path / "www"
    assert path_of(Address("dir", "~nobody-has-this-name/www")).name == "www"


def test_a_folder_that_a_build_reads_or_writes_is_no_target(tmp_path: Path) -> None:
    own = [tmp_path / "site", tmp_path / "registry"]
    (tmp_path / "link").symlink_to(tmp_path / "registry")
    for place in (".", "site", "registry/www", "link", "public/../site"):
        with pytest.raises(PublishError, match="mix with the records"):
            refuse_own(Address("dir", str(tmp_path / place)), tmp_path, own)
    for address in (Address("dir", str(tmp_path / "public")), Address("dir", "/srv/www"), Address("git", "site", "b")):
        refuse_own(address, tmp_path, own)
