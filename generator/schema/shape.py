"""Compiles the class of a record into a reader that reports every problem of a record in one go.

The classes are the only declaration: annotations give the types, defaults say what may be left out. Everything
else that needs to know the fields (JSON Schema, data dictionary, new files) walks the same `Shape`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Generic,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

from msgspec import Struct
from msgspec.structs import FieldInfo, fields

from generator import language
from generator.problems import Place, Report
from generator.schema.raw import Raw
from generator.schema.types import COMPARED, INVALID, FieldType, choice_type, found_shape

T = TypeVar("T")
Reader = Callable[[Raw, Place, Report], object]


class Reference(NamedTuple):
    """A value that names a record of another kind, or a file of kind ``media``."""

    kind: str
    id: str
    place: Place


class Content(ABC):
    """What stands in a field: one value, a list, or a group of fields."""

    @property
    @abstractmethod
    def reader(self) -> Reader:
        """Reads what was written into the value, or into `INVALID` once its problems are in the report."""

    @abstractmethod
    def references(self, value: Any, place: Place) -> Iterator[Reference]:
        """Every reference inside a value that was read."""


@dataclass(frozen=True)
class One(Content):
    """A single value of a field type."""

    type: FieldType

    @cached_property
    def reader(self) -> Reader:
        return self.type.read

    def references(self, value: Any, place: Place) -> Iterator[Reference]:
        if self.type.refers_to is not None:
            yield Reference(self.type.refers_to, value, place)


@dataclass(frozen=True)
class Many(Content):
    """A list; a required one has at least one item."""

    item: Content
    required: bool

    @cached_property
    def reader(self) -> Reader:
        return self._read

    def _read(self, raw: Raw, place: Place, report: Report) -> object:
        if not isinstance(raw, list):
            report.add("wrong-shape", place, expected="list", found=found_shape(raw))
            return INVALID
        if not raw and self.required:
            report.add("empty-value", place)
            return INVALID
        read = self.item.reader
        items = tuple([read(item, (*place, index), report) for index, item in enumerate(raw)])
        if INVALID in items:
            return INVALID
        if len(items) > 1 and len(set(items)) < len(items):
            for index, item in enumerate(items):
                if item in items[:index]:
                    report.add("repeated-item", (*place, index))
        return items

    def references(self, value: Any, place: Place) -> Iterator[Reference]:
        for index, item in enumerate(value):
            yield from self.item.references(item, (*place, index))


@dataclass(frozen=True)
class Group(Content):
    """A group of fields. Its shape is looked up when needed, so that a group may contain itself."""

    record: type

    @cached_property
    def shape(self) -> Shape[Any]:
        return shape_of(self.record)

    @cached_property
    def reader(self) -> Reader:
        return self.shape.read_at

    def references(self, value: Any, place: Place) -> Iterator[Reference]:
        return self.shape.references_at(value, place)


@dataclass(frozen=True)
class Field:
    """One field of a shape. `key` is its name in the labels: ``certificate.number``, ``event.date``."""

    name: str
    key: str
    content: Content
    required: bool
    default: object

    @property
    def type(self) -> FieldType | None:
        """The type of the field's single value, or of each item of its plain list."""
        inner = self.content.item if isinstance(self.content, Many) else self.content
        return inner.type if isinstance(inner, One) else None

    @property
    def group(self) -> Shape[Any] | None:
        """The shape of the field's group, or of each item of its list of groups."""
        inner = self.content.item if isinstance(self.content, Many) else self.content
        return inner.shape if isinstance(inner, Group) else None

    @property
    def many(self) -> bool:
        return isinstance(self.content, Many)


@dataclass(frozen=True)
class Shape(Generic[T]):
    """The fields of a record or of a group inside one, in the order they are declared."""

    name: str
    record: Callable[..., T]
    fields: tuple[Field, ...]

    def __getitem__(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)

    @cached_property
    def required(self) -> frozenset[str]:
        return frozenset(field.name for field in self.fields if field.required)

    @cached_property
    def _readers(self) -> Mapping[str, Reader]:
        return {field.name: field.content.reader for field in self.fields}

    def read(self, raw: Raw, report: Report) -> T | None:
        """The record, or None if anything in it is an error; every problem goes to the report."""
        value = self.read_at(raw, (), report)
        return None if value is INVALID else cast(T, value)

    def read_at(self, raw: Raw, place: Place, report: Report) -> object:
        """The same for a group at `place`, or `INVALID`."""
        if not isinstance(raw, dict):
            report.add("wrong-shape", place, expected="group", found=found_shape(raw))
            return INVALID
        readers = self._readers
        values: dict[str, object] = {}
        sound = True
        for name, item in raw.items():
            read = readers.get(name)
            if read is None:
                report.add("unknown-key", (*place, name), name=name, nearest=self.nearest(name))
                sound = False
            elif item is not None:
                value = read(item, (*place, name), report)
                sound = sound and value is not INVALID
                values[name] = value
        if not values.keys() >= self.required:
            for field in self.fields:
                if field.required and field.name not in values:
                    at = (*place, field.name) if field.name in raw else place
                    report.add("missing-key", at, name=field.name, label=field.key)
            sound = False
        return self.record(**values) if sound else INVALID

    @cached_property
    def _referring(self) -> tuple[Field, ...]:
        """The fields in which a reference may stand."""
        return tuple(
            field
            for field in self.fields
            if (field.type is not None and field.type.refers_to) or (field.group is not None and field.group.mentions)
        )

    @cached_property
    def mentions(self) -> frozenset[str]:
        """The kinds that values anywhere inside may name, ``media`` among them."""
        found: set[str] = set()
        waiting, seen = [cast(Shape[Any], self)], {self.name}
        while waiting:
            for field in waiting.pop().fields:
                if field.type is not None and field.type.refers_to is not None:
                    found.add(field.type.refers_to)
                if field.group is not None and field.group.name not in seen:
                    seen.add(field.group.name)
                    waiting.append(field.group)
        return frozenset(found)

    def references(self, record: T) -> tuple[Reference, ...]:
        """Every value of the record that names another record or a media file, with its place."""
        return tuple(self.references_at(record, ()))

    def references_at(self, value: Any, place: Place) -> Iterator[Reference]:
        for field in self._referring:
            item = getattr(value, field.name)
            if item is not None:
                yield from field.content.references(item, (*place, field.name))

    def nearest(self, name: str) -> str | None:
        """The field an unknown key was probably meant to be, by name or by label; None if none is like it."""
        wanted = name[:COMPARED].strip().lower().replace("-", "_")
        found = get_close_matches(wanted, self._spellings, n=1, cutoff=0.6)
        return self._spellings[found[0]] if found else None

    @cached_property
    def _spellings(self) -> Mapping[str, str]:
        """Names of fields by what people may write: the names themselves and, where there are any, the labels."""
        spellings = {field.name: field.name for field in self.fields}
        for field in self.fields:
            with suppress(language.MissingText):
                spellings |= {language.label(field.key, lang).lower(): field.name for lang in language.LANGUAGES}
        return spellings


@cache
def shape_of(record: type[T]) -> Shape[T]:
    """The shape of a record's class, compiled once.

    Raises:
        TypeError: an annotation the engine has no reader for.
    """
    name = group_name(record)
    return Shape(name, record, tuple(_field(name, item) for item in fields(cast(type[Struct], record))))


def group_name(record: type) -> str:
    """The name of a group in the labels: ``CreditNote`` → ``credit-note``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", record.__name__).lower()


def _field(group: str, declared: FieldInfo) -> Field:
    required, key = declared.required, f"{group}.{declared.name}"
    content = _content(declared.type, required, key)
    return Field(declared.name, key, content, required, None if required else declared.default)


def _content(hint: Any, required: bool, key: str) -> Content:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return One(next(mark for mark in hint.__metadata__ if isinstance(mark, FieldType)))
    if origin is Literal:
        return One(choice_type(arguments, key))
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return Many(_content(arguments[0], required=True, key=key), required)
    if origin in (Union, UnionType) and len(arguments) == 2 and NoneType in arguments:
        return _content(next(item for item in arguments if item is not NoneType), required, key)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return Group(hint)
    raise TypeError(f"no reader for {hint!r}")
