"""The page of a difference, opened from a merge request: it reads well, asks for nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser

from generator.difference.card import page as difference_page
from tests.browser.conftest import VIEWS, View, Visitor
from tests.browser.gates import accessibility_faults, overflow
from tests.build.project import OTHERS
from tests.difference.made import changed
from tests.model import made

HOSTILE = "<img src=x onerror=alert(1)>" + "长" * 120


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("difference")
    events = made.happened(("suspended", date(2026, 11, 1)))
    told = changed(
        made.certificate(scope=HOSTILE, events=events, valid_until=date(2027, 6, 30)),
        replace(made.CERTIFICATE, number="DEMO-2026-0001"),
        without=(OTHERS[5],),
    )
    (folder / "index.html").write_bytes(difference_page(told, "zh"))
    return folder


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Visitor]:
    """Somebody who opens the page from a disk, where it mostly lies."""
    someone = Visitor(chromium, "file://")
    yield someone
    heard = list(someone.complaints)
    someone.leave()
    assert heard == []


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_it_reads_well_for_everybody(folder: Path, visitor: Visitor, view: View) -> None:
    page = visitor.open(f"{folder}/index.html".lstrip("/"), view)
    assert accessibility_faults(page) == []
    assert overflow(page) == []


def test_it_shows_hostile_text_as_text_and_runs_nothing(folder: Path, visitor: Visitor) -> None:
    page = visitor.open(f"{folder}/index.html".lstrip("/"))
    assert page.get_by_text("<img src=x onerror=alert(1)>").count() > 0
    assert page.locator("img, script").count() == 0
    assert page.evaluate("getComputedStyle(document.querySelector('ins')).textDecorationLine") == "none"
