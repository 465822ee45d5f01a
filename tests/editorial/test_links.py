from __future__ import annotations

from pathlib import Path

import pytest

from generator.editorial.links import html_targets, is_record_page


@pytest.mark.parametrize(
    ("markdown", "source", "paths"),
    [
        ("[a](verify.html)", "about.md", ["verify.html"]),
        ("[a](../verify.html#how) [b](../c/A-1.html)", "guides/public.md", ["verify.html", "c/A-1.html"]),
        ("[a](<../e/A%20B.html>)", "guides/public.md", ["e/A B.html"]),
        ("[a][ref]\n\n[ref]: ../../issuers/x.html", "news/posts/p.md", ["issuers/x.html"]),
        ("[a](../../../etc/passwd.html)", "about.md", ["../../../etc/passwd.html"]),
        ("[a](https://example.com/x.html) [b](/x.html) [c](x.md) x.html", "about.md", []),
    ],
)
def test_links_are_read_as_paths_of_the_site(markdown: str, source: str, paths: list[str]) -> None:
    assert list(html_targets(markdown, source)) == paths


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    for name in ("schemes/after-sales.yaml", "certificates/2026/A-1.yaml", "enterprises/91110101PDY00001XN.yaml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path


@pytest.mark.parametrize(
    "path",
    [
        "verify.html",
        "schemes/index.html",
        "certificates/year/2026/page-2.html",
        "schemes/after-sales.html",
        "c/A-1.html",
        "e/91110101PDY00001XN.html",
    ],
)
def test_a_page_that_records_make_is_known(registry: Path, path: str) -> None:
    assert is_record_page(path, registry)


@pytest.mark.parametrize(
    "path", ["c/A-2.html", "schemes/A-1.html", "c/*.html", "../c/A-1.html", "c/2026/A-1.html", "about.html", "x/y.html"]
)
def test_any_other_page_is_not(registry: Path, path: str) -> None:
    assert not is_record_page(path, registry)
