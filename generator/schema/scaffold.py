"""A new record file, complete and commented: what is required stands ready, what is optional waits behind ``#``.

Lines that begin with ``##`` explain. An optional part in use may have optional parts of its own, again behind ``#``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from generator import language
from generator.problems.catalogue import visible
from generator.schema.kinds import Kind
from generator.schema.shape import Field, Shape
from generator.schema.types import ChoiceType, FieldType, TextType

_NONE: Mapping[str, str] = MappingProxyType({})


class UnknownField(ValueError):
    """A value for a field that the kind does not have. `nearest` is the one probably meant."""

    def __init__(self, name: str, nearest: str | None) -> None:
        super().__init__(name)
        self.name, self.nearest = name, nearest


class NotAValue(ValueError):
    """A value for a field that holds a group of fields."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def field_at(shape: Shape[Any], path: str) -> Field:
    """The field that holds a value at a dotted path: ``number``, ``score.total``, ``events.date`` (of the first event).

    Raises:
        UnknownField: there is no such field.
        NotAValue: the field holds other fields.
    """
    name, _, rest = path.partition(".")
    field = next((field for field in shape.fields if field.name == name), None)
    if field is None or (rest and field.group is None):
        raise UnknownField(path, shape.nearest(name) if field is None else name)
    if field.group is None:
        return field
    if not rest:
        raise NotAValue(path)
    return field_at(field.group, rest)


def new_record(kind: Kind, values: Mapping[str, str], lang: str, offers: Mapping[str, str] = _NONE) -> str:
    """The YAML text of a new record. `values` go by dotted path (see `field_at`); the others get an example.

    `offers` say, by dotted path too, what a field may hold in this record.

    Raises:
        UnknownField, NotAValue: as `field_at`.
    """
    for path in values:
        field_at(kind.shape, path)
    heads = ("new_head", "new_how", "new_keep")
    name = language.kind_name(kind.name, lang)
    head = [f"## {language.record_text(line, lang).format(kind=name)}" for line in heads]
    return "\n".join([*head, "", *_group(kind.shape, "", values, lang, offers)]) + "\n"


def _group(
    shape: Shape[Any], prefix: str, values: Mapping[str, str], lang: str, offers: Mapping[str, str] = _NONE
) -> Iterator[str]:
    for field in shape.fields:
        path = prefix + field.name
        given = any(item == path or item.startswith(f"{path}.") for item in values)
        repeats = field.group is not None and field.group.name == shape.name and not given
        lines = iter([f"{field.name}: []"]) if repeats else _field(field, path, values, lang)
        yield from _explanation(field, lang, offers.get(path))
        yield from lines if field.required or given else (f"# {line}" for line in lines)
        if not prefix:
            yield ""


def _explanation(field: Field, lang: str, offer: str | None) -> Iterator[str]:
    need = language.record_text("required" if field.required else "optional", lang)
    yield f"## {language.label(field.key, lang)} [{need}] {language.note(field.key, lang)}"
    if isinstance(field.type, ChoiceType):
        offer = "; ".join(f"{word} = {language.choice(field.key, word, lang)}" for word in field.type.choices)
    if offer:
        yield f"## {language.record_text('choices', lang)}: {visible(offer)}"


def _field(field: Field, path: str, values: Mapping[str, str], lang: str) -> Iterator[str]:
    if field.type is not None:
        lines = scalar(field.type, values.get(path, language.example(field.key)))
        if field.many:
            yield f"{field.name}:"
            yield from _item(lines)
        else:
            yield f"{field.name}: {lines[0]}"
            yield from (f"  {line}" if line else "" for line in lines[1:])
        return
    assert field.group is not None
    lines = list(_group(field.group, f"{path}.", values, lang))
    yield f"{field.name}:"
    yield from _item(lines) if field.many else (f"  {line}" for line in lines)


def _item(lines: list[str]) -> Iterator[str]:
    """The lines as an item of a list: a dash before the first that is not a comment."""
    first = next(index for index, line in enumerate(lines) if not line.startswith("#"))
    yield from (f"  {line}" for line in lines[:first])
    yield f"  - {lines[first]}"
    yield from (f"    {line}" if line else "" for line in lines[first + 1 :])


_PLAIN = re.compile(r"true|false|[0-9]{1,10}(?:\.[0-9]{1,6})?")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def scalar(type: FieldType, text: str) -> list[str]:
    """The lines of a value in YAML; the first stands behind the key, the others are indented below it."""
    if type.plain and (_PLAIN.fullmatch(text) or (isinstance(type, ChoiceType) and text in type.choices)):
        return [text]
    if isinstance(type, TextType) and type.lines and _stands_in_block(text):
        return ["|-", *text.split("\n")]
    return [quoted(text)]


def _stands_in_block(text: str) -> bool:
    """Whether a block of lines keeps the text as it is, and none of them looks like a switched-off field."""
    return text == text.strip() != "" and all(
        line.isprintable() and not line.startswith((" ", "#")) for line in text.split("\n")
    )


def quoted(text: str) -> str:
    """A double-quoted YAML scalar; every text comes back as it was, save for half a surrogate pair."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))
