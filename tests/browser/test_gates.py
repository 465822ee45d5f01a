"""What holds for every page of the sample site, whatever its kind."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser

from generator.settings import read_settings
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE, View, Visitor
from tests.browser.gates import COLOUR_RULES, accessibility_faults, html_errors, overflow, page_kinds
from tests.markup import Page, broken_links, read_site

PAGES_OF_RECORDS = {
    "enterprises": "e/{}.html",
    "certificates": "c/{}.html",
    "issuers": "issuers/{}.html",
    "schemes": "schemes/{}.html",
    "standards": "standards/{}.html",
    "notices": "notices/{}.html",
}
PROMISED_PAGES = {
    "index.html", "404.html", "verify.html", "search.html", "about.html", "questions.html",
    *(f"{index}/index.html" for index in (*PAGES_OF_RECORDS, "guides", "news")),
}  # fmt: skip

FACTS_ALONE = """() => document.querySelectorAll(
    "button, form, [data-verdict-place], [data-schedule], [data-opens-on], [data-ask], [data-left], [data-now], "
    + "[data-search-results], [data-scan], [data-notice-group] > h2"
).forEach(element => element.remove())"""
"""Takes away what a script fills: the status of the moment, the time, what was found, and every control."""


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return read_site(site)


@pytest.fixture(scope="module")
def shown(site: Path, pages: dict[str, Page]) -> list[str]:
    """Two pages of every kind, the fullest and the barest."""
    kinds = page_kinds({path: (site / path).stat().st_size for path in pages})
    return [path for examples in kinds.values() for path in examples]


@pytest.fixture(scope="module")
def address(project_root: Path) -> str:
    """Where the site will stand, with a slash at its end."""
    return read_settings(project_root).url


def listed(found: dict[str, list[tuple[int, str]]]) -> list[str]:
    return [f"{path}:{line}: {what}" for path, places in found.items() for line, what in places]


def test_every_promised_page_stands(pages: dict[str, Page]) -> None:
    assert PROMISED_PAGES - pages.keys() == set()


@pytest.mark.parametrize("folder", PAGES_OF_RECORDS)
def test_every_record_has_its_page(site: Path, project_root: Path, folder: str) -> None:
    ids = [path.stem for path in sorted((project_root / "registry" / folder).rglob("*.yaml"))]
    assert ids != []
    assert [id for id in ids if not (site / PAGES_OF_RECORDS[folder].format(id)).is_file()] == []


def test_every_link_of_the_site_leads_somewhere(site: Path, pages: dict[str, Page], address: str) -> None:
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert list(broken_links(pages, files, urlsplit(address).path)) == []


def test_every_picture_that_a_style_sheet_names_stands(site: Path) -> None:
    missing = [
        f"{sheet.relative_to(site)}: {name}"
        for sheet in site.rglob("*.css")
        for name in re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text(encoding="utf-8"))
        if not name.startswith(("data:", "#"))
        and not (sheet.parent / name.partition("?")[0].partition("#")[0]).is_file()
    ]
    assert missing == []


def test_the_sitemap_names_only_pages_that_stand(site: Path, address: str) -> None:
    named = [
        location
        for sitemap in site.glob("sitemap*.xml")
        for location in re.findall(r"<loc>([^<]+)</loc>", sitemap.read_text(encoding="utf-8"))
    ]
    assert len(named) > 1
    assert [location for location in named if not location.startswith(address)] == []
    assert [
        path
        for path in (location[len(address) :] for location in named)
        if not (site / (path or "index.html")).is_file()
    ] == []


def test_no_page_leaves_what_only_a_program_reads(pages: dict[str, Page]) -> None:
    assert listed({path: page.leftovers for path, page in pages.items()}) == []


def test_no_page_has_an_empty_label(pages: dict[str, Page]) -> None:
    assert listed({path: page.empty for path, page in pages.items()}) == []


def test_no_page_shows_the_key_of_a_text(pages: dict[str, Page], project_root: Path) -> None:
    """A text such as `verify.title` is the name of an interface string, not its words."""
    catalogues = sorted((project_root / "generator" / "language").glob("*.yaml"))
    sections = {
        re.escape(str(section).partition(".")[0])
        for path in catalogues
        for content in [yaml.safe_load(path.read_text(encoding="utf-8"))]
        for section in (*content, *(content.get("fields", {})))
    }
    key = re.compile(rf"({'|'.join(sorted(sections))})(\.[a-z0-9_-]+)+")
    found = {path: [(line, text) for line, text in page.texts if key.fullmatch(text)] for path, page in pages.items()}
    assert listed(found) == []


def test_no_id_stands_twice_on_a_page(pages: dict[str, Page]) -> None:
    assert listed({path: page.repeated_ids for path, page in pages.items()}) == []


def test_no_page_carries_script_or_style_of_its_own(pages: dict[str, Page]) -> None:
    assert listed({path: page.inline for path, page in pages.items()}) == []


def test_every_page_is_valid_html(site: Path) -> None:
    assert html_errors(site) == []


@pytest.mark.parametrize("view", [PHONE, DESKTOP], ids=str)
def test_every_kind_of_page_is_accessible_and_fits_its_window(visitor: Visitor, shown: list[str], view: View) -> None:
    """The visitor hears of broken scripts, breaches of the policy and requests to other hosts on the way."""
    page = visitor.enter(view)
    faults = []
    for path in shown:
        page.goto(f"{visitor.address}/{path}")
        faults += accessibility_faults(page) + overflow(page)
        page.emulate_media(color_scheme="dark")
        faults += [f"in the dark: {fault}" for fault in accessibility_faults(page, COLOUR_RULES)]
        page.emulate_media(color_scheme="light")
    assert faults == []


def test_no_kind_of_page_scrolls_sideways_at_320_pixels(visitor: Visitor, shown: list[str]) -> None:
    page = visitor.enter(NARROWEST)
    faults = []
    for path in shown:
        page.goto(f"{visitor.address}/{path}")
        faults += overflow(page)
    assert faults == []


def test_without_scripts_every_kind_of_page_shows_the_same_facts(visitor: Visitor, shown: list[str]) -> None:
    """What a script adds is a judgement of the moment or a help; what the register says stands without it."""
    scripted, plain = visitor.enter(PHONE), visitor.enter(PHONE, scripts=False)
    missing = []
    for path in shown:
        lines = []
        for page in (scripted, plain):
            page.goto(f"{visitor.address}/{path}")
            page.evaluate(FACTS_ALONE)
            lines.append({line.strip() for line in page.locator("main").inner_text().splitlines()})
        missing += [f"{path}: {line}" for line in lines[0] - lines[1] if line]
    assert missing == []


def test_every_kind_of_page_opens_from_a_disk(chromium: Browser, site: Path, shown: list[str]) -> None:
    """Styles, scripts and pictures arrive without a server. 404.html alone belongs to one."""
    page = chromium.new_page(java_script_enabled=False)
    missed: list[str] = []
    page.on("requestfailed", lambda request: missed.append(f"{request.url}: {request.failure}"))
    for path in shown:
        if path != "404.html":
            page.goto((site / path).as_uri())
    page.close()
    assert [miss for miss in missed if "ERR_ABORTED" not in miss] == []
