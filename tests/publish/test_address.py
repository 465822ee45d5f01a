"""Targets as people type them."""

from __future__ import annotations

import pytest

from generator.publish.address import Address, read_address
from generator.publish.failure import PublishError


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
    "text", ["", "dir", "dir:", "ftp:host", "/srv/lixin", "git:#pages", "git:a#-f", "rsync:-e sh:x", "dir:a\nb"]
)
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(PublishError, match="is no target"):
        read_address(text)
