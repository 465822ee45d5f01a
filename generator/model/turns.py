"""The days on which something said of a record changes by itself, without anybody having edited it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from generator.model.registry import Registry
from generator.model.rules.dates import ANSWER_DAYS
from generator.model.rules.future import dates_of
from generator.model.status import schedule
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise, Objection
from generator.schema.notice import Notice


def next_turn(registry: Registry, record: Record[Any], at: date) -> date | None:
    """The first day after `at` on which a rule may answer otherwise or a page show something else; None for never.

    A date that lies ahead is pointed out with today's date, so it turns every day until it has come.
    """
    days = [day for day in _days(registry, record.value) if day > at]
    ahead = [day for _, day in dates_of(record.value)] + ([record.value.opens_on] if record.kind == "notice" else [])
    if any(day > at for day in ahead if day is not None):
        days.append(_after(at))
    return min(days, default=None)


def _days(registry: Registry, value: object) -> Iterator[date]:
    if isinstance(value, Certificate):
        issuer = registry.issuers.get(value.issuer)
        yield value.issued_on
        yield from (change.on for change in schedule(value, issuer.value if issuer else None))
        yield from _overdue(value.objections)
    elif isinstance(value, Enterprise):
        yield from (_after(item.display_until) for item in value.negative_records)
        yield from _overdue(value.objections)
    elif isinstance(value, Notice):
        yield _after(value.closes_on)


def _overdue(objections: tuple[Objection, ...]) -> Iterator[date]:
    return (_after(item.raised_on, ANSWER_DAYS + 1) for item in objections)


def _after(day: date, days: int = 1) -> date:
    return day + timedelta(days=days) if day < date.max - timedelta(days=days) else date.max
