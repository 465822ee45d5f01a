"""What became of single records, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any, Literal

from msgspec import Struct

from generator.difference.sides import Sides
from generator.difference.snapshot import Id
from generator.problems import Place
from generator.records.record import Record
from generator.schema.kinds import KINDS
from generator.schema.shape import Field, Shape

Way = Literal["added", "changed", "withdrawn", "restored", "rewritten", "removed", "unreadable"]
WAYS: tuple[Way, ...] = ("added", "changed", "withdrawn", "restored", "removed", "rewritten", "unreadable")
"""In the order they are told. A rewritten file says the same in other words; an unreadable one has errors."""


class FieldChange(Struct, frozen=True):
    """One value that differs; None where there was or is none. `fields` leads to it from the record's own field."""

    place: Place
    fields: tuple[Field, ...]
    old: Any
    new: Any


class RecordChange(Struct, frozen=True):
    """What became of one record. `file` is where it is, or was."""

    way: Way
    kind: str
    id: str
    file: str
    old: Record[Any] | None
    new: Record[Any] | None
    fields: tuple[FieldChange, ...] = ()


def record_changes(sides: Sides) -> Iterator[RecordChange]:
    """One for each record that differs, by the way it changed, then by kind and id."""
    found = [_change(sides, id) for id in sides.changed]
    kinds = list(KINDS)
    yield from sorted(found, key=lambda item: (WAYS.index(item.way), kinds.index(item.kind), item.id))


def _change(sides: Sides, key: Id) -> RecordChange:
    (kind, id), old, new = key, sides.base.records.get(key), sides.head.records.get(key)
    broken = sides.head.broken.get(key)
    file = broken or (new.file if new else old.file if old else sides.base.broken.get(key, ""))
    if broken is not None and new is None:
        return RecordChange("unreadable", kind, id, file, old, None)
    if old is None or new is None:
        return RecordChange("removed" if new is None else "added", kind, id, file, old, new)
    fields = tuple(field_changes(KINDS[kind].shape, old.value, new.value))
    return RecordChange(_way(old.value, new.value, fields), kind, id, file, old, new, fields)


def _way(old: Any, new: Any, fields: tuple[FieldChange, ...]) -> Way:
    before, after = (getattr(value, "withdrawal", None) for value in (old, new))
    if before is None and after is not None:
        return "withdrawn"
    if before is not None and after is None:
        return "restored"
    return "changed" if fields else "rewritten"


def field_changes(
    shape: Shape[Any], old: Any, new: Any, place: Place = (), above: tuple[Field, ...] = ()
) -> Iterator[FieldChange]:
    """Every value that differs between two records or groups of one shape. List items are matched by their content:
    one put in at the top is one item added, whatever moves down. Items of `place` are counted in the new list, those
    that are gone in the old one.
    """
    for field in shape.fields:
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after:
            here, fields = (*place, field.name), (*above, field)
            if field.many:
                yield from _items(fields, before, after, here)
            else:
                yield from _single(fields, before, after, here)


def _items(
    fields: tuple[Field, ...], old: tuple[Any, ...], new: tuple[Any, ...], place: Place
) -> Iterator[FieldChange]:
    for _, old_at, old_end, new_at, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = old[old_at:old_end], new[new_at:new_end]
        if before == after:
            continue
        both = min(len(before), len(after))
        for step in range(both):
            yield from _single(fields, before[step], after[step], (*place, new_at + step))
        yield from (
            FieldChange((*place, old_at + step), fields, before[step], None) for step in range(both, len(before))
        )
        yield from (FieldChange((*place, new_at + step), fields, None, after[step]) for step in range(both, len(after)))


def _single(fields: tuple[Field, ...], old: Any, new: Any, place: Place) -> Iterator[FieldChange]:
    group = fields[-1].group
    if group is None or old is None or new is None:
        yield FieldChange(place, fields, old, new)
    else:
        yield from field_changes(group, old, new, place, fields)
