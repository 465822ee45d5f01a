"""What to subscribe to: feeds of the newest changes and notices, calendars of days to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from itertools import islice

from generator.model.keyed import Deferred, Keyed, digest_of, keyed, together
from generator.model.months import months_later
from generator.model.registry import Registry
from generator.model.summaries import Summaries
from generator.model.views import NoticeSummary
from generator.plan.groups import CLOSING, ENDING, EVENTS, NOTICES, Groups, by_day, event_in, id_in, month
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

    summaries: Summaries
    groups: Groups
    at: date

    @property
    def registry(self) -> Registry:
        return self.summaries.registry

    def outputs(self) -> Iterator[Planned]:
        """All of them."""
        yield from self.shared()
        for id in self.registry.enterprises:
            yield from self.of_enterprise(id)

    def shared(self) -> Iterator[Planned]:
        """Those of the whole registry."""
        yield Output(urls.CHANGES_FEED, feeds.changes_feed, (keyed(self._changes()),))
        yield Output(urls.NOTICES_FEED, feeds.notices_feed, (keyed(self._opened()),))
        yield self._calendar()

    def of_enterprise(self, id: str) -> Iterator[Output]:
        """The calendar of one enterprise, unless it is withdrawn."""
        if self.registry.enterprises[id].value.withdrawal is None:
            inputs = (self.summaries.enterprises[id], self._held(id), self._said_terms)
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

    @cached_property
    def _said_terms(self) -> Keyed[dict[str, Terms]]:
        return keyed(self._terms)

    def _changes(self) -> tuple[Happening | Taken, ...]:
        """The newest events of all certificates; those of a withdrawn one went with it."""
        months = sorted(self.groups.below(EVENTS), reverse=True)
        items = (item for name in months for item in self.groups.items(name))
        return tuple(self._told(*event_in(item)) for item in islice(items, NEWEST))

    def _told(self, on: date, place: int, number: str) -> Happening | Taken:
        value = self.registry.certificates[number].value
        if value.withdrawal is not None:
            return Taken(number, value.withdrawal)
        event = value.events[place]
        turn = sum((other.kind, other.date) == (event.kind, on) for other in value.events[: place + 1])
        return Happening(self.summaries.certificates[number].value, event.kind, on, event.reason, turn)

    def _opened(self) -> tuple[NoticeSummary, ...]:
        listed = (self.summaries.notices[id_in(item)].value for item in self.groups.items(NOTICES))
        return tuple(islice((notice for notice in listed if notice.opens_on <= self.at), NEWEST))

    def _calendar(self) -> Joined:
        """One part for each day of some months, so that a changed certificate makes the few of one day again."""
        starts = (months_later(self.at.replace(day=1), count) for count in range(MONTHS))
        days = (day for start in starts for day in self._days_of(month(start)))
        parts = (Part(calendar.calendar_days, (day,)) for day in days)
        whole = (Part(calendar.calendar_head, ()), *parts, Part(calendar.calendar_foot, ()))
        return Joined(urls.CALENDAR, whole)

    def _days_of(self, name: str) -> Iterator[Deferred[tuple[Day, ...]]]:
        """The days of a month that end something: a certificate that has not ended before, or a notice."""
        ending, closing = (by_day(self.groups.items(f"{group}/{name}")) for group in (ENDING, CLOSING))
        for day in sorted(ending.keys() | closing.keys()):
            yield self._day(ending.get(day, ()), closing.get(day, ()))

    def _day(self, ending: Sequence[str], closing: Sequence[str]) -> Deferred[tuple[Day, ...]]:
        digests = self.registry.digests("certificate", ending) + self.registry.digests("notice", closing)
        return Deferred(partial(self._days, ending, closing), digest_of(self._said_terms.digest, *digests))

    def _days(self, ending: Sequence[str], closing: Sequence[str]) -> tuple[Day, ...]:
        certificates = (self.registry.certificates[id].value for id in ending)
        days = (day for value in certificates for day in certificate_days(value, self._terms[value.scheme]))
        ends = (day for day in days if day.occasion == "last-valid-day" and not day.off)
        return tuple(in_order([*ends, *(notice_day(self.registry.notices[id].value) for id in closing)]))
