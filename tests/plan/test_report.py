"""What the credit report and the seal depend on: what they show, and nothing more."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from generator.plan.output import Output
from generator.plan.site import Carried, plan_site
from generator.render import urls
from generator.render.house import House, open_house
from generator.schema.certificate import Event, Score
from generator.schema.enterprise import NegativeRecord, Withdrawal
from generator.settings import Settings
from tests.model import made

AT = date(2026, 11, 22)
REPORT, SEAL = urls.report(made.HOLDER), urls.seal(made.CERTIFICATE.number)
GONE = Withdrawal(date=date(2026, 1, 1), reason="重复登记")


@pytest.fixture(scope="module")
def house() -> House:
    return open_house(Settings(name="立信示例", url="https://lixin.example/"), None)


def plan(house: House, *values: Any, at: date = AT) -> dict[str, Output]:
    outputs = plan_site(made.registry(*values), house, at, Carried())
    return {output.path: output for output in outputs if isinstance(output, Output)}


@pytest.mark.parametrize(
    "changed",
    [
        made.certificate(events=made.happened(("surveillance", date(2025, 1, 1)))),
        made.certificate(score=Score(total=Decimal(96))),
        made.certificate(valid_until=date(2026, 12, 30)),
        replace(made.ENTERPRISE, name="新名有限公司"),
        replace(made.SCHEME, name="新项目"),
    ],
    ids=["event", "score", "date", "enterprise", "scheme"],
)
def test_a_report_follows_all_that_it_shows(changed: Any, house: House) -> None:
    before, after = plan(house)[REPORT], plan(house, changed)[REPORT]
    assert before.key(house) != after.key(house)
    assert before.content(house) != after.content(house)


@pytest.mark.parametrize(
    "changed",
    [
        made.certificate(scope="别的范围"),
        replace(made.SCHEME, summary="别的说明。"),
        replace(made.ISSUER, introduction="别的介绍。"),
        replace(made.STANDARD, title="别的标准"),
        replace(made.NOTICE, title="别的公示"),
    ],
    ids=["scope", "scheme", "issuer", "standard", "notice"],
)
def test_a_report_and_a_seal_follow_nothing_else(changed: Any, house: House) -> None:
    before, after = plan(house), plan(house, changed)
    assert before[REPORT].key(house) == after[REPORT].key(house)
    assert before[SEAL].key(house) == after[SEAL].key(house)


def test_a_brand_homepage_does_not_follow_the_history_that_only_the_report_tells(house: House) -> None:
    told = made.certificate(events=(Event(kind="issued", date=date(2024, 1, 1), description="补充说明"),))
    before, after, page = plan(house), plan(house, told), urls.enterprise(made.HOLDER)
    assert before[page].key(house) == after[page].key(house)
    assert before[REPORT].key(house) != after[REPORT].key(house)


def test_the_brand_homepage_shows_the_score_of_the_certificate_issued_last(house: House) -> None:
    later = made.certificate(number="DEMO-2025-0002", issued_on=date(2025, 6, 1), score=Score(total=Decimal("97.25")))
    earlier = made.certificate(score=Score(total=Decimal("96.75")))
    text = plan(house, earlier, later)[urls.enterprise(made.HOLDER)].content(house).decode()
    assert "<b>97.25</b>" in text
    assert "<b>96.75</b>" not in text
    both = plan(house, earlier, later)[REPORT].content(house).decode()
    assert "<b>97.25</b>" in both
    assert "<b>96.75</b>" in both


def test_a_negative_record_leaves_the_report_when_its_time_is_over(house: House) -> None:
    record = NegativeRecord(
        title="未按期公示",
        authority="示例部门",
        severity="minor",
        published_on=date(2026, 9, 1),
        display_until=AT,
        text="已补报。",
    )
    value = replace(made.ENTERPRISE, negative_records=(record,))
    assert record.title in plan(house, value)[REPORT].content(house).decode()
    assert record.title not in plan(house, value, at=date(2026, 11, 23))[REPORT].content(house).decode()


def test_what_is_withdrawn_says_so_in_its_report_and_on_its_seal(house: House) -> None:
    gone = plan(house, replace(made.ENTERPRISE, withdrawal=GONE))[REPORT].content(house).decode()
    assert GONE.reason in gone
    planned = plan(house, made.certificate(withdrawal=GONE))
    assert house.t.tombstone.heading in planned[SEAL].content(house).decode()
    assert made.CERTIFICATE.number not in planned[REPORT].content(house).decode()


def test_the_sitemap_lists_reports_and_no_seals(house: House) -> None:
    listed = plan(house)[urls.sitemap_part(1)].content(house).decode()
    assert f"/{REPORT}</loc>" in listed
    assert SEAL not in listed
