"""What editors have to see to soon: the queue of days on which something ends, falls due or was left undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, get_args

from msgspec import Struct

from generator.model.registry import Registry
from generator.model.rules.dates import ANSWER_DAYS
from generator.model.status import open_suspension, schedule, status_at, surveillance_due
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise, Objection
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice

Task = Literal[
    "surveillance", "expiry", "suspension", "notice-closes", "notice-outcome", "objection", "negative", "approval"
]
TASKS: tuple[Task, ...] = get_args(Task)
ALIVE = frozenset({"valid", "suspended", "not-yet-valid"})


class Due(Struct, frozen=True):
    """One thing to do by `day`; days that have passed stay until it is done. `name` is whom it concerns."""

    day: date
    task: Task
    kind: str
    id: str
    name: str
    file: str


def due(registry: Registry, at: date, until: date) -> list[Due]:
    """Everything that falls due from `at` to `until`, and all that should have been done before; by day."""
    found = (item for item in _all(registry, at) if item.day <= until)
    return sorted(found, key=lambda item: (item.day, TASKS.index(item.task), item.kind, item.id))


def _all(registry: Registry, at: date) -> Iterator[Due]:
    for certificate in registry.published:
        yield from _certificate(registry, certificate, at)
    for notice in registry.notices.values():
        yield from _notice(notice, at)
    for enterprise in registry.enterprises.values():
        if enterprise.value.withdrawal is None:
            yield from _enterprise(enterprise)
    for issuer in registry.issuers.values():
        yield from _issuer(issuer, at)


def _certificate(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Due]:
    value = record.value
    holder, issuer = registry.enterprises.get(value.holder), registry.issuers.get(value.issuer)
    name = holder.value.name if holder else value.holder
    yield from _objections(record, name, value.objections)
    if status_at(schedule(value, issuer.value if issuer else None), at).verdict not in ALIVE:
        return
    yield _of(record, value.valid_until, "expiry", name)
    scheme = registry.schemes.get(value.scheme)
    check = surveillance_due(value, scheme.value.surveillance_months if scheme else None)
    if check is not None:
        yield _of(record, check, "surveillance", name)
    suspension = open_suspension(value.events)
    if suspension is not None and suspension.until is not None:
        yield _of(record, suspension.until, "suspension", name)


def _notice(record: Record[Notice], at: date) -> Iterator[Due]:
    if record.value.outcome is None:
        task: Task = "notice-closes" if at <= record.value.closes_on else "notice-outcome"
        yield _of(record, record.value.closes_on, task, record.value.title)


def _enterprise(record: Record[Enterprise]) -> Iterator[Due]:
    yield from _objections(record, record.value.name, record.value.objections)
    for item in record.value.negative_records:
        yield _of(record, item.display_until, "negative", record.value.name)


def _issuer(record: Record[Issuer], at: date) -> Iterator[Due]:
    """Approvals that run out; one that has run out is history."""
    for item in record.value.approvals:
        if item.valid_until is not None and item.revoked_on is None and at <= item.valid_until:
            yield _of(record, item.valid_until, "approval", record.value.name)


def _objections(
    record: Record[Certificate] | Record[Enterprise], name: str, objections: tuple[Objection, ...]
) -> Iterator[Due]:
    for item in objections:
        if item.status == "open":
            yield _of(record, item.raised_on + timedelta(days=ANSWER_DAYS), "objection", name)


def _of(
    record: Record[Certificate] | Record[Notice] | Record[Enterprise] | Record[Issuer], day: date, task: Task, name: str
) -> Due:
    return Due(day, task, record.kind, record.id, name, record.file)
