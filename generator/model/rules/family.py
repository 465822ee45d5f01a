"""What must hold between a sub-certificate and the certificate it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.rules.events import ENDS
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate


def loops(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Problem]:
    """A sub-certificate never leads back to itself."""
    seen = {record.id}
    parent = record.value.parent
    while parent is not None and parent in registry.certificates:
        if parent in seen:
            yield problem("parent-loop", record.file, ("parent",), number=record.id, parent=parent)
            return
        seen.add(parent)
        parent = registry.certificates[parent].value.parent


def follows_parent(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Problem]:
    """A sub-certificate is of its parent's scheme and issuer, ends no later, and ends when its parent is ended."""
    child = record.value
    known = registry.certificates.get(child.parent) if child.parent is not None else None
    if known is None or known.id == record.id:
        return
    parent = known.value
    for field in ("scheme", "issuer"):
        mine, expected = getattr(child, field), getattr(parent, field)
        if mine != expected:
            values = {"parent": parent.number, "found": mine, "expected": expected}
            yield problem("sub-certificate-mismatch", record.file, (field,), **values)
    if child.valid_until > parent.valid_until:
        values = {"parent": parent.number, "until": child.valid_until, "latest": parent.valid_until}
        yield problem("sub-certificate-term", record.file, ("valid_until",), **values)
    end = next((event for event in parent.events if event.kind in ENDS), None)
    if end is not None and not any(event.kind in ENDS for event in child.events) and child.valid_until >= end.date:
        ended: dict[str, object] = {"parent": parent.number, "event": end.kind, "on": end.date}
        yield problem("sub-certificate-alive", record.file, ("events",), **ended)


RULES = (loops, follows_parent)
