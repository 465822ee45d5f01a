"""The open data of the whole registry: tables, JSON Lines, one database, and what explains them.

Rows are made in runs, each kept by the digests of its records, so that one changed record costs one run. What a row
rests on is keyed by the digests put one behind the other; hashing them is left to the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any, Generic, NamedTuple, TypeVar

from generator.model.keyed import Deferred, Keyed, digest_of, keyed, together
from generator.model.relations import Id
from generator.model.status import Schedule
from generator.model.summaries import Summaries, as_shown
from generator.model.views import CertificateFacts, EnterpriseFacts, Gone
from generator.plan.output import Checksums, Joined, Output, Part, Planned, Renderer
from generator.plan.runs import runs
from generator.records.record import Record
from generator.render import data, database, openapi, tables, urls
from generator.render.pages import opendata
from generator.render.tables import CertificateRow, Table

T = TypeVar("T")


class Row(NamedTuple, Generic[T]):
    """One row to come: what tells whether it is still the same, and how it is fetched by its id."""

    id: str
    digest: bytes
    fetch: Callable[[str], T]


Listed = list[Row[T]]
ROWS = 128
"""How many rows a run has on average: few, so that little is made again; enough that the runs are not many."""


class RowMark(NamedTuple):
    """What must be known of a record to tell whether its rows are still the same.

    `digest` is that of all that open data says of it, but for its status of the day: of a certificate's schedule, the
    change in `place` is in force.
    """

    id: str
    digest: bytes
    place: int = 0
    withdrawn: bool = False


def row_mark(summaries: Summaries, record: Id, at: date) -> RowMark:
    """The mark of a certificate, an enterprise or a notice as of `at`."""
    kind, id = record
    known = summaries.registry.of_kind(kind)[id]
    if kind == "notice":
        return RowMark(id, known.digest)
    if known.value.withdrawal is not None:
        return RowMark(id, keyed(Gone(kind, id, known.value.withdrawal)).digest, withdrawn=True)
    if kind == "enterprise":
        return RowMark(id, _enterprise_facts(summaries, id, at).digest)
    facts = _certificate_facts(summaries, id)
    return RowMark(id, facts.digest, _in_force(facts.value.schedule, at))


def made_marks(summaries: Summaries, at: date, kind: str) -> Iterator[RowMark]:
    """The marks of all records of one kind."""
    return (row_mark(summaries, (kind, id), at) for id in summaries.registry.of_kind(kind))


def _certificate_facts(summaries: Summaries, id: str) -> Keyed[CertificateFacts]:
    registry = summaries.registry
    record = registry.certificates[id]
    value = record.value
    holder, schedule = summaries.enterprises[value.holder], summaries.schedules[id]
    issuer, scheme = registry.issuers[value.issuer], registry.schemes[value.scheme]
    return Keyed(
        CertificateFacts(value, holder.value, issuer.value, scheme.value, schedule.value),
        digest_of(record.digest, holder.digest, issuer.digest, scheme.digest, schedule.digest),
    )


def _enterprise_facts(summaries: Summaries, id: str, at: date) -> Keyed[EnterpriseFacts]:
    held = summaries.registry.certificates_of.get(id, ())
    shown = as_shown(summaries.registry.enterprises[id], at)
    certificates = together(summaries.certificates[item.id] for item in held if item.value.withdrawal is None)
    return Keyed(EnterpriseFacts(shown.value, certificates.value), digest_of(shown.digest, certificates.digest))


@dataclass(frozen=True)
class OpenData:
    """Plans the data files of a registry, as of `at`; `marks_of` gives the marks of one kind by id."""

    summaries: Summaries
    at: date
    marks_of: Callable[[str], Iterable[RowMark]]

    def outputs(self) -> Iterator[Planned]:
        """Every data file, after those whose sums it has."""
        figures = keyed(opendata.Figures(len(self._certificates), len(self._enterprises), self.at))
        files: tuple[Joined | Output, ...] = (
            *self._files(),
            Output(urls.OPENAPI, openapi.openapi_json, ()),
            Output(urls.DATA_PACKAGE, opendata.data_package, (figures,)),
        )
        yield from files
        yield Checksums(urls.CHECKSUMS, files)
        yield Output(urls.DATA, opendata.data_page, (figures,))

    def _files(self) -> Iterator[Joined]:
        rows, shown, gone = _runs(self._rows), _runs(self._enterprises), self._gone
        yield _table(urls.CERTIFICATES_CSV, tables.CERTIFICATES, tables.certificates_csv, rows)
        yield _table(urls.ENTERPRISES_CSV, tables.ENTERPRISES, tables.enterprises_csv, shown)
        yield _lines(urls.CERTIFICATES_JSONL, [*self._certificates, *gone["certificate"]])
        yield _lines(urls.ENTERPRISES_JSONL, [*self._enterprises, *gone["enterprise"]])
        parts = (
            *_parts(database.certificates_part, rows),
            *_parts(database.enterprises_part, shown),
            Part(database.rules_part, self._rules),
            Part(database.about_part, ()),
        )
        yield Joined(urls.DATABASE, parts, database.database)

    @cached_property
    def _marks(self) -> Mapping[str, list[RowMark]]:
        return {kind: list(self.marks_of(kind)) for kind in ("certificate", "enterprise", "notice")}

    def _shown(self, kind: str) -> list[RowMark]:
        return [mark for mark in self._marks[kind] if not mark.withdrawn]

    @cached_property
    def _certificates(self) -> Listed[CertificateFacts]:
        return [Row(mark.id, mark.digest, self._facts) for mark in self._shown("certificate")]

    def _facts(self, id: str) -> CertificateFacts:
        return _certificate_facts(self.summaries, id).value

    @cached_property
    def _rows(self) -> Listed[CertificateRow]:
        """The facts with the status of the day, which is all that midnight changes."""
        marks = self._shown("certificate")
        return [Row(mark.id, mark.digest + bytes((mark.place,)), self._row) for mark in marks]

    def _row(self, id: str) -> CertificateRow:
        facts = self._facts(id)
        return CertificateRow(facts, _in_force(facts.schedule, self.at))

    @cached_property
    def _enterprises(self) -> Listed[EnterpriseFacts]:
        return [Row(mark.id, mark.digest, self._enterprise) for mark in self._shown("enterprise")]

    def _enterprise(self, id: str) -> EnterpriseFacts:
        return _enterprise_facts(self.summaries, id, self.at).value

    @cached_property
    def _gone(self) -> Mapping[str, Listed[Gone]]:
        return {
            kind: [
                Row(mark.id, mark.digest, partial(self._withdrawn, kind))
                for mark in self._marks[kind]
                if mark.withdrawn
            ]
            for kind in ("certificate", "enterprise")
        }

    def _withdrawn(self, kind: str, id: str) -> Gone:
        return Gone(kind, id, self.summaries.registry.of_kind(kind)[id].value.withdrawal)

    @property
    def _rules(self) -> tuple[Deferred[Any], ...]:
        """Schemes, issuers, standards and notices, each by id, and what is withdrawn."""
        registry = self.summaries.registry
        tables: tuple[Mapping[str, Record[Any]], ...] = (registry.schemes, registry.issuers, registry.standards)
        small = ([Row(id, record.digest, partial(_value, table)) for id, record in table.items()] for table in tables)
        notices = [Row(mark.id, mark.digest, partial(_value, registry.notices)) for mark in self._marks["notice"]]
        gone = [row for kind in self._gone.values() for row in kind]
        return tuple(_later(items) for items in (*small, notices, gone))


def _value(table: Mapping[str, Record[T]], id: str) -> T:
    return table[id].value


def _in_force(schedule: Schedule, at: date) -> int:
    """The place of the change in force; the first stands at the beginning of time."""
    place = len(schedule) - 1
    while schedule[place].on > at:
        place -= 1
    return place


def _runs(items: Listed[T]) -> list[Deferred[tuple[T, ...]]]:
    return [_later(run) for run in runs(((row.id, row) for row in items), ROWS)]


def _later(rows: Sequence[Row[T]]) -> Deferred[tuple[T, ...]]:
    """Several rows as one value, none of them fetched yet."""
    return Deferred(lambda: tuple(row.fetch(row.id) for row in rows), digest_of(b"".join(row.digest for row in rows)))


def _parts(render: Renderer, items: Iterable[Deferred[Any]]) -> tuple[Part, ...]:
    return tuple(Part(render, (run,)) for run in items)


def _table(path: str, table: Table[Any], render: Renderer, items: Iterable[Deferred[Any]]) -> Joined:
    head = Part(tables.csv_head, (keyed(table.name),))
    return Joined(path, (head, *_parts(render, items)))


def _lines(path: str, items: Listed[Any]) -> Joined:
    return Joined(path, _parts(data.data_lines, _runs(items)))
