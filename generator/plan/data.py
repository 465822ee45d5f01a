"""The open data of the whole registry: tables, JSON Lines, one database, and what explains them.

Rows are made in runs, each kept by a digest of what its records say, so that one changed record costs one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Any

from generator.model.keyed import Deferred, Keyed, digest_of, keyed, together
from generator.model.relations import Id
from generator.model.status import Schedule
from generator.model.summaries import Summaries, as_shown
from generator.model.views import CertificateFacts, EnterpriseFacts, Gone
from generator.plan.output import Checksums, Inputs, Joined, Output, Part, Planned, Renderer
from generator.plan.runs import RowMark, Run, Runs, cut
from generator.records.record import Record
from generator.render import data, database, openapi, tables, urls
from generator.render.pages import opendata
from generator.render.tables import CertificateRow, Table
from generator.schema.notice import Notice

LISTED = ("certificate", "enterprise", "notice")
"""The kinds of which open data holds so many records that they are cut into runs."""


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


@dataclass(frozen=True)
class MadeRuns:
    """The runs of a registry that is all in memory, as of `at`."""

    summaries: Summaries
    at: date

    def runs(self, kind: str) -> Sequence[Run]:
        return list(cut(self._marks(kind, self.summaries.registry.of_kind(kind))))

    def marks(self, kind: str, run: Run) -> Iterable[RowMark]:
        return self._marks(kind, (id for id in self.summaries.registry.of_kind(kind) if run.after < id <= run.last))

    def withdrawn(self, kind: str) -> Iterable[RowMark]:
        table = self.summaries.registry.of_kind(kind)
        return self._marks(kind, (id for id, record in table.items() if record.value.withdrawal is not None))

    def _marks(self, kind: str, ids: Iterable[str]) -> Iterator[RowMark]:
        return (row_mark(self.summaries, (kind, id), self.at) for id in ids)


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
    """Plans the data files of a registry, as of `at`."""

    summaries: Summaries
    at: date
    source: Runs

    def outputs(self) -> Iterator[Planned]:
        """Every data file, after those whose sums it has."""
        shown = {kind: sum(run.shown for run in runs) for kind, runs in self._runs.items()}
        figures = keyed(opendata.Figures(shown["certificate"], shown["enterprise"], self.at))
        files: tuple[Joined | Output, ...] = (
            *self._files(),
            Output(urls.OPENAPI, openapi.openapi_json, ()),
            Output(urls.DATA_PACKAGE, opendata.data_package, (figures,)),
        )
        yield from files
        yield Checksums(urls.CHECKSUMS, files)
        yield Output(urls.DATA, opendata.data_page, (figures,))

    def _files(self) -> Iterator[Joined]:
        rows = [Deferred(partial(self._rows, run), run.rows) for run in self._shown("certificate")]
        facts = [Deferred(partial(self._facts, run), run.facts) for run in self._shown("certificate")]
        enterprises = [Deferred(partial(self._enterprises, run), run.facts) for run in self._shown("enterprise")]
        yield _table(urls.CERTIFICATES_CSV, tables.CERTIFICATES, tables.certificates_csv, rows)
        yield _table(urls.ENTERPRISES_CSV, tables.ENTERPRISES, tables.enterprises_csv, enterprises)
        yield _lines(urls.CERTIFICATES_JSONL, facts, self._withdrawn["certificate"])
        yield _lines(urls.ENTERPRISES_JSONL, enterprises, self._withdrawn["enterprise"])
        parts = (
            Part(database.frame_part, ()),
            *_parts(database.certificates_part, rows),
            *_parts(database.enterprises_part, enterprises),
            Part(database.rules_part, self._rules),
        )
        yield Joined(urls.DATABASE, parts, database.database)

    @cached_property
    def _runs(self) -> Mapping[str, Sequence[Run]]:
        return {kind: self.source.runs(kind) for kind in LISTED}

    def _shown(self, kind: str) -> list[Run]:
        return [run for run in self._runs[kind] if run.shown]

    def _marks(self, kind: str, run: Run) -> Iterator[RowMark]:
        return (mark for mark in self.source.marks(kind, run) if not mark.withdrawn)

    def _facts(self, run: Run) -> tuple[CertificateFacts, ...]:
        ids = [mark.id for mark in self._marks("certificate", run)]
        self.summaries.expect("certificate", ids)
        return tuple(_certificate_facts(self.summaries, id).value for id in ids)

    def _rows(self, run: Run) -> tuple[CertificateRow, ...]:
        """The facts with the status of the day, which is all that midnight changes."""
        return tuple(CertificateRow(facts, _in_force(facts.schedule, self.at)) for facts in self._facts(run))

    def _enterprises(self, run: Run) -> tuple[EnterpriseFacts, ...]:
        ids = [mark.id for mark in self._marks("enterprise", run)]
        self.summaries.expect("enterprise", ids)
        return tuple(_enterprise_facts(self.summaries, id, self.at).value for id in ids)

    @cached_property
    def _withdrawn(self) -> Mapping[str, Keyed[tuple[Gone, ...]]]:
        """What is left of withdrawn records: they are few."""
        return {kind: together(self._gone(kind)) for kind in ("certificate", "enterprise")}

    def _gone(self, kind: str) -> Iterator[Keyed[Gone]]:
        table = self.summaries.registry.of_kind(kind)
        marks = self.source.withdrawn(kind)
        return (Keyed(Gone(kind, mark.id, table[mark.id].value.withdrawal), mark.digest) for mark in marks)

    @property
    def _rules(self) -> Inputs:
        """Schemes, issuers, standards and notices, each by id, and what is withdrawn."""
        registry = self.summaries.registry
        tables: tuple[Mapping[str, Record[Any]], ...] = (registry.schemes, registry.issuers, registry.standards)
        small = (together(Keyed(record.value, record.digest) for record in table.values()) for table in tables)
        notices = Deferred(self._notices, digest_of(*(run.facts for run in self._runs["notice"])))
        withdrawn = self._withdrawn.values()
        values, digests = (item for kind in withdrawn for item in kind.value), (kind.digest for kind in withdrawn)
        gone = Keyed(tuple(values), digest_of(*digests))
        return (*small, notices, gone)

    def _notices(self) -> tuple[Notice, ...]:
        marks = (mark for run in self._runs["notice"] for mark in self._marks("notice", run))
        return tuple(self.summaries.registry.notices[mark.id].value for mark in marks)


def _in_force(schedule: Schedule, at: date) -> int:
    """The place of the change in force; the first stands at the beginning of time."""
    place = len(schedule) - 1
    while schedule[place].on > at:
        place -= 1
    return place


def _parts(render: Renderer, runs: Iterable[Deferred[Any] | Keyed[Any]]) -> tuple[Part, ...]:
    return tuple(Part(render, (run,)) for run in runs)


def _table(path: str, table: Table[Any], render: Renderer, runs: Iterable[Deferred[Any]]) -> Joined:
    head = Part(tables.csv_head, (keyed(table.name),))
    return Joined(path, (head, *_parts(render, runs)))


def _lines(path: str, runs: Iterable[Deferred[Any]], gone: Keyed[tuple[Gone, ...]]) -> Joined:
    last = (gone,) if gone.value else ()
    return Joined(path, _parts(data.data_lines, (*runs, *last)))
