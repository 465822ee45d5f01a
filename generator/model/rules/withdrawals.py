"""What must hold of records that were withdrawn: their pages stay as tombstones and may name a successor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise


def replacement(registry: Registry, record: Record[Certificate] | Record[Enterprise], at: date) -> Iterator[Problem]:
    """What replaces a withdrawn record is on record, and the way of replacements comes to an end."""
    withdrawal = record.value.withdrawal
    if withdrawal is None or withdrawal.replaced_by is None:
        return
    table, place = registry.of_kind(record.kind), ("withdrawal", "replaced_by")
    seen, id = {record.id}, withdrawal.replaced_by
    if id not in table:
        near = registry.nearest(record.kind, id)
        yield problem("unknown-replacement", record.file, place, value=id, nearest=near)
        return
    while id in table:
        if id in seen:
            yield problem("replacement-loop", record.file, place, value=id)
            return
        seen.add(id)
        further = table[id].value.withdrawal
        if further is None or further.replaced_by is None:
            return
        id = further.replaced_by


def holder(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Problem]:
    """The holder of a certificate that is still shown is not itself withdrawn."""
    known = registry.enterprises.get(record.value.holder)
    if known is not None and known.value.withdrawal is not None and record.value.withdrawal is None:
        values = {"holder": known.value.name, "on": known.value.withdrawal.date}
        yield problem("holder-withdrawn", record.file, ("holder",), **values)
