"""Synthetic lives of certificates: issue, surveillance, recertification, suspension and the four endings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from generator.model.months import months_later
from generator.sample.draw import Draw
from generator.sample.words import Words
from generator.schema.certificate import Event, EventKind
from generator.schema.scheme import Scheme

Fate = Literal["none", "suspended", "reinstated", "revoked", "cancelled", "change", "special"]
FATES: tuple[tuple[int, Fate], ...] = (
    (830, "none"),
    (30, "suspended"),
    (35, "reinstated"),
    (20, "revoked"),
    (25, "cancelled"),
    (50, "change"),
    (10, "special"),
)
"""What happens to a certificate besides its regular checks, in a thousand."""
TERMS = (24, 36)
"""Months of validity where the scheme does not say."""
SETTLED = timedelta(days=40)
"""How long nothing happens to a new certificate."""


class Life(Struct, frozen=True):
    """The events of a certificate and the term that it is in or ended with."""

    events: tuple[Event, ...]
    valid_from: date
    valid_until: date


def life(draw: Draw, words: Words, scheme: Scheme, first: date, at: date) -> Life:
    """The life, up to the date `at`, of a certificate under the scheme first issued on the day `first`."""
    terms = _terms(draw, scheme, first, at)
    events = [event for number, term in enumerate(terms) for event in _regular(draw, words, scheme, number, term, at)]
    start, until = terms[-1]
    return Life(tuple(_with_fate(draw, words, events, start + SETTLED, min(until, at))), start, until)


def _terms(draw: Draw, scheme: Scheme, first: date, at: date) -> list[tuple[date, date]]:
    """First and last day of each term: after the first come those of recertification."""
    months = scheme.validity_months or draw.pick(TERMS)
    terms = [(first, _last_day(first, months))]
    while scheme.recertification and terms[-1][1] < at and draw.chance(650):
        renewed = terms[-1][1] - timedelta(days=draw.below(30))
        terms.append((renewed, _last_day(renewed, months)))
    return terms


def _last_day(start: date, months: int) -> date:
    return months_later(start, months) - timedelta(days=1)


def _regular(
    draw: Draw, words: Words, scheme: Scheme, number: int, term: tuple[date, date], at: date
) -> Iterator[Event]:
    """The beginning of a term and its yearly surveillance, where the scheme is one of certification."""
    start, until = term
    yield _event(draw, words, "recertified" if number else "issued", start, until if scheme.recertification else None)
    if scheme.kind != "certification":
        return
    for year in (1, 2):
        day = months_later(start, 12 * year) - timedelta(days=draw.below(45))
        if day < min(until - SETTLED, at):
            yield _event(draw, words, "surveillance", day)


def _with_fate(draw: Draw, words: Words, events: list[Event], first: date, last: date) -> list[Event]:
    """The events, and what else happened from the day `first` to the day `last`."""
    fate = draw.weighted(FATES)
    if fate == "none" or first > last:
        return events
    if fate in ("suspended", "reinstated"):
        return _suspended(draw, words, events, first, last, lifted=fate == "reinstated")
    day = draw.day(first, last)
    happened = _event(draw, words, fate, day)
    ends = fate in ("revoked", "cancelled")
    kept = [event for event in events if event.date < day or not ends]
    return sorted([*kept, happened], key=lambda event: event.date)


def _suspended(draw: Draw, words: Words, events: list[Event], first: date, last: date, *, lifted: bool) -> list[Event]:
    """A suspension; one that no event lifts is of late."""
    day = draw.day(first, last) if lifted else draw.day(max(first, last - timedelta(days=150)), last)
    back = day + timedelta(days=draw.between(15, 150))
    suspension = _event(draw, words, "suspended", day, day + timedelta(days=180))
    if not lifted or back > last:
        return [*(event for event in events if event.date < day), suspension]
    kept = [event for event in events if event.date < day or event.date > back]
    return sorted([*kept, suspension, _event(draw, words, "reinstated", back)], key=lambda event: event.date)


def _event(draw: Draw, words: Words, kind: EventKind, day: date, until: date | None = None) -> Event:
    said: str = draw.pick(words.texts["events"][kind])
    if kind in ("suspended", "revoked", "cancelled"):
        return Event(kind=kind, date=day, until=until, reason=said)
    return Event(kind=kind, date=day, until=until, description=said if draw.chance(700) else None)
