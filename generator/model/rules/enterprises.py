"""What must hold inside an enterprise's record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.months import months_later
from generator.model.registry import Registry
from generator.model.rules import future, withdrawals
from generator.model.rules.announced import decided_meanwhile
from generator.model.rules.dates import answered
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema import credit_code
from generator.schema.enterprise import Enterprise
from generator.schema.personal import speaks_of_fax

LONGEST = {"minor": 3, "general": 12, "serious": 36}
"""For how many months a negative record may be shown at most, by its severity (rules of credit repair)."""


def reserved_code(registry: Registry, record: Record[Enterprise], at: date) -> Iterator[Problem]:
    """The reserved subject range is never issued: only demonstration records may use it."""
    if credit_code.is_reserved(record.value.credit_code) and not record.value.demo:
        yield problem("reserved-credit-code", record.file, ("credit_code",), value=record.value.credit_code)


def negative_records(registry: Registry, record: Record[Enterprise], at: date) -> Iterator[Problem]:
    """Shown after it was published, and due for removal once its display has ended."""
    for index, item in enumerate(record.value.negative_records):
        place = ("negative_records", index, "display_until")
        if item.display_until < item.published_on:
            values = {"published": item.published_on, "until": item.display_until}
            yield problem("negative-record-dates", record.file, place, **values)
        elif item.display_until > (latest := months_later(item.published_on, LONGEST[item.severity])):
            limit = {"severity": item.severity, "months": LONGEST[item.severity], "latest": latest}
            yield problem("negative-record-too-long", record.file, place, until=item.display_until, **limit)
        elif item.display_until < at:
            yield problem("expired-negative-record", record.file, place, until=item.display_until)


def objections(registry: Registry, record: Record[Enterprise], at: date) -> Iterator[Problem]:
    """An objection is answered after it was raised."""
    yield from answered(record.file, record.value.objections, at)


def fax(registry: Registry, record: Record[Enterprise], at: date) -> Iterator[Problem]:
    """A contact that is a fax does not belong on a public page."""
    for index, contact in enumerate(record.value.contacts):
        if contact.phone is not None and any(map(speaks_of_fax, (contact.purpose, contact.person or ""))):
            yield problem("personal-data", record.file, ("contacts", index, "phone"), kind="fax")


RULES = (fax, reserved_code, negative_records, objections, withdrawals.replacement, future.ahead, decided_meanwhile)
