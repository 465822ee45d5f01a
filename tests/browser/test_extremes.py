"""Records at the edge of what is allowed: the longest names, forty certificates, and next to nothing. All of it has to
look meant: nothing runs over the edge of a phone, and nothing is left without a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, expect

from generator.schema.certificate import Event, Site
from generator.schema.enterprise import Contact, CreditNote, FormerName, Honour, Product, Website
from tests.browser.conftest import DESKTOP, NARROWEST, View, Visitor
from tests.browser.gates import accessibility_faults, html_errors, overflow
from tests.build.project import SECOND, build_project, write_project, write_record
from tests.model import made
from tests.serving import serving

ZOOMED = View("desktop at 200 %", 640, 450)
LONG = "新疆维吾尔自治区伊犁哈萨克自治州某某某某农业生产资料供应链管理与售后服务集团股份有限公司"
UNBROKEN = "Xinjiangweiwuerzizhiqunongyeshengchanziliaogongyinglian" * 2
FULL = replace(
    made.ENTERPRISE,
    name=LONG,
    name_en=UNBROKEN,
    former_names=tuple(FormerName(name=f"{LONG}第{number}厂") for number in range(5)),
    introduction=UNBROKEN + LONG * 20,
    address=LONG + UNBROKEN,
    business_scope=LONG * 20,
    products=tuple(Product(name=f"{LONG}{number}", summary=UNBROKEN) for number in range(7)),
    honours=(Honour(title=UNBROKEN, awarded_by=LONG, scope=UNBROKEN),),
    contacts=(Contact(purpose=LONG, phone="0991-1234567", email=f"{UNBROKEN[:60]}@example.com"),),
    websites=(Website(url=f"https://{UNBROKEN[:60]}.example/{UNBROKEN}"),),
    credit_notes=(CreditNote(part="contract-performance", text=UNBROKEN, source=LONG, as_of=date(2024, 1, 1)),),
)
CROWDED = replace(
    made.CERTIFICATE,
    scope=UNBROKEN + LONG * 10,
    scope_en=UNBROKEN * 3,
    sites=tuple(Site(name=f"{LONG}{number}", address=UNBROKEN) for number in range(30)),
    events=(
        *made.CERTIFICATE.events,
        Event(kind="suspended", date=date(2025, 2, 1), reason=LONG * 3, description=UNBROKEN),
    ),
)
HELD = tuple(replace(made.CERTIFICATE, number=f"DEMO-{UNBROKEN[:40]}-{number:04}") for number in range(40))
LINKS = ".lx-button, .lx-brand, .lx-nav a, .lx-float a, .lx-jump a, .lx-crumbs a, .lx-footer-links a"
CONTROLS = f"button, summary, .lx-input, {LINKS}"
SMALL = """controls => [...document.querySelectorAll(controls)]
    .filter(element => element.offsetParent !== null && element.getBoundingClientRect().height < 44)
    .map(element => element.outerHTML.slice(0, 80))"""
PAGES = (
    f"c/{CROWDED.number}.html",
    f"c/{HELD[0].number}.html",
    f"e/{FULL.credit_code}.html",
    f"e/{FULL.credit_code}/report.html",
    f"e/{SECOND.credit_code}.html",
    f"e/{SECOND.credit_code}/report.html",
    "certificates/index.html",
    "enterprises/index.html",
    "index.html",
)


@pytest.fixture(scope="module")
def extremes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one enterprise that has too much of everything, and one that has nothing."""
    root = write_project(tmp_path_factory.mktemp("extremes") / "project")
    for file in (root / "registry" / "certificates").rglob("*.yaml"):
        file.unlink()
    for value in (FULL, CROWDED, *HELD):
        write_record(root, value)
    summary = build_project(root)
    assert not summary.stopped, summary.problems
    return root / "site"


@pytest.fixture
def guest(chromium: Browser, extremes: Path) -> Iterator[Visitor]:
    with serving(extremes) as address:
        someone = Visitor(chromium, address)
        yield someone
        someone.leave()


@pytest.mark.parametrize("view", [NARROWEST, ZOOMED], ids=str)
def test_nothing_runs_over_the_edge(guest: Visitor, view: View) -> None:
    page = guest.enter(view)
    faults = []
    for path in PAGES:
        page.goto(f"{guest.address}/{path}")
        faults += overflow(page)
    assert faults == []


@pytest.mark.parametrize("view", [NARROWEST, DESKTOP], ids=str)
def test_too_much_and_nothing_are_accessible(guest: Visitor, view: View) -> None:
    page = guest.enter(view)
    faults = []
    for path in PAGES[:6]:
        page.goto(f"{guest.address}/{path}")
        faults += accessibility_faults(page)
    assert faults == []


def test_too_much_and_nothing_are_valid_html(extremes: Path) -> None:
    stubs = ("about.html:", "index.html:")  # what stands for the articles here
    assert [error for error in html_errors(extremes) if not error.startswith(stubs)] == []


def test_forty_certificates_stand_on_one_page_each_with_its_status(guest: Visitor) -> None:
    page = guest.open(f"e/{FULL.credit_code}.html", NARROWEST)
    expect(page.locator("#certificates ~ ul [data-schedule][data-status]")).to_have_count(41)


def test_an_enterprise_with_nothing_says_what_that_means(guest: Visitor) -> None:
    page = guest.open(f"e/{SECOND.credit_code}.html", NARROWEST)
    expect(page.locator(".lx-monogram")).to_be_visible()
    expect(page.locator(".lx-empty")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("没有证书不表示信用不好")


def test_a_finger_finds_every_control(guest: Visitor) -> None:
    """44 px is the house's own measure; WCAG 2.5.8 asks for 24. Links inside a sentence are exempt there and here."""
    page = guest.enter(NARROWEST)
    small = []
    for path in PAGES[:3]:
        page.goto(f"{guest.address}/{path}")
        small += page.evaluate(SMALL, CONTROLS)
    assert small == []
