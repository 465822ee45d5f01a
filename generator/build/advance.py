"""From the registry as it was last read to the registry as it is: what has changed, and what the site owes for it.

A change travels on the relations that `generator.model.relations` declares. The rules look again at each record one
step away; the pages of a record are planned again when it changes itself, or when the face of one it is related to
does. So the work depends on the change and not on the size of the registry, and comes to the same as doing it all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct, field

from generator.build.examining import Examined, Examiner
from generator.build.reading import Changes, read_changes
from generator.build.shards import Found, change_shards, fill_shards
from generator.build.store import Store
from generator.model.relations import FOUNDATIONS, Id, named_in
from generator.plan.data import LISTED
from generator.plan.faces import Face
from generator.plan.groups import CERTIFICATES, ENDING, ENTERPRISES, EVENTS, NOTICES, changed_items
from generator.plan.site import FIXED, RECORDS, Unit, page_unit, record_unit
from generator.plan.slices import FIRST, moved_pages, page_of
from generator.problems import Problem

EVERYTHING: Unit = "*"
"""Owed in place of every unit there is."""

SEARCH = "search/"
"""Begins the name of a shard where it is owed like a unit."""

DAY = "day"
"""The mark of the day as of which all records were examined; empty while they are."""

MEDIA = "media"
"""The group of all pictures with their stamps, and the kind of what is named when one is."""

ROOTS = (CERTIFICATES, ENTERPRISES, NOTICES, EVENTS, ENDING)
INDEXES = (CERTIFICATES, ENTERPRISES)
NO_FACE = Face(None, None, None, 0, b"", b"", (), {}, None)


def advance(
    store: Store, database: Path, examiner: Examiner, jobs: int, only: frozenset[str] | None = None
) -> tuple[Problem, ...]:
    """Brings the store up to date with the files and the day, and notes what the site owes for it.

    `only` are the folders of records to look at, where nothing else can have changed. Gives the problems of files there
    that are no records; those of records are in the store.
    """
    day, last_day = examiner.at.isoformat(), store.mark(DAY)
    with store.transaction():
        changes = read_changes(examiner.root, store, jobs, only)
        changes.ids |= _changed_pictures(store, examiner)
        everything = not last_day or day < last_day or any(kind in FOUNDATIONS for kind, _ in changes.ids)
        turning = store.turning(day)
        affected = () if everything else {*_affected(store, changes), *store.in_error(), *turning}
        files = list(store.families()) if everything else sorted(affected)
        if everything or files or changes.ids:
            store.set_mark(DAY, "")  # until all that is affected has been examined
    examined = examiner.examine(database, files, jobs)
    with store.transaction():
        if everything:
            _take_all(store, examined)
        elif files or changes.ids:
            _take_some(store, examined, changes, set(turning))
        for kind in LISTED:
            store.cut_runs(kind)
        store.set_mark(DAY, day)
    return changes.problems


def _changed_pictures(store: Store, examiner: Examiner) -> set[Id]:
    """The pictures that are new, changed or gone."""
    pictures = {f"{name}\0{examiner.stamps.get(name, '')}" for name in examiner.pictures}
    changed = pictures.symmetric_difference(store.group(MEDIA))
    if changed:
        store.set_group(MEDIA, sorted(pictures))
    return {(MEDIA, item.partition("\0")[0]) for item in changed}


def _affected(store: Store, changes: Changes) -> set[str]:
    """The files of the records one step from a change: rules and faces rest on no others.

    Within one kind, sub-certificates and replacements are followed to their end: their rules look for loops.
    """
    found, seen, wave = changes.ids | changes.named, set(changes.ids), set(changes.ids)
    while wave:
        naming = {(kind, by) for kind, id in wave for by in store.naming(kind, id)}
        found |= {by for _, by in naming}
        wave = {by for kind, by in naming if by[0] == kind} - seen
        seen |= wave
    return {file for id in found for file, _ in store.alike(*id)}


def _take_all(store: Store, examined: Iterable[list[Examined]]) -> None:
    """Keeps what was said of every record, and owes the whole site."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for table in ("faces", "marks", "runs"):
        store.clear(table)

    def found() -> Iterator[Found]:
        for piece in _kept(store, examined):
            faces = [(item.record, item.face) for item in piece if item.face is not None]
            store.set_faces(faces)
            for _, face in faces:
                for name, place in face.places:
                    groups[name].append(place)
                yield face.found

    fill_shards(store, found())
    store.clear_groups(ROOTS)
    for name, items in groups.items():
        store.set_group(name, sorted(items))
    store.owe((EVERYTHING,))


def _take_some(store: Store, examined: Iterable[list[Examined]], changes: Changes, turning: set[str]) -> None:
    """Keeps what was said of some records, and owes what that moves."""
    moved, reached = _Moved(), changes.ids | changes.named
    for piece in _kept(store, examined):
        for item in piece:
            if item.file in turning:
                reached |= set(_near(store, item.record))
            if item.face is not None:
                _exchange(store, item.record, item.face, moved)
    for id in changes.ids:
        if not store.alike(*id):
            _exchange(store, id, NO_FACE, moved)
    reached |= {near for id in moved.spread for near in _near(store, id)}
    reached |= {by for kind, id in changes.ids if kind == MEDIA for by in store.naming(kind, id)}
    store.owe(record_unit(kind, id) for kind, id in reached if kind in RECORDS)
    store.owe(page_unit(*page) for page in _regroup(store, moved))
    store.owe(f"{SEARCH}{number}" for number in change_shards(store, moved.found))
    store.owe((FIXED,))


def _kept(store: Store, examined: Iterable[list[Examined]]) -> Iterator[list[Examined]]:
    for piece in examined:
        store.set_findings(piece)
        yield piece


def _near(store: Store, id: Id) -> Iterator[Id]:
    """A record, those that name it and those it names."""
    yield id
    yield from store.naming(*id)
    record = store.record(*id)
    if record is not None:
        yield from named_in(record)


_Items = defaultdict[str, set[str]]
"""Some items of some groups."""


class _Moved(Struct):
    """What changed faces move: pages of other records, items of groups, and rows of the search index."""

    spread: set[Id] = set()
    gone: _Items = field(default_factory=lambda: defaultdict(set))
    new: _Items = field(default_factory=lambda: defaultdict(set))
    rows: _Items = field(default_factory=lambda: defaultdict(set))
    found: list[tuple[Found, Found]] = []


def _exchange(store: Store, record: Id, new: Face, moved: _Moved) -> None:
    """Puts a face in the place of the one before, and notes what that moves."""
    old = store.face(*record) or NO_FACE
    if new == old:
        return
    store.set_faces([(record, new)])
    before, after = set(old.places), set(new.places)
    for items, places in ((moved.gone, before - after), (moved.new, after - before)):
        for name, item in places:
            items[name].add(item)
    if old.row != new.row:
        for name, item in before & after:
            moved.rows[name].add(item)
    if old.shown != new.shown:
        moved.spread.add(record)
    moved.found.append((old.found, new.found))


def _regroup(store: Store, moved: _Moved) -> set[tuple[str, int]]:
    """Moves the items of groups; the pages of indexes, by group and number, that show something else now.

    The first page of an index tells the sizes of its slices, that of a slice the sizes of those within it; and a slice
    that is new or gone is offered, or no longer offered, on the first pages of all others of its facet.
    """
    pages: set[tuple[str, int]] = set()
    for name in moved.gone.keys() | moved.new.keys():
        before = store.group(name)
        after = changed_items(before, moved.gone[name], moved.new[name])
        store.set_group(name, after)
        index, _, rest = name.partition("/")
        pages |= {(name, number) for number in moved_pages(before, after)}
        pages |= {(index, FIRST), (name.rpartition("/")[0], FIRST)}
        if not before or not after:
            facet = f"{index}/{rest.partition('/')[0]}"
            pages |= {(sibling, FIRST) for sibling in store.groups_below(facet)}
    for name, items in moved.rows.items():
        listed = store.group(name)
        pages |= {(name, page_of(listed, item)) for item in items}
    return {page for page in pages if page[0].partition("/")[0] in INDEXES}
