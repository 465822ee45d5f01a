"""The gates themselves: each must find the fault it is there for, and pass what is right."""

from __future__ import annotations

import pytest

from tests.markup import broken_links, read_page, target_of


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("../index.html", ("index.html", "")),
        ("B.html#score", ("c/B.html", "score")),
        ("#top", ("c/A.html", "top")),
        ("../schemes/", ("schemes/index.html", "")),
        ("../media/%E7%AB%8B.svg?v=1", ("media/立.svg", "")),
        ("../../up.html", ("../up.html", "")),
        ("/root.html", ("/root.html", "")),
        ("mailto:a@example.com", None),
        ("https://example.com/", None),
        ("//example.com/x", None),
    ],
)
def test_a_link_means_the_file_that_a_browser_would_ask_for(link: str, target: tuple[str, str] | None) -> None:
    assert target_of("c/A.html", link) == target


@pytest.mark.parametrize(("path", "count"), [("404.html", 0), ("c/A.html", 1)])
def test_only_the_page_for_missing_pages_starts_its_links_at_the_root(path: str, count: int) -> None:
    pages = {path: read_page(path, '<a href="/credit/index.html">A</a>'), "index.html": read_page("index.html", "")}
    assert len(list(broken_links(pages, set(pages), "/credit/"))) == count


@pytest.mark.parametrize(
    ("markup", "count"),
    [
        ('<a href="../e/B.html">B</a>', 0),
        ('<a href="../e/B.html#facts">B</a>', 0),
        ('<img src="../e/C.svg" alt="C">', 1),
        ('<a href="../e/B.html#absent">B</a>', 1),
        ('<a href="/e/B.html">B</a>', 1),
        ('<img srcset="../e/B.html 1x, ../e/D.png 2x" alt="">', 1),
        ('<a href="#absent">B</a>', 1),
        ('<svg><use href="#icon"/></svg>', 1),
    ],
)
def test_a_link_to_nowhere_is_found(markup: str, count: int) -> None:
    pages = {
        "c/A.html": read_page("c/A.html", markup),
        "e/B.html": read_page("e/B.html", '<h2 id="facts">Facts</h2>'),
    }
    assert len(list(broken_links(pages, set(pages)))) == count


@pytest.mark.parametrize(
    "markup",
    [
        "<dt></dt>",
        "<dl><dt>Name</dt><dd> </dd></dl>",
        "<th><span></span></th>",
        "<a href='a.html'><img src='a.svg' alt=''></a>",
        "<button></button>",
        "<h2>\n</h2>",
    ],
)
def test_a_label_without_words_is_found(markup: str) -> None:
    assert len(read_page("a.html", markup).empty) == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<dt>Name</dt><dd>A</dd>",
        "<a href='a.html'><img src='a.svg' alt='A'></a>",
        "<a href='a.html' aria-label='A'><svg></svg></a>",
        "<button hidden></button>",
        "<p></p>",
        "<div hidden><h2></h2></div>",
    ],
)
def test_a_label_with_words_or_out_of_sight_is_fine(markup: str) -> None:
    assert read_page("a.html", markup).empty == []


@pytest.mark.parametrize(
    "markup",
    [
        "<p>None</p>",
        "<td>{{ name }}</td>",
        "<p>undefined</p>",
        "<img alt='None'>",
        "<p>True</p>",
        "<p>Decimal('1')</p>",
    ],
)
def test_what_a_program_left_behind_is_found(markup: str) -> None:
    assert len(read_page("a.html", markup).leftovers) == 1


@pytest.mark.parametrize("markup", ["<code>None</code>", "<p>Nonesuch</p>", "<script>x = undefined</script>"])
def test_prose_and_code_are_no_leftovers(markup: str) -> None:
    assert read_page("a.html", markup).leftovers == []


def test_an_id_that_is_used_twice_is_found() -> None:
    page = read_page("a.html", "<p id='a'></p>\n<p id='a'></p>")
    assert page.repeated_ids == [(2, "a")]


@pytest.mark.parametrize(
    "markup", ["<p style='color:red'>a</p>", "<a onclick='f()'>a</a>", "<script>f()</script>", "<style>p{}</style>"]
)
def test_code_and_style_within_the_page_are_found(markup: str) -> None:
    assert len(read_page("a.html", markup).inline) == 1


@pytest.mark.parametrize("markup", ["<script src='a.js'></script>", "<script type='application/ld+json'>{}</script>"])
def test_data_and_outside_scripts_are_not_inline(markup: str) -> None:
    assert read_page("a.html", markup).inline == []
