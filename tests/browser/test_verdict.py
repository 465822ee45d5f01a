"""The status at the moment of viewing: right on the day before, on and after every change, wherever the phone is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.build.check import check_project
from generator.model.status import VERDICTS, Schedule, schedule, status_at
from tests.browser.conftest import PHONE, Visitor

AT = date(2026, 11, 22)
AGREEMENT = "[data-verdict]"


@pytest.fixture(scope="module")
def lives(project_root: Path) -> dict[str, Schedule]:
    """The schedule of every certificate of the sample that has a verification page."""
    registry = check_project(project_root, AT).registry
    return {
        number: schedule(record.value, registry.issuers[record.value.issuer].value)
        for number, record in registry.certificates.items()
        if record.value.withdrawal is None
    }


def longest_life_with(lives: dict[str, Schedule], verdict: str) -> tuple[str, Schedule]:
    """The certificate that goes through most changes, this verdict among them."""
    having = [(len(life), number) for number, life in lives.items() if verdict in {change.verdict for change in life}]
    number = max(having)[1]
    return number, lives[number]


def boundary_days(life: Schedule) -> list[date]:
    changes = [change.on for change in life[1:]]
    return sorted({day + timedelta(days=step) for day in changes for step in (-1, 0, 1)})


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_verdict_turns_on_the_very_day(visitor: Visitor, lives: dict[str, Schedule], verdict: str) -> None:
    number, life = longest_life_with(lives, verdict)
    for day in boundary_days(life):
        expected = status_at(life, day).verdict
        for clock in ("00:00:01+08:00", "23:59:58+08:00"):
            page = visitor.open(f"c/{number}.html", PHONE, at=f"{day}T{clock}")
            assert page.get_attribute(AGREEMENT, "data-verdict") == expected, (number, day, clock)
            page.context.close()
            visitor.contexts.remove(page.context)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_the_day_is_counted_in_shanghai_wherever_the_device_is(
    visitor: Visitor, lives: dict[str, Schedule], zone: str
) -> None:
    number, life = longest_life_with(lives, "expired")
    last = life[-1].on - timedelta(days=1)
    before = visitor.open(f"c/{number}.html", at=f"{last}T23:59:58+08:00", zone=zone)
    after = visitor.open(f"c/{number}.html", at=f"{last + timedelta(days=1)}T00:00:01+08:00", zone=zone)
    assert before.get_attribute(AGREEMENT, "data-verdict") != "expired"
    assert after.get_attribute(AGREEMENT, "data-verdict") == "expired"


def test_the_verdict_carries_number_and_dates(visitor: Visitor, project_root: Path) -> None:
    registry = check_project(project_root, AT).registry
    record = next(item for item in registry.certificates.values() if item.value.withdrawal is None)
    page = visitor.open(f"c/{record.id}.html")
    element = page.locator(AGREEMENT)
    assert element.get_attribute("data-number") == record.id
    assert element.get_attribute("data-valid-from") == record.value.valid_from.isoformat()
    assert element.get_attribute("data-valid-until") == record.value.valid_until.isoformat()


def test_without_scripts_the_page_gives_the_dates_and_claims_nothing(
    visitor: Visitor, lives: dict[str, Schedule], project_root: Path
) -> None:
    number, _ = longest_life_with(lives, "revoked")
    page = visitor.open(f"c/{number}.html", PHONE, scripts=False)
    element = page.locator(AGREEMENT)
    assert element.get_attribute("data-verdict") == "checking"
    shown = element.inner_text()
    assert not any(word in shown for word in ("已撤销", "已过期", "已注销", "尚未生效", "暂停"))
    assert "有效" not in shown.replace("有效期", "").replace("是否有效", "")
    record = check_project(project_root, AT).registry.certificates[number]
    text = page.locator("main").inner_text()
    assert record.value.valid_from.isoformat() in text
    assert record.value.valid_until.isoformat() in text


def test_the_verdict_of_a_revoked_certificate_says_why_and_since_when(
    visitor: Visitor, lives: dict[str, Schedule]
) -> None:
    number, life = next(
        (number, life) for number, life in sorted(lives.items()) if life[-1].verdict == "revoked" and life[-1].reason
    )
    shown = visitor.open(f"c/{number}.html", PHONE, at=f"{AT}T10:00:00+08:00").locator(AGREEMENT).inner_text()
    assert "已撤销" in shown
    assert str(life[-1].reason) in shown
    assert life[-1].on.isoformat() in shown


def test_a_page_left_open_over_midnight_changes_its_verdict(visitor: Visitor, lives: dict[str, Schedule]) -> None:
    number, life = longest_life_with(lives, "expired")
    last = life[-1].on - timedelta(days=1)
    page = visitor.enter(PHONE)
    page.clock.install(time=f"{last}T23:59:00+08:00")
    page.goto(f"{visitor.address}/c/{number}.html")
    before = page.get_attribute(AGREEMENT, "data-verdict")
    page.clock.run_for(120_000)
    assert before != "expired"
    assert page.get_attribute(AGREEMENT, "data-verdict") == "expired"


def test_every_card_of_a_brand_homepage_shows_the_status_of_the_day(
    visitor: Visitor, lives: dict[str, Schedule], project_root: Path
) -> None:
    registry = check_project(project_root, AT).registry
    holder = max(registry.certificates_of, key=lambda code: len(registry.certificates_of[code]))
    page = visitor.open(f"e/{holder}.html", at=f"{AT}T10:00:00+08:00")
    shown = {
        card.get_attribute("data-schedule"): card.get_attribute("data-status")
        for card in page.locator("[data-schedule]").all()
    }
    held = [record.id for record in registry.certificates_of[holder] if record.id in lives]
    from generator.model.status import encode

    for number in held:
        assert shown[encode(lives[number])] == status_at(lives[number], AT).verdict
