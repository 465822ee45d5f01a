"""Rows of a sheet → the record files to write, and what is wrong with the other rows.

A row speaks only of the columns its sheet has: what stands in the record's file and in no column stays. An empty cell
takes the value away. Every row passes the checks of a file, and the registry as it would be passes the rules between
records; a row that fails either is left out, and the others are looked at again without it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from generator.build.check import missing_media
from generator.exchange.cells import meant
from generator.exchange.columns import Header, path, read_header
from generator.exchange.flat import field_of, flat, raw_of
from generator.exchange.rewrite import fresh, holds, revised
from generator.exchange.table import Table
from generator.model.registry import registry_of
from generator.model.rules import check_registry
from generator.problems import Place, Problem, Report, problem
from generator.problems.catalogue import is_error
from generator.records.record import Record
from generator.schema.kinds import KINDS, Kind


class Disk(Protocol):
    """What the plan needs to see of the project: names are relative to its root, with forward slashes."""

    def read(self, file: str) -> str: ...
    def taken(self, file: str) -> bool: ...


class Base(Struct, frozen=True):
    """The registry as it is before the import, and the day as of which it is judged."""

    records: tuple[Record[Any], ...]
    media: frozenset[str]
    at: date


class Change(Struct, frozen=True):
    """A record to write: `text` goes to `record.file`; `previous` is what was there, perhaps under another name."""

    row: int
    record: Record[Any]
    previous: Record[Any] | None
    text: str = ""


class Plan(Struct, frozen=True):
    """Problems name the sheet as their file, and the row and column of the cell. `refused` are the rows left out."""

    changes: tuple[Change, ...]
    unchanged: int
    refused: frozenset[int]
    problems: tuple[Problem, ...]


def plan_import(kind: Kind, table: Table, sheet: str, base: Base, disk: Disk) -> Plan:
    """What importing the table means; `sheet` is the name of its file in problems. Nothing is imported from a sheet
    whose header is not understood.
    """
    header, faults = read_header(kind, table)
    numbers = [number for number, row in enumerate(table.rows, 1) if number > header.rows and any(map(str.strip, row))]
    if faults:
        found = (
            _at(sheet, problem(code, sheet, (), **values), (row, column)) for row, column, (code, values) in faults
        )
        return Plan((), 0, frozenset(numbers), tuple(found))
    if not numbers:
        return Plan((), 0, frozenset(), (Problem(sheet, 1, 1, "spreadsheet-empty"),))
    return _Import(kind, table, header, sheet, base, disk).plan(numbers)


def _at(sheet: str, found: Problem, cell: tuple[int, int], place: Place = ()) -> Problem:
    return replace(found, file=sheet, line=cell[0], column=cell[1], place=place)


class _Row(Struct, frozen=True):
    """A row read: the record it makes, and for each place in that record the place in the header."""

    number: int
    record: Record[Any]
    previous: Record[Any] | None
    origins: Mapping[Place, Place]


class _Import:
    """One import; `problems` grows while it is planned."""

    def __init__(self, kind: Kind, table: Table, header: Header, sheet: str, base: Base, disk: Disk) -> None:
        self.kind, self.table, self.header, self.sheet = kind, table, header, sheet
        self.base, self.disk = base, disk
        self.problems: list[Problem] = []
        self.existing = {record.id: record for record in base.records if record.kind == kind.name}

    def plan(self, numbers: Sequence[int]) -> Plan:
        read = [row for row in map(self._row, numbers) if row is not None]
        rows = list(self._once_each(read))
        changed = [row for row in rows if not self._is_unchanged(row)]
        unchanged = len(rows) - len(changed)
        changes = [change for row in self._settled(changed) if (change := self._change(row)) is not None]
        kept = {change.row for change in changes} | {row.number for row in rows if self._is_unchanged(row)}
        return Plan(tuple(changes), unchanged, frozenset(numbers) - kept, tuple(self.problems))

    # One row --------------------------------------------------------------------------------------------------------

    def _row(self, number: int) -> _Row | None:
        texts, wrong = self._texts(number)
        id = texts.get((self.kind.id_field,), "")
        previous = self.existing.get(id)
        known = flat(self.kind.shape, previous.value) if previous else {}
        leaves = {place: text for place, text in (known | texts).items() if text}
        raw, origins = raw_of(self.kind.shape, leaves)
        report = Report(self.sheet)
        value = self.kind.shape.read(raw, report)
        fine = value is not None and not wrong
        for found in report:
            # What the row's file will say is right where the cell was not; warnings of a good row come from the rules.
            self._add(number, found, origins, wrong)
        if not fine:
            return None
        file = str(self.kind.path(id, self._year(value)))
        occupied = (previous is None or previous.file != file) and self.disk.taken(file)
        if occupied:
            self._add(number, problem("file-in-the-way", self.sheet, (self.kind.id_field,), path=file), origins, set())
            return None
        return _Row(number, Record(self.kind.name, id, value, b"", file), previous, origins)

    def _texts(self, number: int) -> tuple[dict[Place, str], set[Place]]:
        """What the row says of each place, and the places whose cells are no good, with their problems added."""
        texts: dict[Place, str] = {}
        wrong: set[Place] = set()
        row = self.table.rows[number - 1]
        for column, place in enumerate(self.header.places, 1):
            if place is None:
                continue
            text, fault = meant(row[column - 1] if column <= len(row) else "", field_of(self.kind.shape, place))
            texts[place] = text
            fault = self.table.faults.get((number, column)) or fault
            if fault is not None:
                wrong.add(place)
                code, values = fault
                self.problems.append(
                    _at(self.sheet, problem(code, self.sheet, (), **values), (number, column), (path(place),))
                )
        return texts, wrong

    def _year(self, value: Any) -> int | None:
        if self.kind.year_field is None:
            return None
        year: int = getattr(value, self.kind.year_field).year
        return year

    def _add(self, number: int, found: Problem, origins: Mapping[Place, Place], wrong: set[Place]) -> None:
        """A problem of the row's record, put at the cell it comes from; not twice at a cell that is no good anyway."""
        known = next(found.place[:n] for n in range(len(found.place), -1, -1) if found.place[:n] in origins)
        place = (*origins[known], *found.place[len(known) :])
        lacking = dict(found.values).get("name")
        if found.code == "missing-key" and place[-1:] != (lacking,):
            place = (*place, str(lacking))
        if place in wrong:
            return
        cell = number, self.header.column(place)
        self.problems.append(_at(self.sheet, found, cell, (path(place),) if place else ()))

    # All rows -------------------------------------------------------------------------------------------------------

    def _once_each(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        """The rows whose id no other row has; nobody can tell which of two is meant."""
        times = Counter(row.record.id for row in rows)
        for row in rows:
            if times[row.record.id] == 1:
                yield row
                continue
            others = (str(item.number) for item in rows if item.record.id == row.record.id and item is not row)
            place = (self.kind.id_field,)
            found = problem("repeated-row", self.sheet, place, id=row.record.id, rows=", ".join(others))
            self._add(row.number, found, row.origins, set())

    def _is_unchanged(self, row: _Row) -> bool:
        shape, old = self.kind.shape, row.previous
        return old is not None and flat(shape, old.value) == flat(shape, row.record.value)

    def _change(self, row: _Row) -> Change | None:
        """The row with the text of its file; None when the file would be too large to be read again."""
        if row.previous is None:
            text = fresh(self.kind.shape, row.record.value)
        else:
            text = revised(self.kind, self.disk.read(row.previous.file), row.previous.value, row.record.value)
        if holds(self.kind, text, row.record.value):
            return Change(row.number, row.record, row.previous, text)
        self._add(row.number, problem("record-too-large", self.sheet, (self.kind.id_field,)), row.origins, set())
        return None

    def _settled(self, rows: Sequence[_Row]) -> list[_Row]:
        """The rows with which the registry is sound, or no worse than it was."""
        if not rows:
            return []
        old = frozenset(_key(found) for found in self._judged(self.base.records) if is_error(found))
        kept = list(rows)
        while kept:
            records = self._after(kept)
            found = self._judged(records)
            mine = {row.record.file: row for row in kept}
            errors = [item for item in found if is_error(item) and (item.file in mine or _key(item) not in old)]
            if not errors:
                for item in found:
                    if item.file in mine:
                        self._add(mine[item.file].number, item, mine[item.file].origins, set())
                break
            own = [item for item in errors if item.file in mine]
            bad = self._own(own, mine) if own else self._blamed(errors, records, kept)
            kept = [row for row in kept if row.number not in bad]
        return kept

    def _after(self, rows: Sequence[_Row]) -> tuple[Record[Any], ...]:
        gone = {row.previous.file for row in rows if row.previous is not None}
        return (*(record for record in self.base.records if record.file not in gone), *(row.record for row in rows))

    def _judged(self, records: tuple[Record[Any], ...]) -> list[Problem]:
        found = check_registry(registry_of(records), records, self.base.at)
        return [*found, *missing_media(records, self.base.media)]

    def _own(self, errors: Sequence[Problem], mine: Mapping[str, _Row]) -> set[int]:
        for item in errors:
            self._add(mine[item.file].number, item, mine[item.file].origins, set())
        return {mine[item.file].number for item in errors}

    def _blamed(self, errors: Sequence[Problem], records: Sequence[Record[Any]], rows: Sequence[_Row]) -> set[int]:
        """The rows that make records of other files wrong: those they refer to or that refer to them, else all."""
        by_file = {record.file: record for record in records}
        blamed: set[int] = set()
        for item in errors:
            hurt = by_file[item.file]
            near = [row for row in rows if _refers(hurt, row.record) or _refers(row.record, hurt)] or rows
            for row in near:
                place = (self.kind.id_field,)
                found = problem("breaks-other-record", self.sheet, place, path=item.file, rule=item.code)
                self._add(row.number, found, row.origins, set())
            blamed |= {row.number for row in near}
        return blamed


def _key(found: Problem) -> tuple[object, ...]:
    return found.file, found.code, found.place, found.values


def _refers(one: Record[Any], other: Record[Any]) -> bool:
    return any(item[:2] == (other.kind, other.id) for item in KINDS[one.kind].shape.references(one.value))
