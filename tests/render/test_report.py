"""The credit report: what stands in it, in which order, and what it must never say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from generator.model.status import Change
from generator.model.views import CertificateHistory, CertificateScore, ScoreLine
from generator.render import urls
from generator.render.house import House
from generator.render.pages.report import by_scheme, credit_report, happenings
from generator.schema.certificate import Event
from generator.schema.enterprise import Enterprise
from tests.conftest import Golden
from tests.markup import read_page
from tests.render import made
from tests.render.test_pages import BARE_ENTERPRISE, Tags, Values, same, spoiled

ROWS = tuple(row for row in made.SUMMARIES if row.holder == made.CODE)
HISTORY = CertificateHistory(
    made.CERTIFICATE.number,
    made.CERTIFICATION.name,
    "四星级（共四级）",
    made.CERTIFICATE.events,
    made.CERTIFICATE.objections,
    CertificateScore(
        made.CERTIFICATE.number,
        made.CERTIFICATION.id,
        made.CERTIFICATION.name,
        "92.5",
        Decimal(100),
        (
            ScoreLine("售后服务体系", Decimal("37.5"), Decimal(40), "94"),
            ScoreLine("商品服务", Decimal(32), Decimal(35), "91"),
            ScoreLine("顾客服务", Decimal(23), Decimal(25), "92"),
        ),
    ),
)
OLDER = CertificateHistory(
    "LXA-2023-000009",
    made.ASSESSMENT.name,
    "五级（最高）",
    (Event(kind="issued", date=date(2023, 1, 1)), Event(kind="surveillance", date=date(2025, 2, 20))),
    (),
    None,
)


def report(house: House, of: Values = same, record: Enterprise = made.ENTERPRISE) -> bytes:
    record = of(record)
    full = record.demo
    rows, histories = (of(ROWS), of((HISTORY, OLDER))) if full else ((), ())
    return credit_report(house, urls.report(record.credit_code), record, rows, histories)


def ids(text: str) -> list[str]:
    return re.findall(r'<h2 id="([a-z]+)"', text)


@pytest.mark.parametrize(("name", "record"), [("report", made.ENTERPRISE), ("report-bare", BARE_ENTERPRISE)])
def test_a_report_is_as_its_golden_file(name: str, record: Enterprise, house: House, golden: Golden) -> None:
    golden.compare(
        f"pages/{name}.html", re.sub(rb"(assets/[\w-]+)\.[0-9a-f]{8}\.", rb"\1.", report(house, record=record))
    )


@pytest.mark.parametrize("record", [made.ENTERPRISE, BARE_ENTERPRISE])
def test_nothing_of_a_report_is_inline_empty_or_left_over(record: Enterprise, house: House) -> None:
    seen = read_page("e/x/report.html", report(house, record=record).decode())
    assert (seen.inline, seen.empty, seen.leftovers, seen.repeated_ids) == ([], [], [], [])


def test_hostile_text_never_becomes_markup_in_a_report(house: House) -> None:
    hostile, plain = Tags(report(house, spoiled)), Tags(report(house))
    assert [found for _, found in hostile.found if found.get("class") == "hostile"] == []
    names = [{name for _, attributes in tags.found for name in attributes} for tags in (hostile, plain)]
    assert names[0] <= names[1]


def test_the_sections_stand_in_their_order(house: House) -> None:
    parts = ["basic", "certificates", "credit", "honours", "negative", "objections", "history", "says"]
    assert ids(report(house).decode()) == parts


def test_a_bare_report_has_no_empty_sections_and_still_says_what_it_does_not_say(house: House) -> None:
    text = report(house, record=BARE_ENTERPRISE).decode()
    assert ids(text) == ["basic", "certificates", "credit", "says"]
    assert all(line in text for line in house.t.report.not_lines)
    assert house.t.demo.text not in text


def test_certificates_stand_under_their_own_scheme_and_nowhere_else() -> None:
    groups = by_scheme(ROWS, (HISTORY, OLDER))
    assert len({group.id for group in groups}) == len(groups)
    assert all(row.scheme == group.id for group in groups for row in group.certificates)
    assert sorted(row.number for group in groups for row in group.certificates) == sorted(row.number for row in ROWS)
    assert [score.scheme for group in groups for score in group.scores] == [made.CERTIFICATION.id]


def test_the_history_runs_from_the_newest_event_of_any_certificate_to_the_oldest() -> None:
    days = [happening.date for happening in happenings((HISTORY, OLDER))]
    assert days == sorted(days, reverse=True)
    assert len(days) == len(HISTORY.events) + len(OLDER.events)


def test_of_one_day_the_later_event_of_a_record_comes_first() -> None:
    day = date(2025, 1, 1)
    events = (Event(kind="suspended", date=day), Event(kind="revoked", date=day))
    shown = happenings((replace(OLDER, events=events),))
    assert [happening.event.kind for happening in shown if happening.event] == ["revoked", "suspended"]


def test_the_loss_of_the_issuers_approval_is_part_of_the_history(house: House) -> None:
    lost = replace(HISTORY, lost=Change(date(2025, 6, 18), "invalid", "连续两次抽查不合格"))
    (happening,) = [item for item in happenings((lost, OLDER)) if item.event is None]
    assert (happening.date, happening.history.number) == (date(2025, 6, 18), HISTORY.number)
    text = credit_report(house, urls.report(made.CODE), made.ENTERPRISE, ROWS, (lost, OLDER)).decode()
    assert house.t.report.lost in text
    assert "连续两次抽查不合格" in text
    assert house.t.report.lost not in report(house).decode()


def test_the_code_opens_the_brand_homepage_and_the_time_is_the_readers(house: House) -> None:
    text = report(house).decode()
    assert house.t.report.code in text
    assert f'<p class="lx-qr-host">{house.settings.host}</p>' in text
    assert "data-now" in text
    assert not re.search(r"20\d\d-\d\d-\d\d \d\d:\d\d", text)


def test_a_status_is_only_claimed_by_the_script(house: House) -> None:
    words = "".join(Tags(report(house)).words)
    assert not [verdict for verdict in ("valid", "revoked", "suspended") if f" {house.t.status[verdict]} " in words]
    chips = [found for _, found in Tags(report(house)).found if found.get("class") == "lx-chip"]
    assert len(chips) == len(ROWS)
    assert all(chip.get("data-schedule") and not chip.get("data-status") for chip in chips)


def test_an_open_objection_is_marked_at_the_top_and_an_answered_one_is_not(house: House) -> None:
    assert house.t.report.disputed in report(house).decode()
    settled = replace(made.ENTERPRISE, objections=())
    assert house.t.report.disputed not in report(house, record=settled).decode()


def test_parts_without_a_note_are_named(house: House) -> None:
    text = report(house).decode()
    assert house.t.enterprise.parts_missing in text
    assert house.environment.globals["choice"]("credit-note.part", "compliance") in text  # type: ignore[operator]
