"""Problems are values: what is wrong, where, and how to mend it.

A `Problem` carries a code and the values its message needs; the words live in `catalogue.yaml`, in Chinese and
English. Line and column are filled in late, by `generator.records`, and only for files that have problems.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

Place = tuple[str | int, ...]
"""The way to a value inside a record: ``("events", 2, "on")``; empty for the record itself."""


class Problem(Struct, frozen=True):
    """One thing that is wrong.

    `file` is relative to the project root, with forward slashes; line and column count from 1, columns in characters.
    """

    file: str
    line: int | None
    column: int | None
    code: str
    place: Place = ()
    values: tuple[tuple[str, str], ...] = ()


def problem(code: str, file: str, place: Place = (), **values: object) -> Problem:
    """A problem whose line is not known yet."""
    return Problem(file, None, None, code, place, _pairs(values))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file, then line and column, each problem once. A problem without a line comes before those with one."""
    return sorted(set(problems), key=_rank)


LONGEST_STEP = 80
"""A field name in a place longer than this many characters is cut: a record may hold any text there."""


def written(place: Place) -> str:
    """A place as a person reads it: ``events[2].date``; items count from 0."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{_cut(step)}" for step in place)
    return "".join(parts).removeprefix(".")


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_STEP else name[:LONGEST_STEP] + "\u2026"


def _pairs(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Values as text; one that is None is left out, and with it the part of the message that would have named it."""
    return tuple((key, str(value)) for key, value in values.items() if value is not None)


def _rank(found: Problem) -> tuple[object, ...]:
    return (found.file, found.line or 0, found.column or 0, found.code, written(found.place), found.values)


class Report(Struct):
    """Collects the problems of one file while it is read."""

    file: str
    problems: list[Problem] = []

    def add(self, code: str, place: Place = (), **values: object) -> None:
        self.problems.append(problem(code, self.file, place, **values))

    def add_at(self, code: str, line: int, column: int, place: Place = (), **values: object) -> None:
        """A problem whose line and column are known already."""
        self.problems.append(Problem(self.file, line, column, code, place, _pairs(values)))

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)
