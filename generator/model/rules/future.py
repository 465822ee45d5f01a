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


def ahead(registry: Registry, record: Record[Certificate] | Record[Enterprise], at: date) -> Iterator[Problem]:
    """Nothing that has happened lies ahead."""
    for place, day in dates_of(record.value):
        if day is not None and day > at:
            yield problem("date-in-future", record.file, place, value=day, today=at)


def dates_of(value: object) -> Iterator[Dated]:
    """The dates of what has happened, each with its place; none for a kind of record that tells of nothing."""
    if isinstance(value, Certificate):
        yield from _of_certificate(value)
    elif isinstance(value, Enterprise):
        yield from _of_enterprise(value)


def _of_certificate(value: Certificate) -> Iterator[Dated]:
    """Decision, report, events, objections and withdrawal of a certificate."""
    yield ("decided_on",), value.decided_on
    yield ("reported_on",), value.reported_on
    yield from ((("events", index, "date"), event.date) for index, event in enumerate(value.events))
    yield from _shared(value.objections, value.withdrawal)


def _of_enterprise(value: Enterprise) -> Iterator[Dated]:
    """Founding, honours, credit notes, negative records, objections and withdrawal of an enterprise."""
    yield ("founded_on",), value.founded_on
    yield from ((("honours", index, "awarded_on"), item.awarded_on) for index, item in enumerate(value.honours))
    yield from ((("credit_notes", index, "as_of"), item.as_of) for index, item in enumerate(value.credit_notes))
    negative = enumerate(value.negative_records)
    yield from ((("negative_records", index, "published_on"), item.published_on) for index, item in negative)
    yield from _shared(value.objections, value.withdrawal)


def _shared(objections: tuple[Objection, ...], withdrawal: Withdrawal | None) -> Iterator[Dated]:
    for index, item in enumerate(objections):
        yield ("objections", index, "raised_on"), item.raised_on
        yield ("objections", index, "answered_on"), item.answered_on
    if withdrawal is not None:
        yield ("withdrawal", "date"), withdrawal.date
