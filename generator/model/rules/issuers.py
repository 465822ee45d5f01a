"""What must hold inside an issuer's record and its approvals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.rules.dates import in_order
from generator.model.rules.nearest import nearest
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.issuer import Issuer

DATE_ORDER = (("valid_from", "valid_until"), ("valid_from", "revoked_on"))


def approvals(registry: Registry, record: Record[Issuer], at: date) -> Iterator[Problem]:
    """Each approval covers known schemes, begins before it ends, and is revoked for a stated reason."""
    for index, approval in enumerate(record.value.approvals):
        place = ("approvals", index)
        for position, scheme in enumerate(approval.schemes):
            if scheme not in registry.schemes:
                near = nearest(scheme, registry.schemes)
                where = (*place, "schemes", position)
                yield problem("unknown-scheme", record.file, where, value=scheme, nearest=near)
        yield from in_order(record.file, approval, DATE_ORDER, place)
        if approval.revoked_on is not None and approval.revocation_reason is None:
            yield problem("event-needs-reason", record.file, place, event="revoked", on=approval.revoked_on)


RULES = (approvals,)
