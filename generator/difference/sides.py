"""The records that a change touches, before and after it: those that differ, those that refer to them, and whatever
any of these refers to. All others are equal on both sides and are never parsed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.difference.snapshot import Id, Snapshot, id_at
from generator.model.registry import Registry, registry_of
from generator.problems import Report
from generator.records.load import record_of
from generator.records.record import Record
from generator.schema.kinds import KINDS

_WORD = re.compile(rb"[0-9A-Za-z][0-9A-Za-z._-]*")
_REFERRING = frozenset(name for name, kind in KINDS.items() if kind.shape.mentions - {"media"})


@dataclass(frozen=True)
class Side:
    """One side of a change. `records` go by the names of their files; `data` has the bytes of the files that differ;
    `broken` the files of the records that cannot be read.
    """

    name: str
    registry: Registry
    records: Mapping[Id, Record[Any]]
    data: Mapping[str, bytes]
    broken: Mapping[Id, str]


@dataclass(frozen=True)
class Sides:
    """Both sides, and the ids of the records whose files differ, sorted."""

    base: Side
    head: Side
    changed: tuple[Id, ...]


def load_sides(base: Snapshot, head: Snapshot) -> Sides:
    """Reads from both snapshots what the difference needs."""
    differing = {path for path in base.files.keys() | head.files.keys() if base.files.get(path) != head.files.get(path)}
    changed = {id for path in differing if (id := id_at(path)) is not None}
    loaders = (_Loader(base, differing), _Loader(head, differing))
    wanted, seen = changed | set(_referring(head, changed, differing)), set[Id]()
    while wanted:
        seen |= wanted
        wanted = {id for loader in loaders for id in loader.load(wanted)} - seen
    sides = [loader.side() for loader in loaders]
    really = (id for id in changed if _content(sides[0], id) != _content(sides[1], id))
    return Sides(sides[0], sides[1], tuple(sorted(really)))


def _content(side: Side, id: Id) -> tuple[str, bytes | None] | None:
    """Where the record of a differing file is on this side, and its bytes."""
    record = side.records.get(id)
    path = record.file if record is not None else side.broken.get(id)
    return (path, side.data.get(path)) if path is not None else None


def _referring(snapshot: Snapshot, changed: set[Id], differing: set[str]) -> Iterator[Id]:
    """The records that name one of the changed ones, and perhaps some that only look as if they did."""
    names = {id.encode("utf-8", "surrogateescape") for _, id in changed}
    listed = ((path, id_at(path)) for path in snapshot.files.keys() - differing)
    referring = {path: id for path, id in listed if id is not None and id[0] in _REFERRING} if names else {}
    for path, data in snapshot.read(referring):
        if not names.isdisjoint(_WORD.findall(data)):
            yield referring[path]


@dataclass
class _Loader:
    snapshot: Snapshot
    differing: set[str]
    records: list[Record[Any]] = field(default_factory=list)
    data: dict[str, bytes] = field(default_factory=dict)
    broken: dict[Id, str] = field(default_factory=dict)
    paths: dict[Id, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for path in sorted(self.snapshot.files):
            id = id_at(path)
            if id is not None:
                self.paths[id].append(path)

    def load(self, wanted: Iterable[Id]) -> Iterator[Id]:
        """Reads these records and gives all that they refer to."""
        paths = {path: id for id in sorted(wanted) for path in self.paths.get(id, ())}
        for path, data in self.snapshot.read(paths):
            if path in self.differing:
                self.data[path] = data
            record = record_of(paths[path][0], path, data, Report(path))
            if record is None:
                self.broken[paths[path]] = path
                continue
            self.records.append(record)
            references = KINDS[record.kind].shape.references(record.value)
            yield from ((found.kind, found.id) for found in references if found.kind != "media")

    def side(self) -> Side:
        records = {id: record for record in reversed(self.records) if (id := id_at(record.file)) is not None}
        return Side(self.snapshot.name, registry_of(self.records), records, self.data, self.broken)
