"""QR codes, read back from what the screen shows by a decoder that did not make them."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from generator.settings import Settings, read_settings
from tests.browser.conftest import DESKTOP_DARK, PHONE, View, Visitor

CODE = ".lx-qr-code svg"


@pytest.fixture(scope="module")
def settings(project_root: Path) -> Settings:
    return read_settings(project_root)


def read_code(page: Page) -> str:
    """What the one code of the page says, read from a picture of it as the screen shows it."""
    picture = page.locator(CODE).first.screenshot()
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return found.text


@pytest.mark.parametrize("view", [PHONE, DESKTOP_DARK], ids=str)
@pytest.mark.parametrize("folder", ["c", "e"])
def test_a_code_opens_the_page_it_stands_on(
    visitor: Visitor, site: Path, settings: Settings, folder: str, view: View
) -> None:
    pages = sorted(path for path in (site / folder).glob("*.html") if "lx-qr-code" in path.read_text(encoding="utf-8"))
    for path in (*pages[:3], max(pages, key=lambda page: len(page.name))):
        page = visitor.open(f"{folder}/{path.name}", view)
        said = read_code(page)
        assert said == f"{settings.url}{folder}/{path.name}"
        opened = page.goto(f"{visitor.address}{urlsplit(said).path}")
        assert opened is not None
        assert opened.ok


def test_every_verification_page_and_brand_homepage_has_a_code_with_its_host_beside_it(
    site: Path, settings: Settings
) -> None:
    for folder in ("c", "e"):
        for path in (site / folder).glob("*.html"):
            text = path.read_text(encoding="utf-8")
            if "lx-tombstone" in text:
                continue
            assert f'<p class="lx-qr-host">{settings.host}</p>' in text.partition('class="lx-qr-code"')[2], path.name
