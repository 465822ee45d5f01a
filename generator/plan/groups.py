"""Ordered lists of records: what an index page shows, and what is counted.

A group has a name, ``certificates/scheme/after-sales``, and items in the order in which they are read. An item is a
text that sorts into its place, with the record's id at its end, so that a group can be kept, compared and mended
without its records being at hand.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from generator.model import pinyin
from generator.model.relations import Id
from generator.model.status import status_at
from generator.model.summaries import Summaries
from generator.schema import regions
from generator.schema.certificate import Certificate

CERTIFICATES = "certificates"
ENTERPRISES = "enterprises"
NOTICES = "notices"
CLOSING = "notices/closing"
EVENTS = "events"
ENDING = "ending"
"""Below these a group for each month, ``events/2026-11``: of what has happened to certificates, and of their last valid
days; below `CLOSING` of the last days of notices.
"""

MOST_EVENTS = 9998

FEW = 100
"""Up to so many items are put in one by one."""

Place = tuple[str, str]
"""A group and the item that stands in it."""


class Groups(Protocol):
    """The groups of a registry. One that nobody stands in is not kept, and has no items."""

    def items(self, name: str) -> Sequence[str]: ...

    def size(self, name: str) -> int: ...

    def below(self, name: str) -> Mapping[str, int]:
        """The groups whose names start with ``name/``, with their sizes."""


class MadeGroups:
    """Groups in memory."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._groups: defaultdict[str, list[str]] = defaultdict(list)
        for name, item in places:
            self._groups[name].append(item)
        for items in self._groups.values():
            items.sort()

    def items(self, name: str) -> Sequence[str]:
        return self._groups.get(name, ())

    def size(self, name: str) -> int:
        return len(self.items(name))

    def below(self, name: str) -> Mapping[str, int]:
        return {group: len(items) for group, items in self._groups.items() if group.startswith(f"{name}/")}


def made_groups(summaries: Summaries, at: date) -> MadeGroups:
    """The groups of a whole registry as of `at`."""
    registry = summaries.registry
    kinds = ("certificate", "enterprise", "notice")
    ids = ((kind, id) for kind in kinds for id in registry.of_kind(kind))
    return MadeGroups(place for id in ids for place in places_of(summaries, id, at))


def id_in(item: str) -> str:
    """The id of the record that an item stands for."""
    return item.rpartition("\0")[2]


def places_of(summaries: Summaries, record: Id, at: date) -> Iterator[Place]:
    """Where one record stands as of `at`; nowhere if it is withdrawn."""
    kind, id = record
    if kind == "certificate":
        yield from _of_certificate(summaries, id, at)
    elif kind == "enterprise":
        yield from _of_enterprise(summaries, id)
    elif kind == "notice":
        notice = summaries.notices[id].value
        yield NOTICES, _latest_first(notice.opens_on, id)
        yield CLOSING, _latest_first(notice.closes_on, id)
        yield f"{CLOSING}/{month(notice.closes_on)}", _latest_first(notice.closes_on, id)


def changed_items(old: Sequence[str], gone: Iterable[str], new: Iterable[str]) -> list[str]:
    """`old` without the items that are gone, and with the new ones in their places."""
    without, coming = set(gone), sorted(new)
    items = [item for item in old if item not in without] if without else list(old)
    if len(coming) > FEW:
        return sorted((*items, *coming))
    for item in coming:
        insort(items, item)
    return items


def _of_certificate(summaries: Summaries, id: str, at: date) -> Iterator[Place]:
    """By scheme, grade within it, status, issuer, year, standard, and by what its holder is; latest issue first."""
    record = summaries.registry.certificates[id]
    value, row = record.value, summaries.certificates[id].value
    yield from _events(value, at)
    if row.withdrawn:
        return
    yield f"{ENDING}/{month(value.valid_until)}", _latest_first(value.valid_until, id)
    item = _latest_first(value.issued_on, id)
    yield CERTIFICATES, item
    for part in (f"scheme/{row.scheme}", *([f"scheme/{row.scheme}/{row.grade}"] if row.grade_name else ())):
        yield f"{CERTIFICATES}/{part}", item
    yield f"{CERTIFICATES}/status/{status_at(summaries.schedules[id].value, at).verdict}", item
    yield f"{CERTIFICATES}/issuer/{row.issuer}", item
    yield f"{CERTIFICATES}/year/{value.issued_on.year}", item
    for standard in dict.fromkeys(basis.standard for basis in value.basis):
        yield f"{CERTIFICATES}/standard/{standard}", item
    for part in _enterprise_parts(summaries, value.holder):
        yield f"{CERTIFICATES}/{part}", item


def _events(value: Certificate, at: date) -> Iterator[Place]:
    """What has happened until `at`; to a withdrawn certificate, its withdrawal alone, whose place is -1."""
    days = [(event.date, place) for place, event in enumerate(value.events[:MOST_EVENTS])]
    for day, place in [(value.withdrawal.date, -1)] if value.withdrawal else days:
        if day <= at:
            yield f"{EVENTS}/{month(day)}", _latest_first(day, f"{MOST_EVENTS - place:04d}\0{value.number}")


def event_in(item: str) -> tuple[date, int, str]:
    """Day, place among the events, and certificate of an item of `EVENTS`."""
    day, place, number = item.split("\0")
    return _day(day), MOST_EVENTS - int(place), number


def month(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def by_day(items: Iterable[str]) -> dict[date, list[str]]:
    """The ids of items that sort by day, in the order of the ids, by that day."""
    found: defaultdict[date, list[str]] = defaultdict(list)
    for item in items:
        found[_day(item.partition("\0")[0])].append(id_in(item))
    return dict(found)


def _day(before_the_end: str) -> date:
    return date.fromordinal(date.max.toordinal() - int(before_the_end))


def _of_enterprise(summaries: Summaries, id: str) -> Iterator[Place]:
    """By scheme it holds a published certificate of, region, industry and initial; by the sound of its name."""
    summary = summaries.enterprises[id].value
    if summary.withdrawn:
        return
    item = f"{summary.initial}\0{pinyin.full(summary.name)}\0{id}"
    yield ENTERPRISES, item
    held = summaries.registry.certificates_of.get(id, ())
    for scheme in {record.value.scheme for record in held if record.value.withdrawal is None}:
        yield f"{ENTERPRISES}/scheme/{scheme}", item
    for part in _enterprise_parts(summaries, id):
        yield f"{ENTERPRISES}/{part}", item


def _enterprise_parts(summaries: Summaries, id: str) -> Iterator[str]:
    holder = summaries.enterprises[id].value
    province, city = holder.region[:2] + "0000", regions.second_level(holder.region)
    yield f"region/{province}"
    if city is not None:
        yield f"region/{province}/{city}"
    yield f"industry/{holder.industry}"
    yield f"initial/{holder.initial if holder.initial != '#' else 'other'}"


def _latest_first(day: date, id: str) -> str:
    """An item that sorts by day, the latest first, and those of one day by id."""
    return f"{date.max.toordinal() - day.toordinal():07d}\0{id}"
