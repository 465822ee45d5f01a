"""From an editor's push to the page that a visitor's phone has just scanned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from generator.render import urls
from tests.browser.conftest import PHONE, Visitor
from tests.build.project import write_record
from tests.publish.portal import CERTIFICATES, Portal, open_portal, suspended

SCANNED = CERTIFICATES[0]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with open_portal(tmp_path_factory.mktemp("portal")) as opened:
        yield opened


def test_a_suspension_that_is_pushed_shows_on_the_page_that_is_open(portal: Portal, chromium: Browser) -> None:
    visitor = Visitor(chromium, portal.address)
    page = visitor.open(urls.certificate(SCANNED.number), PHONE)
    verdict = page.locator("[data-verdict]").first
    expect(verdict).to_have_attribute("data-verdict", "valid")
    editor = portal.editor("editor")
    write_record(editor.clone, suspended(SCANNED))
    editor.commit("suspend")
    pushed = editor.push()
    assert pushed.returncode == 0, pushed.stderr
    page.reload()
    expect(verdict).to_have_attribute("data-verdict", "suspended")
    expect(page.get_by_text("未按期接受监督").first).to_be_visible()
    assert visitor.complaints == []
    visitor.leave()
