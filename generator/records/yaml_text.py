"""YAML bytes → the record as it was written, and where in the file each of its values stands.

Only the tree-shaped, text-valued part of YAML is a record: mappings, lists and text. Scalars are never converted; one
that other readers would take for a number, a date or a truth value becomes `Bare`, so that the field's type can ask for
quotes. Aliases, tags and further documents are refused. Depth and size are bounded, and nothing here recurses. Most
records are so plain that `generator.records.lines` reads them; the parser is asked about all others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NoReturn, TypeAlias

import yaml
from msgspec import Struct
from msgspec.structs import replace
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    StreamEndEvent,
)

from generator.problems import Place, Problem, Report
from generator.records import lines
from generator.records.syntax import Slip, colon_slip, explain, spot
from generator.records.text import HIDDEN, REPORTED, Spot, characters, clean, printable
from generator.records.unquoted import SUSPECT, unquoted
from generator.schema.raw import Raw

_Parser: Callable[[bytes], Any] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""Both give the same events; the one without libyaml some thirty times slower."""

MAX_DEPTH = 32
"""Mappings and lists inside one another."""

MAX_EVENTS = 20_000
"""Keys, values and beginnings and ends of lists and mappings in one file."""

_ODD_BYTES = re.compile(rb"[&!\\]")
"""Without these bytes there is no anchor, no tag and no escape."""

_OF_KEY = frozenset(("unknown-key", "duplicate-key"))
"""Problems that are about a key and not about its value."""

_Collection: TypeAlias = "list[Raw] | dict[str, Raw]"


class _Stop(Exception):
    """Reading cannot go on; the problem has been reported."""


def read(data: bytes, report: Report) -> Raw | None:
    """The record in a file's bytes, a mapping; None when the problems in `report` leave no whole tree to check further.

    Never raises for any bytes, and takes time in proportion to their number.
    """
    text = printable(data)
    record = lines.read(text) if text is not None else None
    return record if record is not None else _read_closely(data, report)


def _read_closely(data: bytes, report: Report) -> Raw | None:
    text = clean(data, report)
    if text is None:
        return None
    builder = _Builder(text, report)
    builder.run()
    return builder.result()


def locate(data: bytes, places: Iterable[Place]) -> dict[Place, tuple[int, int]]:
    """Line and column, from 1, of the value at each place, or of what stands nearest to it.

    A value written as nothing at all (``name:``) is found at its key. A place that is not in the file is found at the
    mapping or list that ought to hold it; a mapping starts at its first key, a list at its first dash.
    """
    wanted = set(places)
    found = _find(data, wanted)
    return {place: found.of_value(place) for place in wanted}


def place_problems(data: bytes, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of one file, those without a line given theirs.

    A problem about a key (`unknown-key`) is put at the key, whether its place ends in it or its value `name` has it;
    every other one where `locate` finds its value.
    """
    problems = list(problems)
    open_places = {_place_of(found) for found in problems if found.line is None}
    if not open_places:
        return problems
    positions = _find(data, open_places)
    return [found if found.line is not None else _placed(found, positions) for found in problems]


class _Builder(Struct):
    """Builds the tree of the first document from parser events, with a stack of its own."""

    data: bytes
    report: Report
    holder: list[Raw] = []
    stack: list[tuple[_Collection, str | None]] = []
    repeats: list[tuple[Place, Spot]] = []
    whole: bool = True
    event: Event | None = None

    def run(self) -> None:
        """Read; what is wrong goes to the report."""
        try:
            self._follow(_Parser(self.data).get_event)
        except _Stop:
            self.whole = False
        except (yaml.YAMLError, ValueError) as error:  # ValueError: chr() in the parser without libyaml
            self.whole = False
            self._report_syntax(error)
        if self.repeats:
            self._report_repeats()

    def result(self) -> Raw | None:
        """The mapping read; None, reported, when the file holds none."""
        if not self.whole:
            return None
        root = self.holder[0] if self.holder else None
        if root is None:
            self.report.add_at("empty-file", 1, 1)
        elif not isinstance(root, dict):
            self._report_not_a_mapping(root)
        return root if isinstance(root, dict) else None

    def _follow(self, next_event: Callable[[], Event | None]) -> None:
        """The loop over events, in one piece because it runs for every value of every record."""
        odd = _ODD_BYTES.search(self.data) is not None
        here: _Collection = self.holder
        key: str | None = None
        for event in islice(iter(next_event, None), MAX_EVENTS):
            self.event = event
            if isinstance(event, ScalarEvent):
                value: str = self._text(event, here, key) if odd else event.value
                if isinstance(here, list):
                    here.append(value if event.style or value[:1] not in SUSPECT else unquoted(value))
                elif key is not None:
                    here.setdefault(key, value if event.style or value[:1] not in SUSPECT else unquoted(value))
                    key = None
                else:
                    key = value
                    if key in here or not key:
                        self._odd_key(event, here, key)
            elif isinstance(event, CollectionEndEvent):
                here, key = self.stack.pop()[0], None
            elif isinstance(event, CollectionStartEvent):
                here, key = self._opened(event, here, key), None
            elif isinstance(event, AliasEvent):
                key = self._alias(event, here, key)
            elif self._ends(event):
                return
        self._stop("too-many-values", self.event, limit=MAX_EVENTS)

    def _text(self, event: ScalarEvent, here: _Collection, key: str | None) -> str:
        """The text of a scalar that may have an anchor, a tag or escaped hidden characters, which are reported."""
        self._refuse_properties(event, here, key)
        hidden = HIDDEN.search(event.value)
        if hidden:
            self._add("control-character", event, self._place(here, key), character=characters(hidden.group()))
        return HIDDEN.sub("", event.value)

    def _refuse_properties(self, event: NodeEvent, here: _Collection, key: str | None) -> None:
        if event.anchor:
            self._add("yaml-alias", event, self._place(here, key), name=f"&{event.anchor}")
        tag = getattr(event, "tag", None)
        if tag:
            self._add("yaml-tag", event, self._place(here, key), tag=tag)

    def _odd_key(self, event: ScalarEvent, here: dict[str, Raw], key: str) -> None:
        if not key:
            self.whole = False
            self._add("bad-key", event, self._place(here, None))
        else:
            self.repeats.append((self._place(here, key), spot(event.start_mark)))

    def _opened(self, event: CollectionStartEvent, here: _Collection, key: str | None) -> _Collection:
        """The mapping or list that begins, put where it belongs."""
        child: _Collection = {} if isinstance(event, MappingStartEvent) else []
        if event.anchor or event.tag:
            self._refuse_properties(event, here, key)
        if len(self.stack) >= MAX_DEPTH:
            self._stop("too-deep", event, limit=MAX_DEPTH)
        if isinstance(here, list):
            here.append(child)
        elif key is not None:
            here.setdefault(key, child)
        else:
            self._stop("bad-key", event)
        self.stack.append((here, key))
        return child

    def _alias(self, event: AliasEvent, here: _Collection, key: str | None) -> str | None:
        """Refuses an alias; the key that comes next: the alias may have stood for a key or for a value."""
        self.whole = False
        self._add("yaml-alias", event, self._place(here, key), name=f"*{event.anchor}")
        if not isinstance(here, dict):
            here.append(None)
            return None
        return "*" if key is None else None

    def _ends(self, event: Event) -> bool:
        second = isinstance(event, DocumentStartEvent) and bool(self.holder)
        if second:
            self._add("yaml-multiple-documents", event)
        return second or isinstance(event, StreamEndEvent)

    def _place(self, here: _Collection, key: str | None) -> Place:
        """Where the next value belongs; for a key, the mapping it is in."""
        outer = (len(held) - 1 if isinstance(held, list) else name for held, name in self.stack[1:])
        inner = len(here) if isinstance(here, list) else key
        steps = (*outer, inner) if self.stack else ()
        return tuple(step for step in steps if step is not None)

    def _report_repeats(self) -> None:
        firsts = _find(self.data, {place for place, _ in self.repeats})
        for place, at in self.repeats[:REPORTED]:
            first_line, _ = firsts.of_key(place)
            self.report.add_at("duplicate-key", at.line, at.column, place, name=place[-1], first_line=first_line)

    def _report_syntax(self, error: Exception) -> None:
        slip = explain(error, self.event, self.data.decode().split("\n"))
        explained = {found.code for found in self.report} & {"tab-indentation", "wide-space-indentation"}
        if explained:
            return
        if slip.cause == "tab":
            self.report.add_at("tab-indentation", slip.at.line, slip.at.column)
            return
        self._add_slip(slip, getattr(error, "problem", None) or str(error))

    def _report_not_a_mapping(self, root: Raw) -> None:
        slip = colon_slip(self.data.decode().split("\n"))
        if slip and isinstance(root, str):
            self._add_slip(slip, None)
        else:
            line, column = _find(self.data, {()}).of_value(())
            self.report.add_at("not-a-mapping", line, column, found="list" if isinstance(root, list) else "text")

    def _add_slip(self, slip: Slip, detail: str | None) -> None:
        self.report.add_at(
            "yaml-syntax", slip.at.line, slip.at.column, cause=slip.cause, character=slip.character, detail=detail
        )

    def _add(self, code: str, event: Event | None, place: Place = (), **values: object) -> None:
        at = spot(event.start_mark if event else None)
        self.report.add_at(code, at.line, at.column, place, **values)

    def _stop(self, code: str, event: Event | None, limit: int | None = None) -> NoReturn:
        self._add(code, event, limit=limit)
        raise _Stop


class _Positions(Struct):
    """Where keys and values stand; line and column from 1."""

    keys: dict[Place, tuple[int, int]] = {}
    values: dict[Place, tuple[int, int]] = {}

    def of_key(self, place: Place) -> tuple[int, int]:
        return self.keys.get(place) or self.of_value(place)

    def of_value(self, place: Place) -> tuple[int, int]:
        """The position of the value, or of the nearest collection that should hold it, or of the file's start."""
        ways = (place[:length] for length in range(len(place), -1, -1))
        return next((self.values[way] for way in ways if way in self.values), (1, 1))


class _Open(Struct):
    """A collection that has begun: its place, and what comes next in it."""

    place: Place
    is_mapping: bool
    key: str | None = None
    length: int = 0

    def next(self, event: NodeEvent) -> tuple[Place, bool]:
        """The place of the next node, and whether it is a key."""
        if not self.is_mapping:
            self.length += 1
            return (*self.place, self.length - 1), False
        if self.key is None:
            self.key = HIDDEN.sub("", event.value) if isinstance(event, ScalarEvent) else ""
            return (*self.place, self.key), True
        place, self.key = (*self.place, self.key), None
        return place, False


def _find(data: bytes, places: set[Place]) -> _Positions:
    """Positions of the places and of all they lie in; of a repeated key, the first."""
    wanted = {place[:length] for place in places for length in range(len(place) + 1)}
    positions = _Positions()
    for place, event, is_key in _nodes(clean(data, Report("")) or b""):
        if place in wanted:
            at = spot(event.start_mark)
            here = at.line, at.column
            empty = isinstance(event, ScalarEvent) and not event.value and not event.style
            known = positions.keys if is_key else positions.values
            known.setdefault(place, positions.keys.get(place, here) if empty else here)
    return positions


def _nodes(data: bytes) -> Iterator[tuple[Place, NodeEvent, bool]]:
    """Every node of the first document with its place, keys marked True; ends where the text stops being YAML."""
    parser, opened = _Parser(data), list[_Open]()
    for _ in range(MAX_EVENTS):
        try:
            event = parser.get_event()
        except (yaml.YAMLError, ValueError):
            return
        if event is None or isinstance(event, (DocumentEndEvent, StreamEndEvent)):
            return
        if isinstance(event, CollectionEndEvent):
            opened.pop()
        elif isinstance(event, NodeEvent):
            place, is_key = opened[-1].next(event) if opened else ((), False)
            yield place, event, is_key
            if isinstance(event, CollectionStartEvent):
                opened.append(_Open(place, isinstance(event, MappingStartEvent)))
                if len(opened) > MAX_DEPTH:
                    return


def _place_of(found: Problem) -> Place:
    name = dict(found.values).get("name")
    if found.code in _OF_KEY and name is not None and found.place[-1:] != (name,):
        return (*found.place, name)
    return found.place


def _placed(found: Problem, positions: _Positions) -> Problem:
    place = _place_of(found)
    line, column = positions.of_key(place) if found.code in _OF_KEY else positions.of_value(place)
    return replace(found, line=line, column=column)
