"""Feeds and calendars: valid by their RFCs, newest first, and nothing in them that should not be."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from lxml import etree
from msgspec.structs import replace

from generator.model.summaries import Summaries
from generator.plan.feeds import NEWEST, Subscriptions
from generator.plan.groups import made_groups
from generator.plan.output import Joined, Output, Planned
from generator.render import urls
from generator.render.house import House, open_house
from generator.schema.certificate import Event
from generator.schema.enterprise import Withdrawal
from generator.settings import Settings
from tests.model import made

AT = date(2026, 11, 22)
HOSTILE = "]]><script>&amp;\\,;\"' \u9f98"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent.parent / "render" / "atom.rng"))
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture(scope="module", params=["zh", "en"])
def house(request: pytest.FixtureRequest) -> House:
    settings = Settings(name="立信示例", url="https://lixin.example/credit/", language=request.param)
    return open_house(settings, None)


def plan(house: House, *values: object, at: date = AT) -> dict[str, Planned]:
    registry = made.registry(*values)
    summaries = Summaries(registry, house.t, house.settings.language)
    return {output.path: output for output in Subscriptions(summaries, made_groups(summaries, at), at).outputs()}


def content(house: House, output: Planned) -> bytes:
    if isinstance(output, Joined):
        return b"".join(output.join(part.content(house) for part in output.parts))
    assert isinstance(output, Output)
    return output.content(house)


def feed(house: House, path: str, *values: object, at: date = AT) -> Any:
    return etree.fromstring(content(house, plan(house, *values, at=at)[path]))


def texts(tree: Any, way: str) -> list[str]:
    return [str(text) for text in tree.xpath(way, namespaces=ATOM)]


def calendar(house: House, path: str, *values: object, at: date = AT) -> dict[str, Any]:
    """The events of a calendar by their identity."""
    parsed = Calendar.from_ical(content(house, plan(house, *values, at=at)[path]))
    assert parsed.errors == []
    return {str(event["UID"]): event for event in parsed.walk("VEVENT")}


HOLDER_CALENDAR = urls.enterprise_calendar(made.HOLDER)


# Feeds --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [urls.CHANGES_FEED, urls.NOTICES_FEED])
def test_a_feed_is_valid_atom_whatever_the_records_say(house: House, path: str) -> None:
    hostile = (
        replace(made.ENTERPRISE, name=HOSTILE),
        replace(made.NOTICE, title=HOSTILE),
        made.certificate(events=made.happened(Event(kind="suspended", date=date(2026, 1, 1), reason=HOSTILE))),
    )
    for values in ((), hostile):
        tree = feed(house, path, *values)
        SCHEMA.assertValid(tree)
        assert texts(tree, "/atom:feed/atom:link/@rel") == ["self", "alternate"]
        identities = texts(tree, "//atom:id/text()")
        assert len(set(identities)) == len(identities)
    assert any(HOSTILE in text for text in texts(tree, "//atom:title/text() | //atom:summary/text()"))


def test_an_empty_feed_is_valid_too(house: House) -> None:
    tree = feed(house, urls.CHANGES_FEED, at=date(2000, 1, 1))
    SCHEMA.assertValid(tree)
    assert texts(tree, "//atom:entry/atom:id/text()") == []


def test_the_schema_notices_a_feed_that_is_none() -> None:
    feed = etree.fromstring('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh"><title>x</title></feed>')
    assert not SCHEMA.validate(feed)


def test_changes_come_newest_first_up_to_the_day(house: House) -> None:
    events = made.happened(("suspended", date(2026, 6, 1)), ("reinstated", date(2026, 7, 1)))
    tree = feed(house, urls.CHANGES_FEED, made.certificate(events=events), at=date(2026, 6, 15))
    page = f"https://lixin.example/credit/c/{made.CERTIFICATE.number}.html"
    assert texts(tree, "//atom:entry/atom:id/text()") == [f"{page}#2026-06-01-suspended", f"{page}#2024-01-01-issued"]
    assert texts(tree, "/atom:feed/atom:updated/text()") == ["2026-06-01T00:00:00+08:00"]


def test_two_events_of_one_kind_and_day_are_two_entries(house: House) -> None:
    twice = made.happened(("surveillance", date(2025, 1, 1)), ("surveillance", date(2025, 1, 1)))
    identities = texts(feed(house, urls.CHANGES_FEED, made.certificate(events=twice)), "//atom:entry/atom:id/text()")
    assert sorted(id.partition("#")[2] for id in identities) == [
        "2024-01-01-issued",
        "2025-01-01-surveillance",
        "2025-01-01-surveillance-2",
    ]


def test_a_withdrawn_certificate_is_told_by_its_number_alone(house: House) -> None:
    gone = made.certificate(withdrawal=Withdrawal(date=date(2026, 1, 1), reason="重复登记"))
    tree = feed(house, urls.CHANGES_FEED, gone)
    assert texts(tree, "//atom:summary/text()") == ["重复登记"]
    assert made.ENTERPRISE.name not in etree.tostring(tree, encoding="unicode")


def test_a_feed_ends_somewhere(house: House) -> None:
    many = [made.certificate(number=f"DEMO-2024-{number:04}") for number in range(NEWEST + 5)]
    assert len(texts(feed(house, urls.CHANGES_FEED, *many), "//atom:entry/atom:id/text()")) == NEWEST


def test_a_notice_is_told_once_it_opens(house: House) -> None:
    opens = made.NOTICE.opens_on
    assert texts(feed(house, urls.NOTICES_FEED, at=opens - timedelta(days=1)), "//atom:entry/atom:title/text()") == []
    assert texts(feed(house, urls.NOTICES_FEED, at=opens), "//atom:entry/atom:title/text()") == [made.NOTICE.title]


def test_a_changed_scope_is_no_news(house: House) -> None:
    before, after = plan(house), plan(house, made.certificate(scope="新的范围"))
    assert {path for path in before if before[path].key(house) != after[path].key(house)} <= {
        HOLDER_CALENDAR,
        urls.CALENDAR,
    }


# Calendars ----------------------------------------------------------------------------------------------------------


def test_a_calendar_has_the_last_valid_day_as_a_whole_day(house: House) -> None:
    events = calendar(house, HOLDER_CALENDAR)
    event = events[f"{made.CERTIFICATE.number}-last-valid-day@lixin.example"]
    assert event.decoded("DTSTART") == made.CERTIFICATE.valid_until
    assert event.decoded("DTEND") == made.CERTIFICATE.valid_until + timedelta(days=1)
    assert isinstance(event.decoded("DTSTAMP"), datetime)
    assert event["URL"] == f"https://lixin.example/credit/c/{made.CERTIFICATE.number}.html"
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")


def test_surveillance_due_is_a_day_of_its_own(house: House) -> None:
    yearly = replace(made.SCHEME, surveillance_months=12)
    events = calendar(house, HOLDER_CALENDAR, yearly)
    due = events[f"{made.CERTIFICATE.number}-surveillance-due@lixin.example"]
    assert due.decoded("DTSTART") == date(2025, 1, 1)


def test_a_revoked_certificate_takes_its_day_back(house: House) -> None:
    revoked = made.certificate(events=made.happened(("revoked", date(2026, 5, 1))))
    (event,) = calendar(house, HOLDER_CALENDAR, revoked).values()
    assert event["STATUS"] == "CANCELLED"
    assert calendar(house, urls.CALENDAR, revoked, at=date(2026, 12, 1)) == {}


def test_hostile_text_stays_inside_its_property(house: House) -> None:
    hostile = (replace(made.ENTERPRISE, name=HOSTILE), replace(made.SCHEME, name=HOSTILE, name_en=HOSTILE))
    for path in (HOLDER_CALENDAR, urls.CALENDAR):
        raw = content(house, plan(house, *hostile, at=date(2026, 12, 1))[path])
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        assert b"\n" not in raw.replace(b"\r\n", b"")
        (event,) = calendar(house, path, *hostile, at=date(2026, 12, 1)).values()
        assert HOSTILE in event["SUMMARY"]


def test_the_calendar_of_the_site_looks_three_months_ahead(house: House) -> None:
    last = f"{made.CERTIFICATE.number}-last-valid-day@lixin.example"
    assert last in calendar(house, urls.CALENDAR, at=date(2026, 10, 31))
    assert last not in calendar(house, urls.CALENDAR, at=date(2026, 9, 30))
    closing = f"{made.NOTICE.id}-notice-closes@lixin.example"
    assert closing in calendar(house, urls.CALENDAR, at=made.NOTICE.closes_on)


def test_a_calendar_without_a_day_is_one_all_the_same(house: House) -> None:
    assert calendar(house, urls.CALENDAR, at=date(2000, 1, 1)) == {}
    assert b"BEGIN:VTIMEZONE" in content(house, plan(house, at=date(2000, 1, 1))[urls.CALENDAR])


def test_the_calendar_of_the_site_changes_with_the_month_alone(house: House) -> None:
    before, first, last = (
        plan(house, at=day)[urls.CALENDAR].key(house)
        for day in (date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31))
    )
    assert before != first == last


def test_a_changed_certificate_makes_one_day_of_the_calendar_again(house: House) -> None:
    other = replace(made.CERTIFICATE, number="LX-SH-2024-0002", valid_until=date(2026, 12, 30))
    changed = replace(other, scope="another scope")
    first, second = (
        plan(house, made.CERTIFICATE, certificate, at=date(2026, 10, 31))[urls.CALENDAR]
        for certificate in (other, changed)
    )
    assert isinstance(first, Joined)
    assert isinstance(second, Joined)
    keys = [[part.key(house) for part in calendar.parts] for calendar in (first, second)]
    assert len(keys[0]) == len(keys[1]) == 4  # head, two days, foot
    assert sum(before != after for before, after in zip(*keys, strict=True)) == 1
