"""What must hold inside a scheme: its basis is known, its ladder is sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.rules.nearest import nearest
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.scheme import Scheme


def standards(registry: Registry, record: Record[Scheme], at: date) -> Iterator[Problem]:
    """Every standard the scheme rests on or covers is known, in the edition it names."""
    for index, basis in enumerate(record.value.basis):
        known = registry.standards.get(basis.standard)
        if known is None:
            near = nearest(basis.standard, registry.standards)
            place = ("basis", index, "standard")
            yield problem("unknown-standard", record.file, place, value=basis.standard, nearest=near)
        elif known.value.edition != basis.edition:
            values = {"standard": known.value.number, "edition": basis.edition, "expected": known.value.edition}
            yield problem("basis-edition", record.file, ("basis", index, "edition"), **values)
    for index, id in enumerate(record.value.covers):
        if id not in registry.standards:
            near = nearest(id, registry.standards)
            yield problem("unknown-standard", record.file, ("covers", index), value=id, nearest=near)


def ladder(registry: Registry, record: Record[Scheme], at: date) -> Iterator[Problem]:
    """Grades have ids of their own, and score bands rise without touching."""
    seen: set[str] = set()
    highest = None
    for index, grade in enumerate(record.value.grades):
        if grade.id in seen:
            yield problem("scheme-grade-repeated", record.file, ("grades", index, "id"), grade=grade.id)
        seen.add(grade.id)
        if grade.from_points is None:
            continue
        if highest is not None and grade.from_points <= highest:
            place = ("grades", index, "from_points")
            yield problem("scheme-bands", record.file, place, points=grade.from_points, previous=highest)
        highest = grade.from_points


RULES = (standards, ladder)
