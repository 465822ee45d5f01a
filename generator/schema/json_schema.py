"""JSON Schema (draft 2020-12) of a record kind: what editors complete and check while a record is typed.

It allows whatever `lixin check` allows; the checks a schema cannot express are left to the command.
"""

from __future__ import annotations

from typing import Any

from generator import language
from generator.schema.kinds import Kind
from generator.schema.shape import Field, Shape
from generator.schema.types import ChoiceType

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def json_schema(kind: Kind, lang: str) -> Schema:
    """The schema of one kind, with titles, descriptions and examples in `lang`."""
    groups: dict[str, Schema] = {}
    body = _group(kind.shape, lang, groups)
    head = {
        "$schema": DRAFT,
        "title": language.kind_name(kind.name, lang),
        "description": language.kind_note(kind.name, lang),
    }
    return head | body | ({"$defs": groups} if groups else {})


def _group(shape: Shape[Any], lang: str, groups: dict[str, Schema]) -> Schema:
    required = [field.name for field in shape.fields if field.required]
    return {
        "type": "object",
        "properties": {field.name: _field(field, lang, groups) for field in shape.fields},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _field(field: Field, lang: str, groups: dict[str, Schema]) -> Schema:
    words = {"title": language.label(field.key, lang), "description": _description(field, lang)}
    content = _content(field, lang, groups)
    if field.many:
        content = {"type": "array", "items": content} | ({"minItems": 1} if field.required else {})
    return words | (content if field.required else _or_nothing(content)) | _examples(field)


def _content(field: Field, lang: str, groups: dict[str, Schema]) -> Schema:
    if field.type is not None:
        return field.type.json_schema()
    shape = field.group
    assert shape is not None
    if shape.name not in groups:
        groups[shape.name] = {}  # stands in while the group is written, since it may contain itself
        groups[shape.name] = {"title": language.group_label(shape.name, lang)} | _group(shape, lang, groups)
    return {"$ref": f"#/$defs/{shape.name}"}


def _description(field: Field, lang: str) -> str:
    text = language.note(field.key, lang)
    if not isinstance(field.type, ChoiceType):
        return text
    words = (f"{word} = {language.choice(field.key, word, lang)}" for word in field.type.choices)
    return "\n".join((text, *words))


def _or_nothing(schema: Schema) -> Schema:
    """The same, or a key with nothing behind it: that counts as left out."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return schema | {"type": [*types, "null"]} | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def _examples(field: Field) -> Schema:
    if field.type is None:
        return {}
    value = field.type.json_value(language.example(field.key))
    return {"examples": [[value] if field.many else value]}
