"""The pictures of a registry."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.problems.catalogue import catalogue
from generator.records.media import MAX_BYTES, scan_media

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>标</title><path d="M0 0h8v8z"/></svg>'


SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
PNG = b"\x89PNG\r\n\x1a\n"


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
    put(tmp_path, "b.PNG", PNG)
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
        f"<svg xmlns:xlink='{XLINK}'><use xlink:href='//example.com/a.svg#b'/></svg>",
        "<svg><foreignObject><p/></foreignObject></svg>",
        '<svg><style>@import "https://example.com"</style></svg>',
        '<svg><rect fill="url(https://example.com/#a)"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>',
        f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]><svg xmlns="{SVG}"/>',
        f'<a:svg xmlns:a="{SVG}"><a:script>alert(1)</a:script></a:svg>',
        f'<svg xmlns="{SVG}"><g xmlns="http://www.w3.org/1999/xhtml"/></svg>',
        f'<svg xmlns="{SVG}"><animateTransform attributeName="x"/></svg>',
        f'<svg xmlns="{SVG}"><style>&#64;import "https://example.com"</style></svg>',
        f'<svg xmlns="{SVG}"><style><![CDATA[@im]]>port "https://example.com"</style></svg>',
        f'<svg xmlns="{SVG}"><style><g/>@import "https://example.com"</style></svg>',
        f'<svg xmlns="{SVG}"><style>a{{fill:u\\72l(//example.com)}}</style></svg>',
        f'<svg xmlns="{SVG}"><rect fill="&#117;rl(https://example.com/#a)"/></svg>',
        f'<svg xmlns="{SVG}" xml:base="https://example.com/"><use href="#a"/></svg>',
        f'<?xml-stylesheet href="a.css"?><svg xmlns="{SVG}"/>',
    ],
)
def test_a_drawing_that_does_something_is_refused(tmp_path: Path, active: str) -> None:
    put(tmp_path, "a.svg", active)
    assert codes(tmp_path) == ["active-picture"]
    assert scan_media(tmp_path).names == ()


@pytest.mark.parametrize(
    "drawing",
    [
        '<g id="a"/><use href="#a"/><rect fill="url(#a)"/>',
        """<rect fill="url('#a')" style='clip-path: url( "#b" )'/>""",
        "<style>.a { fill: url(#b) }</style><text>javascript: @import</text>",
        '<metadata xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:export-filename="C:\\a.png"/>',
    ],
)
def test_a_drawing_may_use_its_own_parts(tmp_path: Path, drawing: str) -> None:
    put(tmp_path, "a.svg", f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "a.dtd"><svg xmlns="{SVG}">{drawing}</svg>')
    assert codes(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b""),
        ("a.svg", b"<svg"),
        ("a.svg", b"<html/>"),
        ("a.svg", f'<svg xmlns="{SVG}"><script>alert(1)</script></svg>'.encode("utf-16")),
        ("a.svg", b"<svg>" * 100_000),
        ("a.svg", f'<?xml version="1.0" encoding="gb18030"?><svg xmlns="{SVG}"/>'.encode()),
        ("a.svg", f'<?xml version="1.0" encoding="U0F-8"?><svg xmlns="{SVG}"/>'.encode()),
        ("a.png", b"<script>alert(1)</script>"),
        ("a.JPG", PNG),
        ("a.webp", b""),
    ],
)
def test_a_file_that_is_not_the_picture_it_says_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    put(tmp_path, name, content)
    assert codes(tmp_path) == ["broken-picture"]
    assert scan_media(tmp_path).names == ()


@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_a_picture_that_cannot_be_read_is_a_problem(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, name, PNG)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(tmp_path) == ["unreadable-file"]


def test_a_folder_that_cannot_be_read_is_a_problem_and_no_missing_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "logos/a.svg")
    seen = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "logos":
            raise PermissionError(13, "Permission denied")
        return seen(path)

    monkeypatch.setattr(os, "scandir", refuse)
    (found,) = scan_media(tmp_path).problems
    assert (found.code, found.file) == ("unreadable-file", "registry/media/logos")


def test_a_media_folder_that_is_a_link_is_not_looked_into(tmp_path: Path) -> None:
    put(tmp_path / "elsewhere", "a.html")
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry/media").symlink_to(tmp_path / "elsewhere/registry/media")
    assert scan_media(tmp_path).problems == ()


def test_a_name_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "a.svg")
    (tmp_path / "registry/media/a.svg").rename(os.fsdecode(os.fsencode(tmp_path / "registry/media") + b"/\xff.svg"))
    put(tmp_path, "b\u202e.svg")
    assert codes(tmp_path) == ["file-name-encoding", "file-name-encoding"]


def test_every_problem_of_a_picture_has_its_words() -> None:
    found = ("bad-picture-kind", "picture-too-large", "active-picture", "broken-picture")
    assert set(found) <= set(catalogue())


def test_links_pipes_and_other_kinds_of_file_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "page.html")
    (tmp_path / "registry/media/passwd.svg").symlink_to("/etc/passwd")
    os.mkfifo(tmp_path / "registry/media/pipe.svg")
    assert sorted(codes(tmp_path)) == ["bad-picture-kind", "not-a-regular-file", "symbolic-link"]


def test_a_picture_has_a_reasonable_size(tmp_path: Path) -> None:
    put(tmp_path, "big.png", bytes(MAX_BYTES + 1))
    assert codes(tmp_path) == ["picture-too-large"]
