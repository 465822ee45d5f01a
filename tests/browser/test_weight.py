"""What a scan has to wait for: little enough for the first round trip of a new connection, and one more at most."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

FIRST_ROUND_TRIP = 14 * 1024
"""Ten segments of about 1,460 bytes, the initial window of TCP (RFC 6928)."""
NEEDED = re.compile(r"assets/(core\.[0-9a-f]+\.css|status\.[0-9a-f]+\.js)$")


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


@pytest.fixture(scope="module")
def proofs(site: Path) -> list[Path]:
    return [page for page in (site / "c").glob("*.html") if b"data-verdict=" in page.read_bytes()]


def test_page_styles_code_and_verdict_fit_the_first_round_trip(site: Path, proofs: list[Path]) -> None:
    shared = sum(packed(file) for file in (site / "assets").iterdir() if NEEDED.search(file.as_posix()))
    weights = sorted(packed(page) + shared for page in proofs)
    assert len(weights) > 100
    assert weights[len(weights) * 95 // 100] <= FIRST_ROUND_TRIP, "an ordinary certificate"
    assert weights[-1] <= FIRST_ROUND_TRIP * 11 // 10, "the fullest certificate"


def test_the_verdict_needs_one_sheet_and_one_script(chromium: Browser, served_site: str, proofs: list[Path]) -> None:
    page = chromium.new_page()
    others: list[str] = []

    def spare(route: Route) -> None:
        if NEEDED.search(route.request.url):
            route.continue_()
        else:
            others.append(route.request.url)
            route.abort()

    page.route("**/assets/**", spare)
    page.goto(f"{served_site}/c/{proofs[0].name}")
    expect(page.locator("[data-verdict]")).not_to_have_attribute("data-verdict", "checking")
    expect(page.locator(".lx-verdict-word")).to_be_visible()
    page.close()
    assert len(others) > 0
