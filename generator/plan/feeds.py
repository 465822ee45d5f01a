"""What to subscribe to: feeds of the newest changes and notices, calendars of days to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import nlargest
from itertools import pairwise

from generator.model.keyed import Keyed, keyed, together
from generator.model.months import months_later
from generator.model.registry import Registry
from generator.model.summaries import Summaries
from generator.model.views import NoticeSummary
from generator.plan.output import Joined, Output, Part, Planned
from generator.render import calendar, feeds, urls
from generator.render.calendar import Day, Terms, certificate_days, in_order, notice_day
from generator.render.feeds import Happening, Taken
from generator.schema.certificate import Certificate

NEWEST = 60
"""Entries of a feed."""
MONTHS = 3
"""The calendar of the whole site covers this month and those after it."""


@dataclass(frozen=True)
class Subscriptions:
    """Plans the feeds and calendars of a registry, as of `at`."""

    registry: Registry
    summaries: Summaries
    at: date

    def outputs(self) -> Iterator[Planned]:
        yield Output(urls.CHANGES_FEED, feeds.changes_feed, (keyed(self._changes()),))
        yield Output(urls.NOTICES_FEED, feeds.notices_feed, (keyed(self._opened()),))
        yield self._calendar()
        terms = keyed(self._terms)
        for id, record in self.registry.enterprises.items():
            if record.value.withdrawal is None:
                inputs = (self.summaries.enterprises[id], self._held(id), terms)
                yield Output(urls.enterprise_calendar(id), calendar.enterprise_calendar, inputs)

    def _held(self, credit_code: str) -> Keyed[tuple[Certificate, ...]]:
        held = self.registry.certificates_of.get(credit_code, ())
        return together(Keyed(record.value, record.digest) for record in held if record.value.withdrawal is None)

    @cached_property
    def _terms(self) -> dict[str, Terms]:
        return {
            id: Terms(self.summaries.schemes[id].value.name, record.value.surveillance_months)
            for id, record in self.registry.schemes.items()
        }

    def _changes(self) -> tuple[Happening | Taken, ...]:
        """The newest events of all certificates; those of a withdrawn one went with it."""
        past = (item for item in self._events() if item[0] <= self.at)
        return tuple(self._told(*item) for item in nlargest(NEWEST, past))

    def _events(self) -> Iterator[tuple[date, str, int]]:
        """Day, number and place of each event; place -1 stands for the withdrawal."""
        for number, record in self.registry.certificates.items():
            if record.value.withdrawal is not None:
                yield record.value.withdrawal.date, number, -1
                continue
            for place, event in enumerate(record.value.events):
                yield event.date, number, place

    def _told(self, on: date, number: str, place: int) -> Happening | Taken:
        value = self.registry.certificates[number].value
        if value.withdrawal is not None:
            return Taken(number, value.withdrawal)
        event = value.events[place]
        turn = sum((other.kind, other.date) == (event.kind, on) for other in value.events[: place + 1])
        return Happening(self.summaries.certificates[number].value, event.kind, on, event.reason, turn)

    def _opened(self) -> tuple[NoticeSummary, ...]:
        shown = [item.value for item in self.summaries.notices.values() if item.value.opens_on <= self.at]
        return tuple(nlargest(NEWEST, shown, key=lambda notice: (notice.opens_on, notice.id)))

    def _calendar(self) -> Joined:
        """One part for each month, so that a changed date makes one month again."""
        starts = [months_later(self.at.replace(day=1), count) for count in range(MONTHS + 1)]
        days = in_order(self._days_between(starts[0], starts[-1]))
        months = (_span(days, start, end) for start, end in pairwise(starts))
        parts = (Part(calendar.calendar_days, (month,)) for month in months)
        whole = (Part(calendar.calendar_head, ()), *parts, Part(calendar.calendar_foot, ()))
        return Joined(urls.CALENDAR, whole)

    def _days_between(self, start: date, end: date) -> Iterator[Day]:
        """Last valid days, unless the certificate has ended before, and closing days of notices."""
        for record in self.registry.published:
            if start <= record.value.valid_until < end:
                days = certificate_days(record.value, self._terms[record.value.scheme])
                yield from (day for day in days if day.occasion == "last-valid-day" and not day.off)
        for notice in self.registry.notices.values():
            if start <= notice.value.closes_on < end:
                yield notice_day(notice.value)


def _span(days: Iterable[Day], start: date, end: date) -> Keyed[tuple[Day, ...]]:
    return keyed(tuple(day for day in days if start <= day.on < end))
