"""The difference of two registries: records, status, pages, and what its history forbids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from msgspec import Struct

from generator.difference.flips import Flip, flips
from generator.difference.history import check_history
from generator.difference.pages import Pages, touched_pages
from generator.difference.records import RecordChange, record_changes
from generator.difference.sides import Sides, load_sides
from generator.difference.snapshot import Snapshot
from generator.problems import Problem
from generator.records.yaml_text import place_problems


class Difference(Struct, frozen=True):
    """`at` is the day whose status counts as today's."""

    sides: Sides
    at: date
    records: tuple[RecordChange, ...]
    flips: tuple[Flip, ...]
    pages: Pages
    problems: tuple[Problem, ...]


def difference(base: Snapshot, head: Snapshot, at: date, lang: str) -> Difference:
    """What leads from `base` to `head`; `lang` is that of the pages."""
    sides = load_sides(base, head)
    changes = tuple(record_changes(sides))
    problems = tuple(_broken_rules(sides, changes))
    return Difference(sides, at, changes, tuple(flips(sides, at)), touched_pages(sides, at, lang), problems)


def broken_rules(base: Snapshot, head: Snapshot) -> tuple[Problem, ...]:
    """The rules of history alone that lie broken between `base` and `head`."""
    sides = load_sides(base, head)
    return tuple(_broken_rules(sides, record_changes(sides)))


def _broken_rules(sides: Sides, changes: Iterable[RecordChange]) -> Iterator[Problem]:
    found = [item for change in changes for item in check_history(change, sides.head.registry)]
    yield from _with_lines(sides, found)


def _with_lines(sides: Sides, problems: Iterable[Problem]) -> Iterator[Problem]:
    for file, items in groupby(sorted(problems, key=lambda item: item.file), key=lambda item: item.file):
        yield from place_problems(sides.head.data.get(file, b""), items)
