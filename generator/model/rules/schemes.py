"""What must hold inside a scheme: its basis is known, its ladder is sound."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.scoring.formula import Unreadable, read_formula
from generator.model.scoring.tree import Node, tree_of
from generator.problems import Place, Problem, problem
from generator.records.record import Record
from generator.schema.scheme import Scheme


def standards(registry: Registry, record: Record[Scheme], at: date) -> Iterator[Problem]:
    """Every standard the scheme rests on or covers is known, in the edition it names."""
    for index, basis in enumerate(record.value.basis):
        known = registry.standards.get(basis.standard)
        if known is None:
            near = registry.nearest("standard", basis.standard)
            place = ("basis", index, "standard")
            yield problem("unknown-standard", record.file, place, value=basis.standard, nearest=near)
        elif known.value.edition != basis.edition:
            values = {"standard": known.value.number, "edition": basis.edition, "expected": known.value.edition}
            yield problem("basis-edition", record.file, ("basis", index, "edition"), **values)
    for index, id in enumerate(record.value.covers):
        if id not in registry.standards:
            near = registry.nearest("standard", id)
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
        full = record.value.full_points
        if full is not None and grade.from_points > full:
            place = ("grades", index, "from_points")
            yield problem("score-out-of-range", record.file, place, score=grade.from_points, full=full)
        if highest is not None and grade.from_points <= highest:
            place = ("grades", index, "from_points")
            yield problem("scheme-bands", record.file, place, points=grade.from_points, previous=highest)
        highest = grade.from_points


def indicators(registry: Registry, record: Record[Scheme], at: date) -> Iterator[Problem]:
    """Every indicator has a path of its own, points that its parts add up to, and a formula that can be read."""
    seen: set[str] = set()
    for place, node in _nodes(tree_of(record.value).tops, ("indicators",)):
        if node.path in seen:
            yield problem("scheme-indicator-repeated", record.file, (*place, "name"), path=node.path)
        seen.add(node.path)
        parts = [child.points for child in node.children]
        known = [points for points in parts if points is not None]
        if node.points is not None and parts and len(known) == len(parts) and sum(known) != node.points:
            values = {"path": node.path, "points": node.points, "sum": sum(known)}
            yield problem("scheme-points", record.file, (*place, "points"), **values)
        formula = read_formula(node.formula) if node.formula is not None else None
        if isinstance(formula, Unreadable):
            yield problem("bad-formula", record.file, (*place, "formula"), formula=formula.text, at=formula.at)


def _nodes(nodes: tuple[Node, ...], place: Place) -> Iterator[tuple[Place, Node]]:
    """Every node with its place in the record, from the top."""
    for index, node in enumerate(nodes):
        yield (*place, index), node
        yield from _nodes(node.children, (*place, index, "children"))


def direction(registry: Registry, record: Record[Scheme], at: date) -> Iterator[Problem]:
    """A scheme has grades exactly when it says how they are to be read."""
    value = record.value
    if (value.direction == "none") != (not value.grades):
        yield problem(
            "scheme-direction", record.file, ("direction",), direction=value.direction, grades=len(value.grades)
        )


RULES = (standards, ladder, direction, indicators)
