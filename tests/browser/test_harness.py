"""The gates on pages made for them: each finds its fault, and none troubles a good page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import NARROWEST, PHONE, Visitor
from tests.browser.gates import COLOUR_RULES, accessibility_faults, html_errors, overflow, page_kinds
from tests.serving import serving

GOOD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Good</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="site.css">
</head>
<body>
<main>
<h1>Good</h1>
<p id="day">no script</p>
</main>
<script src="site.js"></script>
</body>
</html>
"""
FILES = {
    "good.html": GOOD,
    "site.css": "body { color: #111; background: #fff } .pale { color: #ddd } .wide { width: 900px }"
    "@media (prefers-color-scheme: dark) { body { color: #fff; background: #111 } .dim { color: #222 } }",
    "site.js": "document.getElementById('day').textContent = new Date().toISOString().slice(0, 10);",
    "404.html": GOOD.replace("Good", "Not here"),
    "pale.html": GOOD.replace("<p id", '<p class="pale">Hard to read</p><p id'),
    "dark.html": GOOD.replace("<p id", '<p class="dim">Hard to read at night</p><p id'),
    "wide.html": GOOD.replace("<p id", '<p class="wide">Wide</p><p id'),
    "inline.html": GOOD.replace("</main>", "</main><script>document.title = 'x'</script>"),
    "outside.html": GOOD.replace("</main>", '<img src="http://127.0.0.2:9/x.png" alt="x"></main>'),
    "broken.html": GOOD.replace("site.js", "absent.js"),
    "throws.html": GOOD.replace("site.js", "throws.js"),
    "throws.js": "throw new Error('on purpose');",
    "wrong.html": GOOD.replace("<p id", f"<!-- {'long ' * 40_000} --><p><div>Nested</div></p><p id"),
}


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workshop")
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def guest(chromium: Browser, workshop: Path) -> Iterator[Visitor]:
    """A visitor of the hand-made pages, whose complaints the test reads itself."""
    with serving(workshop) as address:
        someone = Visitor(chromium, address)
        yield someone
        someone.leave()


def test_a_good_page_gives_no_complaint(guest: Visitor) -> None:
    page = guest.open("good.html", NARROWEST)
    assert accessibility_faults(page) == []
    assert overflow(page) == []
    assert guest.complaints == []


def test_the_clock_stands_where_the_test_set_it(guest: Visitor) -> None:
    assert guest.open("good.html", at="2024-02-29T12:00:00+08:00").inner_text("#day") == "2024-02-29"


def test_without_scripts_no_script_runs(guest: Visitor) -> None:
    assert guest.open("good.html", scripts=False).inner_text("#day") == "no script"


def test_a_missing_page_answers_404_with_the_site_own_page(guest: Visitor) -> None:
    page = guest.enter()
    response = page.goto(f"{guest.address}/nowhere.html")
    assert response is not None
    assert response.status == 404
    assert page.inner_text("h1") == "Not here"


def test_pale_text_is_found(guest: Visitor) -> None:
    assert any("color-contrast" in fault for fault in accessibility_faults(guest.open("pale.html", PHONE)))


def test_pale_text_in_the_dark_is_found_by_its_colours_alone(guest: Visitor) -> None:
    page = guest.open("dark.html", PHONE)
    assert accessibility_faults(page, COLOUR_RULES) == []
    page.emulate_media(color_scheme="dark")
    assert any("color-contrast" in fault for fault in accessibility_faults(page, COLOUR_RULES))


def test_a_page_wider_than_the_window_is_found(guest: Visitor) -> None:
    assert any("p.wide" in fault for fault in overflow(guest.open("wide.html", NARROWEST)))


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("inline.html", "Content Security Policy"),
        ("outside.html", "asks another host"),
        ("broken.html", "404"),
        ("throws.html", "on purpose"),
    ],
)
def test_what_a_page_must_never_do_is_heard(guest: Visitor, path: str, complaint: str) -> None:
    guest.open(path)
    assert any(complaint in heard for heard in guest.complaints), guest.complaints


def test_wrong_html_is_found_and_right_html_is_not(workshop: Path) -> None:
    assert {error.partition(":")[0] for error in html_errors(workshop)} == {"wrong.html"}


def test_pages_are_sorted_into_kinds_and_shown_by_their_extremes() -> None:
    sizes = {
        "index.html": 9, "verify.html": 5, "c/A.html": 3, "c/B.html": 8, "c/C.html": 1, "certificates/index.html": 4,
        "certificates/page-2.html": 4, "certificates/grade/x/index.html": 2, "e/A.html": 1, "e/A/report.html": 1,
    }  # fmt: skip
    assert page_kinds(sizes) == {
        "index.html": ["index.html"],
        "verify.html": ["verify.html"],
        "c/*": ["c/B.html", "c/C.html"],
        "certificates/index": ["certificates/index.html"],
        "certificates/*": ["certificates/page-2.html"],
        "certificates/*/*/index": ["certificates/grade/x/index.html"],
        "e/*": ["e/A.html"],
        "e/*/*": ["e/A/report.html"],
    }
