"""What a page answers for a day that the reader names, and the application form beside it: filled, saved, printed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from generator import language
from generator.build.check import check_project
from generator.model.status import VERDICTS, Schedule, schedule, status_at
from tests.browser.conftest import PHONE, Visitor
from tests.browser.gates import accessibility_faults

AT = date(2026, 11, 22)
DAY = "[data-ask] input"
ANSWER = "[data-ask-answer]"


@pytest.fixture(scope="module")
def lives(project_root: Path) -> dict[str, Schedule]:
    registry = check_project(project_root, AT).registry
    return {
        number: schedule(record.value, registry.issuers[record.value.issuer].value)
        for number, record in registry.certificates.items()
        if record.value.withdrawal is None
    }


def longest_life_with(lives: dict[str, Schedule], verdict: str) -> tuple[str, Schedule]:
    number = max((len(life), number) for number, life in lives.items() if verdict in {one.verdict for one in life})[1]
    return number, lives[number]


def answer(page: Page, day: date) -> str:
    page.fill(DAY, day.isoformat())
    return page.locator(ANSWER).inner_text()


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_answer_is_that_of_the_model_around_every_change(
    visitor: Visitor, lives: dict[str, Schedule], verdict: str
) -> None:
    number, life = longest_life_with(lives, verdict)
    t = language.strings("zh")
    page = visitor.open(f"c/{number}.html", PHONE, at=f"{AT}T10:00:00+08:00")
    for day in sorted({one.on + timedelta(days=step) for one in life[1:] for step in (-1, 0, 1)}):
        expected = status_at(life, day)
        said = answer(page, day)
        assert said.startswith(day.isoformat()), (number, day)
        assert page.get_attribute(f"{ANSWER} [data-status]", "data-status") == expected.verdict, (number, day)
        assert t.status[expected.verdict] in said
        assert (t.certificate.because.format(reason=expected.reason) in said) == (expected.reason is not None)
        assert (t.certificate.ask_recorded in said) == (day > AT), (number, day)


def test_the_day_itself_is_no_longer_to_come_and_an_emptied_field_says_nothing(
    visitor: Visitor, lives: dict[str, Schedule]
) -> None:
    caution = language.strings("zh").certificate.ask_recorded
    page = visitor.open(f"c/{min(lives)}.html", at=f"{AT}T00:00:01+08:00", zone="America/Los_Angeles")
    assert caution not in answer(page, AT)
    assert caution in answer(page, AT + timedelta(days=1))
    page.fill(DAY, "")
    assert page.locator(ANSWER).inner_text() == ""


def test_the_answer_stands_in_a_live_region_and_passes_the_gates(visitor: Visitor, lives: dict[str, Schedule]) -> None:
    number, life = longest_life_with(lives, "suspended")
    page = visitor.open(f"c/{number}.html", PHONE)
    assert page.get_attribute(ANSWER, "role") == "status"
    answer(page, next(one.on for one in life if one.verdict == "suspended"))
    assert accessibility_faults(page) == []


def test_without_scripts_nothing_is_asked_and_the_history_answers(visitor: Visitor, lives: dict[str, Schedule]) -> None:
    page = visitor.open(f"c/{longest_life_with(lives, 'suspended')[0]}.html", scripts=False)
    assert not page.locator(DAY).is_visible()
    assert page.locator(".lx-history").is_visible()


def test_the_application_form_is_saved_as_it_was_filled(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("schemes/after-sales-assessment.html")
    page.click(".lx-apply summary")
    page.fill("#form-name", "云栖示例有限公司")
    page.check("input[name=grade] >> nth=2")
    page.check("fieldset input[type=checkbox] >> nth=0")
    assert accessibility_faults(page) == []
    with page.expect_download() as saving:
        page.click("[data-save-form]")
    assert saving.value.suggested_filename.endswith(".txt")
    saving.value.save_as(tmp_path / "form.txt")
    lines = (tmp_path / "form.txt").read_text(encoding="utf-8-sig").splitlines()
    assert "企业名称: 云栖示例有限公司" in lines
    assert [line for line in lines if line.startswith("[x]")] == ["[x] 五级（最高）", "[x] 申报表（书面或电子扫描件）"]
    assert not [line for line in lines if "一级" in line or "二级" in line]


def test_the_application_form_is_printed_alone(visitor: Visitor) -> None:
    page = visitor.open("schemes/after-sales-assessment.html")
    page.click(".lx-apply summary")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.click("[data-print-form]")
    page.emulate_media(media="print")
    assert page.evaluate("window.printed")
    assert page.locator("[data-form]").is_visible()
    assert not page.locator("#grades").is_visible()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#grades").is_visible()


@pytest.mark.parametrize("scheme", ["lixin-honour", "it-service-credit"])
def test_a_scheme_without_ranked_grades_offers_none_to_apply_for(visitor: Visitor, scheme: str) -> None:
    page = visitor.open(f"schemes/{scheme}.html")
    assert page.locator("[data-form]").count() == 1
    assert page.locator("[data-form] input[type=radio]").count() == 0
