"""The open data of the whole registry: tables, JSON Lines, one database, and what explains them.

Rows are made in runs, each kept by the digests of its records, so that one changed record costs one run. What a row
rests on is keyed by the digests put one behind the other; hashing them is left to the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from generator.model.keyed import Keyed, keyed, together
from generator.model.registry import Registry
from generator.model.status import Schedule
from generator.model.summaries import Summaries, as_shown
from generator.model.views import CertificateFacts, CertificateSummary, EnterpriseFacts, Gone
from generator.plan.output import Checksums, Joined, Output, Part, Planned, Renderer
from generator.plan.runs import runs
from generator.records.record import Record
from generator.render import data, database, openapi, tables, urls
from generator.render.pages import opendata
from generator.render.tables import CertificateRow, Table
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise

T = TypeVar("T")
Listed = list[tuple[str, Keyed[T]]]
ROWS = 128
"""How many rows a run has on average: few, so that little is made again; enough that the runs are not many."""


@dataclass(frozen=True)
class OpenData:
    """Plans the data files of a registry, as of `at`."""

    registry: Registry
    summaries: Summaries
    at: date

    def outputs(self) -> Iterator[Planned]:
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
    def _certificates(self) -> Listed[CertificateFacts]:
        records = self.registry.certificates.values()
        return [(record.id, self._facts(record)) for record in records if record.value.withdrawal is None]

    def _facts(self, record: Record[Certificate]) -> Keyed[CertificateFacts]:
        value = record.value
        holder, schedule = self.summaries.enterprises[value.holder], self.summaries.schedules[record.id]
        issuer, scheme = self.registry.issuers[value.issuer], self.registry.schemes[value.scheme]
        return Keyed(
            CertificateFacts(value, holder.value, issuer.value, scheme.value, schedule.value),
            b"".join((record.digest, holder.digest, issuer.digest, scheme.digest, schedule.digest)),
        )

    @cached_property
    def _rows(self) -> Listed[CertificateRow]:
        """The facts with the status of the day, which is all that midnight changes."""
        return [(id, _row(facts, self.at)) for id, facts in self._certificates]

    @cached_property
    def _enterprises(self) -> Listed[EnterpriseFacts]:
        records = self.registry.enterprises.values()
        return [(record.id, self._enterprise(record)) for record in records if record.value.withdrawal is None]

    def _enterprise(self, record: Record[Enterprise]) -> Keyed[EnterpriseFacts]:
        shown, certificates = as_shown(record, self.at), together(self._held(record.id))
        return Keyed(EnterpriseFacts(shown.value, certificates.value), shown.digest + certificates.digest)

    def _held(self, credit_code: str) -> Iterator[Keyed[CertificateSummary]]:
        for record in self.registry.certificates_of.get(credit_code, ()):
            if record.value.withdrawal is None:
                yield self.summaries.certificates[record.id]

    @cached_property
    def _gone(self) -> Mapping[str, Listed[Gone]]:
        tables: Mapping[str, Mapping[str, Record[Any]]] = {
            "certificate": self.registry.certificates,
            "enterprise": self.registry.enterprises,
        }
        return {
            kind: [
                (id, keyed(Gone(kind, id, record.value.withdrawal)))
                for id, record in table.items()
                if record.value.withdrawal is not None
            ]
            for kind, table in tables.items()
        }

    @property
    def _rules(self) -> tuple[Keyed[Any], ...]:
        """Schemes, issuers, standards and notices, each by id, and what is withdrawn."""
        registry = self.registry
        kinds = (registry.schemes, registry.issuers, registry.standards, registry.notices)
        whole = (together(Keyed(record.value, record.digest) for record in kind.values()) for kind in kinds)
        return (*whole, together(item for kind in self._gone.values() for _, item in kind))


def _row(facts: Keyed[CertificateFacts], at: date) -> Keyed[CertificateRow]:
    current = _in_force(facts.value.schedule, at)
    return Keyed(CertificateRow(facts.value, current), facts.digest + bytes([current]))


def _in_force(schedule: Schedule, at: date) -> int:
    """The place of the change in force; the first stands at the beginning of time."""
    place = len(schedule) - 1
    while schedule[place].on > at:
        place -= 1
    return place


def _runs(items: Listed[T]) -> list[Keyed[tuple[T, ...]]]:
    return [together(run) for run in runs(items, ROWS)]


def _parts(render: Renderer, items: Iterable[Keyed[Any]]) -> tuple[Part, ...]:
    return tuple(Part(render, (run,)) for run in items)


def _table(path: str, table: Table[Any], render: Renderer, items: Iterable[Keyed[Any]]) -> Joined:
    head = Part(tables.csv_head, (keyed(table.name),))
    return Joined(path, (head, *_parts(render, items)))


def _lines(path: str, items: Listed[Any]) -> Joined:
    return Joined(path, _parts(data.data_lines, _runs(items)))
