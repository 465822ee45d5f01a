"""The list of public notices at the moment it is read: what is still open stands apart from what has closed."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Visitor

LIST = "notices/index.html"


def rows(page: Page, group: str) -> list[str]:
    chips = page.locator(f'[data-notice-group="{group}"] [data-closes-on]')
    return [str(chip.get_attribute("data-closes-on")) for chip in chips.all()]


def test_open_notices_come_first_the_next_to_close_at_the_top(visitor: Visitor) -> None:
    page = visitor.open(LIST, PHONE, at="2026-11-25T23:59:00+08:00")
    assert rows(page, "open") == sorted(rows(page, "open"))
    assert rows(page, "open")[0] == "2026-11-25"
    assert all(day < "2026-11-25" for day in rows(page, "closed"))
    assert page.locator("[data-closes-on] [data-days]").first.inner_text() == "5"


def test_a_notice_moves_over_the_day_after_it_closes(visitor: Visitor) -> None:
    page = visitor.open(LIST, at="2026-11-26T00:01:00+08:00")
    assert "2026-11-25" not in rows(page, "open")
    assert "2026-11-25" in rows(page, "closed")


def test_when_none_is_open_the_page_says_so(visitor: Visitor) -> None:
    page = visitor.open(LIST, at="2036-01-01T12:00:00+08:00")
    assert rows(page, "open") == []
    assert page.locator("[data-none]").is_visible()


def test_without_scripts_the_list_is_whole_and_gives_the_dates(visitor: Visitor) -> None:
    page = visitor.open(LIST, scripts=False)
    listed = page.locator("[data-notices] .lx-line")
    assert listed.count() == page.locator("[data-closes-on]").count() > 0
    assert page.locator("[data-notice-group]").first.is_hidden()
