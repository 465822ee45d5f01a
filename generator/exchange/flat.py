"""A record as the cells of one row: the text of each value by its place, and back.

Places count list items from 0, as everywhere; sheets show them from 1 (see `columns`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from generator.problems import Place
from generator.schema.raw import Raw
from generator.schema.shape import Field, Shape

Leaves: TypeAlias = Mapping[Place, str]

EMPTY_GROUP = "{}"
"""Stands at the place of a group that is there though nothing in it is."""

_Node: TypeAlias = "str | dict[str | int, _Node]"


def flat(shape: Shape[Any], record: Any) -> dict[Place, str]:
    """Every value of a record or group that is there, as text, by its place."""
    return dict(_group(shape, record, ()))


def leaves(field: Field, value: Any) -> dict[Place, str]:
    """The same for the value of one field; empty when there is none."""
    return {} if value is None else dict(_value(field, value, (), listed=field.many))


def text_of(value: object) -> str:
    """A single value as a record file has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _group(shape: Shape[Any], record: Any, place: Place) -> Iterator[tuple[Place, str]]:
    for field in shape.fields:
        value = getattr(record, field.name)
        if value is not None:
            yield from _value(field, value, (*place, field.name), listed=field.many)


def _value(field: Field, value: Any, place: Place, *, listed: bool) -> Iterator[tuple[Place, str]]:
    if listed:
        for index, item in enumerate(value):
            yield from _value(field, item, (*place, index), listed=False)
    elif field.group is None:
        yield place, text_of(value)
    else:
        found = list(_group(field.group, value, place))
        yield from found or [(place, EMPTY_GROUP)]


def field_of(shape: Shape[Any], place: Place) -> Field:
    """The field at a place of a record of this shape, whether it holds a value or a group.

    Raises:
        StopIteration, AttributeError: the shape has no such place.
    """
    names = [step for step in place if isinstance(step, str)]
    field = shape[names[0]]
    for name in names[1:]:
        assert field.group is not None
        field = field.group[name]
    return field


def raw_of(shape: Shape[Any], found: Leaves) -> tuple[Raw, dict[Place, Place]]:
    """The tree that the texts make up, with lists closed up over items that have none; and for every place in it
    the place it had before the closing up.
    """
    root: dict[str | int, _Node] = {}
    for place, text in found.items():
        _put(root, place, text, group=text == EMPTY_GROUP and field_of(shape, place).group is not None)
    origins: dict[Place, Place] = {}
    return _closed(root, (), (), origins), origins


def _put(root: dict[str | int, _Node], place: Place, text: str, *, group: bool) -> None:
    """Puts a text at its place. Where a text stands already on the way there, that one stays."""
    node = root
    for step in place[:-1]:
        inner = node.setdefault(step, {})
        if isinstance(inner, str):
            return
        node = inner
    if group:
        node.setdefault(place[-1], {})
    else:
        node[place[-1]] = text


def _closed(node: _Node, place: Place, origin: Place, origins: dict[Place, Place]) -> Raw:
    origins[place] = origin
    if isinstance(node, str):
        return node
    if any(isinstance(step, int) for step in node):
        steps = sorted(step for step in node if isinstance(step, int))
        return [_closed(node[step], (*place, i), (*origin, step), origins) for i, step in enumerate(steps)]
    return {str(step): _closed(inner, (*place, step), (*origin, step), origins) for step, inner in node.items()}
