"""What must hold inside a standard's record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.rules.dates import in_order
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.standard import Standard

DATE_ORDER = (("issued_on", "effective_on"), ("effective_on", "abolished_on"))


def dates(registry: Registry, record: Record[Standard], at: date) -> Iterator[Problem]:
    """Issued, effective, abolished: in this order."""
    yield from in_order(record.file, record.value, DATE_ORDER)


def replacement(registry: Registry, record: Record[Standard], at: date) -> Iterator[Problem]:
    """The replacing standard is known, and following replacements never comes back."""
    seen, id = {record.id}, record.value.replaced_by
    if id is not None and id not in registry.standards:
        near = registry.nearest("standard", id)
        yield problem("unknown-standard", record.file, ("replaced_by",), value=id, nearest=near)
    while id is not None and id in registry.standards:
        if id in seen:
            yield problem("standard-loop", record.file, ("replaced_by",), value=id)
            return
        seen.add(id)
        id = registry.standards[id].value.replaced_by


RULES = (dates, replacement)
