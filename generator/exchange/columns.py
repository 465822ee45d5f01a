"""The columns of a sheet: which there are, what stands above them, and what someone's header means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from functools import cache
from typing import Any

from msgspec import Struct

from generator import language
from generator.exchange.flat import field_of
from generator.exchange.table import Table
from generator.problems import Place
from generator.schema.dictionary import columns as first_columns
from generator.schema.kinds import Kind
from generator.schema.shape import Field, Shape
from generator.schema.types import COMPARED, Fault

REMARK = "#"
"""A column whose header begins with it is the editor's own and is not read."""

_STEP = re.compile(r"(.+?)\s*([0-9]{1,4})?", re.DOTALL)


class Header(Struct, frozen=True):
    """`places[c]` is what column c + 1 holds, None for one that is not read; `rows` are above the records."""

    places: tuple[Place | None, ...]
    rows: int

    def column(self, place: Place) -> int:
        """The column, from 1, of a place or of what stands nearest to it; 1 when nothing does."""
        known = {found: column for column, found in enumerate(self.places, 1) if found is not None}
        if place in known:
            return known[place]
        for length in range(len(place), 0, -1):
            inside = [column for found, column in known.items() if found[:length] == place[:length]]
            if inside:
                return min(inside)
        return 1


def columns_for(kind: Kind, rows: Iterable[Iterable[Place]]) -> tuple[Place, ...]:
    """The columns that the places of these rows need, in the order of the fields; each list has at least one item."""
    used: set[Place] = set()
    for row in rows:
        used.update(row)
    counts: dict[Place, int] = {}
    for place in used:
        for at, step in enumerate(place):
            if isinstance(step, int):
                counts[place[:at]] = max(counts.get(place[:at], 0), step + 1)
    return tuple(_columns(kind.shape, (), used, counts, ()))


def _columns(
    shape: Shape[Any], above: Place, used: set[Place], counts: dict[Place, int], outer: tuple[str, ...]
) -> Iterator[Place]:
    inner = (*outer, shape.name)
    for field in shape.fields:
        place = (*above, field.name)
        least = 0 if field.group is not None and field.group.name in inner else 1
        spots = [(*place, item) for item in range(max(counts.get(place, 0), least))] if field.many else [place]
        for spot in spots:
            if field.group is None or spot in used:
                yield spot
            if field.group is not None:
                yield from _columns(field.group, spot, used, counts, inner)


def path(place: Place) -> str:
    """A place as a header: ``events.1.date``; items count from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in place)


def label(kind: Kind, place: Place, lang: str) -> str:
    """The same in words: ``Events 1 / Date``."""
    words: list[str] = []
    for at, step in enumerate(place):
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
        else:
            words.append(language.label(field_of(kind.shape, place[: at + 1]).key, lang))
    return " / ".join(words)


def read_header(kind: Kind, table: Table) -> tuple[Header, tuple[tuple[int, int, Fault], ...]]:
    """What the columns hold, and what is wrong with the header, by row and column from 1.

    The header is the first row with anything in it; the next belongs to it when it says the same in other words.
    """
    first = next((number for number, row in enumerate(table.rows) if any(map(_plain, row))), 0)
    texts = table.rows[first] if table.rows else ()
    places = [place_of(kind, text) if _is_read(text) else None for text in texts]
    faults = tuple((first + 1, column, fault) for column, fault in _faults(kind, table, first, texts, places))
    second = table.rows[first + 1] if len(table.rows) > first + 1 else ()
    return Header(tuple(places), first + 1 + _says_the_same(kind, second, places)), faults


def _faults(
    kind: Kind, table: Table, first: int, texts: Sequence[str], places: Sequence[Place | None]
) -> Iterator[tuple[int, Fault]]:
    seen: dict[Place, int] = {}
    for column, (text, place) in enumerate(zip(texts, places, strict=True), 1):
        if place is None and _is_read(text):
            yield column, ("unknown-column", {"name": text, "nearest": _nearest(kind, text)})
        elif place is not None and seen.setdefault(place, column) != column:
            yield column, ("repeated-column", {"name": path(place), "other": seen[place]})
    named = {column for column, text in enumerate(texts) if _plain(text)}
    rest = (row for row in table.rows[first + 1 :])
    filled = {column for row in rest for column, text in enumerate(row) if column not in named and _plain(text)}
    yield from ((column + 1, ("column-without-name", {})) for column in sorted(filled))
    if (kind.id_field,) not in seen:
        yield 1, ("missing-column", {"name": kind.id_field})


def place_of(kind: Kind, text: str) -> Place | None:
    """The place that a header names by keys or by labels, in either language; None if there is none.

    A list without a number means its first item.
    """
    place: list[str | int] = []
    shape: Shape[Any] | None = kind.shape
    for name, number in _steps(_plain(text)):
        field = _names(shape).get(name) if shape is not None else None
        if field is None or (number is not None and (number == 0 or not field.many)):
            return None
        place.append(field.name)
        if field.many:
            place.append((number or 1) - 1)
        shape = field.group
    return tuple(place) or None


def _steps(text: str) -> list[tuple[str, int | None]]:
    steps: list[tuple[str, int | None]] = []
    for part in re.split(r"\s*/\s*" if "/" in text else r"\.", text):
        if part.isdecimal() and steps and steps[-1][1] is None:
            steps[-1] = steps[-1][0], int(part[:4])
        else:
            found = _STEP.fullmatch(part)
            steps.append((found[1], int(found[2]) if found[2] else None) if found else ("", None))
    return steps


@cache
def _names(shape: Shape[Any]) -> dict[str, Field]:
    """Fields by their keys and by their labels in every language; keys win."""
    names: dict[str, Field] = {}
    for lang in language.LANGUAGES:
        for field in shape.fields:
            with suppress(language.MissingText):
                names.setdefault(_plain(language.label(field.key, lang)), field)
    return names | {field.name: field for field in shape.fields}


def _nearest(kind: Kind, text: str) -> str | None:
    """The column that an unknown header was probably meant to be."""
    wanted = re.sub("[0-9]+", "1", _plain(text)[:COMPARED])
    spellings: dict[str, str] = {}
    for column in first_columns(kind):
        spellings |= {_plain(column.label(lang)): column.path for lang in language.LANGUAGES}
        spellings[column.path] = column.path
    found = get_close_matches(wanted, spellings, n=1, cutoff=0.5)
    return spellings[found[0]] if found else None


def _says_the_same(kind: Kind, row: Sequence[str], places: Sequence[Place | None]) -> bool:
    said = [(place_of(kind, text), place) for text, place in zip(row, places, strict=False) if _is_read(text)]
    return bool(said) and all(found is not None and found == place for found, place in said)


def _is_read(text: str) -> bool:
    plain = _plain(text)
    return bool(plain) and not plain.startswith(REMARK)


def _plain(text: str) -> str:
    """A header without what does not matter: width, case, blanks around and between."""
    return " ".join(unicodedata.normalize("NFKC", text).replace("\ufeff", "").casefold().split())
