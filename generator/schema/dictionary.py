"""The data dictionary as a Markdown page, and the columns of a spreadsheet for each kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from generator import language
from generator.schema.kinds import KINDS, Kind
from generator.schema.shape import Field, Shape
from generator.schema.types import ChoiceType, FieldType


class Column(NamedTuple):
    """One column of a spreadsheet: the fields that lead to its value, from the record's own to the last."""

    fields: tuple[Field, ...]

    @property
    def path(self) -> str:
        """The way to the value, list items counted from 1: ``events.1.date``."""
        return ".".join(f"{field.name}.1" if field.many else field.name for field in self.fields)

    def label(self, lang: str) -> str:
        """The same in words."""
        words = ((language.label(field.key, lang), field.many) for field in self.fields)
        return " / ".join(f"{word} 1" if many else word for word, many in words)


def columns(kind: Kind) -> tuple[Column, ...]:
    """The columns of a sheet with one record a row. Each list shows its first item; more follow as ``.2.``, ``.3.`` …

    A group that contains itself is written out once.
    """
    return tuple(_columns(kind.shape, ()))


def _columns(shape: Shape[Any], above: tuple[Field, ...]) -> Iterator[Column]:
    for field in shape.fields:
        if field.group is None:
            yield Column((*above, field))
        elif field.group.name != shape.name:
            yield from _columns(field.group, (*above, field))


def headers(kind: Kind, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two rows above the records of a sheet: paths, and labels for people."""
    listed = columns(kind)
    return tuple(column.path for column in listed), tuple(column.label(lang) for column in listed)


def data_dictionary(lang: str) -> str:
    """The page: every kind with its fields, every group inside records, every way of writing a value, every choice."""
    shapes = _shapes()
    blocks = [
        f"# {_text('dictionary_title', lang)}",
        _text("dictionary_intro", lang),
        f"## {_text('dictionary_kinds', lang)}",
        *(block for kind in KINDS.values() for block in _kind_blocks(kind, lang)),
        f"## {_text('dictionary_groups', lang)}",
        *(block for shape in shapes if shape.name not in KINDS for block in _group_blocks(shape, lang)),
        f"## {_text('dictionary_types', lang)}",
        _type_table(shapes, lang),
        f"## {_text('dictionary_choices', lang)}",
        *(block for shape in shapes for field in shape.fields for block in _choice_blocks(field, lang)),
    ]
    return "\n\n".join(blocks) + "\n"


def _shapes() -> tuple[Shape[Any], ...]:
    """Every shape that occurs, the kinds' own first in each, once each."""
    found: dict[str, Shape[Any]] = {}

    def visit(shape: Shape[Any]) -> None:
        if shape.name not in found:
            found[shape.name] = shape
            for field in shape.fields:
                if field.group is not None:
                    visit(field.group)

    for kind in KINDS.values():
        visit(kind.shape)
    return tuple(found.values())


def _kind_blocks(kind: Kind, lang: str) -> Iterator[str]:
    yield f"### {_heading(language.kind_name(kind.name, lang), kind.name)}"
    yield language.kind_note(kind.name, lang)
    year = f"<{kind.year_field}>" if kind.year_field else None
    yield f"{_text('dictionary_file', lang)}`{kind.path(f'<{kind.id_field}>', year)}`"
    yield _field_table(kind.shape, lang)


def _group_blocks(shape: Shape[Any], lang: str) -> Iterator[str]:
    yield f"### {_heading(language.group_label(shape.name, lang), shape.name)}"
    yield _field_table(shape, lang)


def _field_table(shape: Shape[Any], lang: str) -> str:
    names = ("column_key", "column_label", "column_type", "column_need", "column_note", "column_example")
    return _table((_text(name, lang) for name in names), (_field_row(field, lang) for field in shape.fields))


def _field_row(field: Field, lang: str) -> Iterator[str]:
    yield f"`{field.name}`"
    yield _cell(language.label(field.key, lang))
    yield _cell(_written_as(field, lang))
    yield _text("required" if field.required else "optional", lang)
    yield _cell(language.note(field.key, lang))
    yield "" if field.type is None else f"`{language.example(field.key).splitlines()[0]}`"


def _written_as(field: Field, lang: str) -> str:
    if field.type is not None:
        item = language.type_name(field.type.name, lang)
    else:
        assert field.group is not None
        item = language.group_label(field.group.name, lang)
    return _text("list_of", lang).format(item=item) if field.many else item


def _type_table(shapes: Iterable[Shape[Any]], lang: str) -> str:
    types = {field.type.name: field.type for shape in shapes for field in shape.fields if field.type is not None}
    heads = (_text(name, lang) for name in ("column_type", "column_note", "column_example"))
    return _table(heads, (_type_row(type, lang) for type in types.values()))


def _type_row(type: FieldType, lang: str) -> Iterator[str]:
    yield _cell(language.type_name(type.name, lang))
    yield _cell(language.type_note(type.name, lang))
    yield "" if isinstance(type, ChoiceType) else f"`{type.example}`"


def _choice_blocks(field: Field, lang: str) -> Iterator[str]:
    if isinstance(field.type, ChoiceType):
        yield f"### {_heading(language.label(field.key, lang), field.key)}"
        heads = (_text(name, lang) for name in ("column_word", "column_meaning"))
        rows = ((f"`{word}`", _cell(language.choice(field.key, word, lang))) for word in field.type.choices)
        yield _table(heads, rows)


def _heading(words: str, key: str) -> str:
    return f"{words} (`{key}`)"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    listed = list(heads)
    lines = (listed, ["---"] * len(listed), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


def _text(name: str, lang: str) -> str:
    return language.record_text(name, lang)
