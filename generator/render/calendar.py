"""Days worth knowing as iCalendar (RFC 5545): all-day events that block no time, each with a lasting identity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from generator.model.status import surveillance_due
from generator.model.views import EnterpriseSummary
from generator.render import urls
from generator.render.content_lines import content_lines, escaped
from generator.render.house import House
from generator.schema.certificate import Certificate
from generator.schema.notice import Notice

Occasion = Literal["last-valid-day", "surveillance-due", "notice-closes"]
ENDED = ("revoked", "cancelled")
OFFSETS = ("TZOFFSETFROM:+0800", "TZOFFSETTO:+0800")


class Day(Struct, frozen=True):
    """One day of one certificate or notice.

    `known_on` is the day since when it is known; a day that is `off` was announced and does not come any more.
    """

    occasion: Occasion
    on: date
    id: str
    words: str
    path: str
    known_on: date
    off: bool = False


class Terms(Struct, frozen=True):
    """What a scheme says of days: its name, and the months from one surveillance to the next, if it asks for any."""

    name: str
    surveillance_months: int | None


def certificate_days(certificate: Certificate, terms: Terms) -> Iterator[Day]:
    """The last valid day of a certificate, and the day before which its next surveillance falls due."""
    number, path = certificate.number, urls.certificate(certificate.number)
    off = any(event.kind in ENDED for event in certificate.events)
    known_on = max(event.date for event in certificate.events)
    yield Day("last-valid-day", certificate.valid_until, number, terms.name, path, known_on, off)
    due = surveillance_due(certificate, terms.surveillance_months)
    if due is not None:
        yield Day("surveillance-due", due, number, terms.name, path, known_on)


def notice_day(notice: Notice) -> Day:
    """The last day of a public notice."""
    path = urls.notice(notice.id)
    return Day("notice-closes", notice.closes_on, notice.id, notice.title, path, notice.opens_on)


def in_order(days: Iterable[Day]) -> list[Day]:
    return sorted(days, key=lambda day: (day.on, day.id, day.occasion))


def enterprise_calendar(
    house: House,
    path: str,
    holder: EnterpriseSummary,
    certificates: Iterable[Certificate],
    schemes: Mapping[str, Terms],
) -> bytes:
    """The days of one enterprise's certificates; `schemes` holds the terms of all schemes by id."""
    days = (day for item in certificates for day in certificate_days(item, schemes[item.scheme]))
    return calendar_head(house, holder.name) + calendar_days(house, in_order(days)) + calendar_foot(house)


def calendar_head(house: House, about: str = "") -> bytes:
    """How a calendar begins; what it is `about` stands in its name.

    The time zone is the one of all days, and the component without which an empty calendar would be none.
    """
    words = house.t.calendar
    name = words.name if not about else str(words.name_of).format(name=about)
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lixin//Registry//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
    zone = ("BEGIN:VTIMEZONE", "TZID:Asia/Shanghai", "BEGIN:STANDARD", "DTSTART:19911001T000000", *OFFSETS)
    named = (f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:P1D")
    return content_lines((*lines, *named, *zone, "END:STANDARD", "END:VTIMEZONE"))


def calendar_days(house: House, days: Iterable[Day]) -> bytes:
    """The events of these days."""
    return content_lines(line for day in days for line in _event(house, day))


def calendar_foot(house: House) -> bytes:
    return content_lines(("END:VCALENDAR",))


def _event(house: House, day: Day) -> Iterator[str]:
    title = str(house.t.calendar.title[day.occasion]).format(id=day.id, words=day.words)
    page = urls.absolute(house.settings.url, day.path)
    yield "BEGIN:VEVENT"
    yield f"UID:{day.id}-{day.occasion}@{house.settings.host.partition('/')[0]}"
    yield f"DTSTAMP:{_compact(day.known_on)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact(day.on)}"
    yield f"DTEND;VALUE=DATE:{_compact(day.on + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(title)}"
    yield f"DESCRIPTION:{escaped(f'{house.t.calendar.note} {page}')}"
    yield f"URL:{page}"
    yield "TRANSP:TRANSPARENT"
    yield f"STATUS:{'CANCELLED' if day.off else 'CONFIRMED'}"
    yield "END:VEVENT"


def _compact(day: date) -> str:
    """``20260131``; years have four digits."""
    return day.isoformat().replace("-", "")
