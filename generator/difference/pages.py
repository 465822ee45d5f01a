"""Which pages of records a change touches: planned on both sides, and compared by what each depends on.

Lists, indexes, search and data files follow from all records and are not looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from generator.difference.sides import Side, Sides
from generator.language import strings
from generator.model.registry import registry_of
from generator.model.summaries import Summaries
from generator.plan.groups import made_groups
from generator.plan.records import RecordPages
from generator.records.record import Record
from generator.render import urls
from generator.schema.kinds import KINDS

_Inputs = Mapping[str, tuple[object, ...]]


class Pages(Struct, frozen=True):
    """Paths of the site, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def touched_pages(sides: Sides, at: date, lang: str) -> Pages:
    """The pages and files of records that are new, differ or are gone, as of `at`."""
    before, after = _planned(sides.base, at, lang), _planned(sides.head, at, lang)
    listed = {_LISTS[kind](id) for side in (sides.base, sides.head) for kind, id in side.records if kind in _LISTS}
    passed = listed - {_LISTS[kind](id) for kind, id in sides.changed if kind in _LISTS}
    both = (before.keys() & after.keys()) - passed
    return Pages(
        tuple(sorted(after.keys() - before.keys() - passed)),
        tuple(sorted(path for path in both if before[path] != after[path])),
        tuple(sorted(before.keys() - after.keys() - passed)),
    )


_LISTS = {"standard": urls.standard, "scheme": urls.scheme, "issuer": urls.issuer}
"""Pages that list certificates: only those of a record that changed itself are told apart from other lists."""


def _planned(side: Side, at: date, lang: str) -> _Inputs:
    """What each page depends on. Records that the checks would refuse have no pages."""
    registry = registry_of(_sound(side.records))
    summaries = Summaries(registry, strings(lang), lang)
    pages = RecordPages(summaries, made_groups(summaries, at), at)
    return {output.path: (output.render, *(item.digest for item in output.inputs)) for output in pages.outputs()}


def _sound(records: Mapping[tuple[str, str], Record[Any]]) -> Iterator[Record[Any]]:
    """The records whose references all lead to sound records in their turn."""
    references = {key: _references(record) for key, record in records.items()}
    lost = {key for key, named in references.items() if not named <= records.keys()}
    while spread := {key for key, named in references.items() if key not in lost and named & lost}:
        lost |= spread
    return (record for key, record in records.items() if key not in lost)


def _references(record: Record[Any]) -> set[tuple[str, str]]:
    found = KINDS[record.kind].shape.references(record.value)
    return {(reference.kind, reference.id) for reference in found if reference.kind != "media"}
