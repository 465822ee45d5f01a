"""The pictures of a registry."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.records.media import MAX_BYTES, scan_media

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>标</title><path d="M0 0h8v8z"/></svg>'


def put(root: Path, name: str, content: str | bytes = PLAIN) -> None:
    file = root / "registry" / "media" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def codes(root: Path) -> list[str]:
    return [problem.code for problem in scan_media(root).problems]


def test_a_registry_without_pictures_is_fine(tmp_path: Path) -> None:
    assert scan_media(tmp_path).names == ()


def test_pictures_are_named_by_their_path(tmp_path: Path) -> None:
    put(tmp_path, "logos/a.svg")
    put(tmp_path, "b.PNG", b"\x89PNG")
    put(tmp_path, ".hidden.svg")
    assert scan_media(tmp_path).names == ("b.PNG", "logos/a.svg")
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    "active",
    [
        "<svg><script>alert(1)</script></svg>",
        "<svg><SCRIPT/></svg>",
        '<svg onload="alert(1)"/>',
        '<svg><a href="javascript:alert(1)">x</a></svg>',
        '<svg><image href="https://example.com/a.png"/></svg>',
        "<svg><use xlink:href='//example.com/a.svg#b'/></svg>",
        "<svg><foreignObject><p/></foreignObject></svg>",
        '<svg><style>@import "https://example.com"</style></svg>',
        '<svg><rect fill="url(https://example.com/#a)"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
    ],
)
def test_a_drawing_that_does_something_is_refused(tmp_path: Path, active: str) -> None:
    put(tmp_path, "a.svg", active)
    assert codes(tmp_path) == ["active-picture"]
    assert scan_media(tmp_path).names == ()


def test_a_drawing_may_use_its_own_parts(tmp_path: Path) -> None:
    put(tmp_path, "a.svg", '<svg><g id="a"/><use href="#a"/><rect fill="url(#a)"/></svg>')
    assert codes(tmp_path) == []


def test_links_pipes_and_other_kinds_of_file_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "page.html")
    (tmp_path / "registry/media/passwd.svg").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "registry/media/pipe.svg")
    assert sorted(codes(tmp_path)) == ["bad-picture-kind", "not-a-regular-file", "symbolic-link"]


def test_a_picture_has_a_reasonable_size(tmp_path: Path) -> None:
    put(tmp_path, "big.png", bytes(MAX_BYTES + 1))
    assert codes(tmp_path) == ["picture-too-large"]
