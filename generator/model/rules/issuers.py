"""What must hold inside an issuer's record and its approvals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.rules.dates import in_order
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema import credit_code
from generator.schema.issuer import Issuer

_NATIONAL = re.compile(r"CNCA-RF?-[0-9]{4}-[0-9]{2,4}")
DATE_ORDER = (("valid_from", "valid_until"), ("valid_from", "revoked_on"))


def approvals(registry: Registry, record: Record[Issuer], at: date) -> Iterator[Problem]:
    """Each approval covers known schemes, begins before it ends, and is revoked for a stated reason."""
    for index, approval in enumerate(record.value.approvals):
        place = ("approvals", index)
        for position, scheme in enumerate(approval.schemes):
            if scheme not in registry.schemes:
                near = registry.nearest("scheme", scheme)
                where = (*place, "schemes", position)
                yield problem("unknown-scheme", record.file, where, value=scheme, nearest=near)
        yield from in_order(record.file, approval, DATE_ORDER, place)
        if approval.revoked_on is not None and approval.revocation_reason is None:
            yield problem("event-needs-reason", record.file, place, event="revoked", on=approval.revoked_on)


def reserved_code(registry: Registry, record: Record[Issuer], at: date) -> Iterator[Problem]:
    """The reserved subject range is never issued: only demonstration records may use it."""
    code = record.value.credit_code
    if code is not None and credit_code.is_reserved(code) and not record.value.demo:
        yield problem("reserved-credit-code", record.file, ("credit_code",), value=code)


def numbers(registry: Registry, record: Record[Issuer], at: date) -> Iterator[Problem]:
    """The national authority's approval numbers have one form."""
    for index, approval in enumerate(record.value.approvals):
        if approval.kind == "cnca" and _NATIONAL.fullmatch(approval.number) is None:
            yield problem("approval-number", record.file, ("approvals", index, "number"), value=approval.number)


RULES = (approvals, reserved_code, numbers)
