"""The ways people take through the portal, as they take them: typing, tapping, reading the answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, View, Visitor

NOW = "2026-11-22T10:00:00+08:00"
ENTERPRISE = "砺岑"
MANY_CERTIFICATES = "杭州砺岑泵业有限公司"


def start(visitor: Visitor, view: View) -> Page:
    return visitor.open("index.html", view, at=NOW)


def ask(page: Page, words: str) -> None:
    box = page.locator("main input[type=search]").first
    box.fill(words)
    box.press("Enter")
    page.wait_for_load_state()


@pytest.mark.parametrize("view", [PHONE, DESKTOP], ids=str)
def test_from_home_by_a_name_to_the_enterprise_its_certificate_and_the_verdict(visitor: Visitor, view: View) -> None:
    page = start(visitor, view)
    ask(page, ENTERPRISE)
    page.locator("[data-search-results]").get_by_role("link", name=re.compile(MANY_CERTIFICATES)).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(MANY_CERTIFICATES)
    page.locator("main a[href*='/c/'], main a[href*='../c/']").first.click()
    expect(page.locator("[data-verdict]")).not_to_have_attribute("data-verdict", "checking")
    expect(page.locator("main")).to_contain_text(MANY_CERTIFICATES)


@pytest.mark.parametrize("view", [PHONE, DESKTOP], ids=str)
def test_an_exact_number_leads_straight_to_its_page(visitor: Visitor, view: View) -> None:
    page = visitor.open("verify.html", view, at=NOW)
    ask(page, "hyc-sh-2026-0041")
    expect(page).to_have_url(re.compile(r"/c/HYC-SH-2026-0041\.html$"))
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "valid")


def test_an_unknown_number_is_no_dead_end(visitor: Visitor) -> None:
    page = visitor.open("verify.html", PHONE, at=NOW)
    ask(page, "ZZZ-0000-9999")
    results = page.locator("[data-search-results]")
    expect(results).to_contain_text("ZZZ-0000-9999")
    expect(results.get_by_role("link").first).to_be_visible()


def test_a_mistyped_credit_code_is_told_from_an_unknown_one(visitor: Visitor) -> None:
    page = visitor.open("verify.html", PHONE, at=NOW)
    ask(page, "91110101PDY00001XM")
    expect(page.locator("[data-search-results]")).to_contain_text("N")


@pytest.mark.parametrize("view", [PHONE, DESKTOP], ids=str)
def test_from_the_certificates_down_one_facet_to_one_certificate(visitor: Visitor, view: View) -> None:
    page = visitor.open("certificates/index.html", view, at=NOW)
    group = page.locator("main details", has=page.locator("a[href$='status/suspended/index.html']"))
    if group.count() and group.get_attribute("open") is None:
        group.locator("summary").click()
    page.locator("main a[href$='certificates/status/suspended/index.html']").first.click()
    page.locator("main a[href*='c/']").first.click()
    expect(page.locator("[data-verdict]")).to_have_attribute("data-verdict", "suspended")


def test_the_indexes_lead_on_without_scripts(visitor: Visitor) -> None:
    page = visitor.open("index.html", PHONE, scripts=False)
    page.goto(page.locator("a[href$='enterprises/index.html']").first.evaluate("link => link.href"))
    page.goto(page.locator("main a[href*='e/9']").first.evaluate("link => link.href"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_missing_page_says_so_and_leads_back(visitor: Visitor) -> None:
    page = visitor.enter(PHONE)
    answer = page.goto(f"{visitor.address}/c/nothing-here.html")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("link", name=re.compile("查询|首页")).first).to_be_visible()
    visitor.complaints.clear()


def test_a_certificate_prints_with_the_time_of_the_query(visitor: Visitor) -> None:
    page = visitor.open("c/HYC-SH-2026-0041.html", at=NOW)
    page.emulate_media(media="print")
    expect(page.locator("body")).to_contain_text("2026-11-22 10:00")
    expect(page.locator(".lx-qr-code svg").first).to_be_visible()


def test_an_ordinary_query_record_is_one_sheet_of_paper_and_the_fullest_two(visitor: Visitor) -> None:
    def sheets(number: str) -> int:
        page = visitor.open(f"c/{number}.html", at=NOW)
        return page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")

    assert sheets("HYC-SH-2026-0041") == 1
    assert sheets("QH20SC00079R1M") == 1
    assert sheets("HYC-SH-2022-0029") == 2


def test_a_code_is_saved_as_a_picture_that_names_its_host(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("c/HYC-SH-2026-0041.html", at=NOW)
    with page.expect_download() as saved:
        page.click("[data-save-code]")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    picture = Image.open(file)
    assert file.name == "HYC-SH-2026-0041.png"
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["https://lixin.example/c/HYC-SH-2026-0041.html"]
    foot = picture.convert("L").crop((0, 960, 960, 1040))
    assert min(foot.tobytes()) < 64, "nothing is written below the code"


def test_structured_data_pass_the_policy_and_can_be_read(visitor: Visitor) -> None:
    page = visitor.open("e/91330110PDY014374U.html", at=NOW)
    said = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    assert said["@type"] == "Organization"
    assert {held["@type"] for held in said["hasCertification"]} == {"Certification"}


def test_the_shortcuts_lead_where_the_settings_say(visitor: Visitor) -> None:
    page = visitor.open("index.html", at=NOW)
    links = page.locator(".lx-float a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == [
        "tel:400-000-0000",
        "services/credit-report.html",
        "services/contract-filing.html",
        "services/credit-management.html",
        "#top",
    ]
    page.locator(".lx-follow summary").click()
    expect(page.locator(".lx-follow-codes")).to_be_visible()
