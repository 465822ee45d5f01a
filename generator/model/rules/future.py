"""Dates of what has happened: none of them lies ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.problems import Place, Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise, Objection, Withdrawal

Dated = tuple[Place, date | None]


def certificate(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Problem]:
    """Decision, report, events, objections and withdrawal of a certificate."""
    value = record.value
    dated: list[Dated] = [(("decided_on",), value.decided_on), (("reported_on",), value.reported_on)]
    dated += [(("events", index, "date"), event.date) for index, event in enumerate(value.events)]
    yield from _ahead(record.file, [*dated, *_shared(value.objections, value.withdrawal)], at)


def enterprise(registry: Registry, record: Record[Enterprise], at: date) -> Iterator[Problem]:
    """Founding, honours, credit notes, negative records, objections and withdrawal of an enterprise."""
    value = record.value
    dated: list[Dated] = [(("founded_on",), value.founded_on)]
    dated += [(("honours", index, "awarded_on"), item.awarded_on) for index, item in enumerate(value.honours)]
    dated += [(("credit_notes", index, "as_of"), item.as_of) for index, item in enumerate(value.credit_notes)]
    negative = enumerate(value.negative_records)
    dated += [(("negative_records", index, "published_on"), item.published_on) for index, item in negative]
    yield from _ahead(record.file, [*dated, *_shared(value.objections, value.withdrawal)], at)


def _shared(objections: tuple[Objection, ...], withdrawal: Withdrawal | None) -> Iterator[Dated]:
    for index, item in enumerate(objections):
        yield ("objections", index, "raised_on"), item.raised_on
        yield ("objections", index, "answered_on"), item.answered_on
    if withdrawal is not None:
        yield ("withdrawal", "date"), withdrawal.date


def _ahead(file: str, dated: list[Dated], at: date) -> Iterator[Problem]:
    for place, day in dated:
        if day is not None and day > at:
            yield problem("date-in-future", file, place, value=day, today=at)
