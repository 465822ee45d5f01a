"""Records → the sheets of a workbook or the rows of a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator import language
from generator.exchange.columns import columns_for, label, path
from generator.exchange.flat import field_of, flat
from generator.exchange.workbook import Sheet
from generator.problems import Place
from generator.records.record import Record
from generator.schema.kinds import Kind
from generator.schema.shape import Field
from generator.schema.types import ChoiceType, FlagType


def record_rows(kind: Kind, records: Sequence[Record[Any]], lang: str) -> list[list[str]]:
    """Two header rows, keys and labels, and one row for each record in the order of the ids."""
    leaves = [flat(kind.shape, record.value) for record in sorted(records, key=lambda record: record.id)]
    places = columns_for(kind, leaves)
    heads = [[path(place) for place in places], [label(kind, place, lang) for place in places]]
    return [*heads, *([row.get(place, "") for place in places] for row in leaves)]


def record_sheets(kind: Kind, records: Sequence[Record[Any]], lang: str) -> tuple[Sheet, Sheet]:
    """The records, and a second sheet that says what each column means and what may stand in it."""
    rows = record_rows(kind, records, lang)
    fields = [_field(kind, header) for header in rows[0]]
    choices = {column: _choices(field) for column, field in enumerate(fields) if _choices(field)}
    words = language.strings(lang).exchange
    main = Sheet(language.kind_name(kind.name, lang)[:31], rows[:2], rows[2:], choices=choices)
    meaning = Sheet(words.meaning, [list(words.heads)], list(_meanings(rows, fields, lang)), wrapped=True)
    return main, meaning


def _field(kind: Kind, header: str) -> Field:
    place: Place = tuple(step for step in header.split(".") if not step.isdecimal())
    return field_of(kind.shape, place)


def _choices(field: Field) -> tuple[str, ...]:
    if isinstance(field.type, ChoiceType):
        return field.type.choices
    return ("true", "false") if isinstance(field.type, FlagType) else ()


def _meanings(rows: Sequence[Sequence[str]], fields: Sequence[Field], lang: str) -> Iterator[list[str]]:
    """One row for each column of the sheet, items of a list said once."""
    seen: set[str] = set()
    for header, words, field in zip(rows[0], rows[1], fields, strict=True):
        name = ".".join("1" if step.isdecimal() else step for step in header.split("."))
        if name in seen:
            continue
        seen.add(name)
        need = language.record_text("required" if field.required else "optional", lang)
        type = language.type_name(field.type.name, lang) if field.type else ""
        example = language.example(field.key) if field.type else ""
        offered = "\n".join(_offers(field, lang))
        yield [header, words, need, type, offered, language.note(field.key, lang), example]


def _offers(field: Field, lang: str) -> Iterator[str]:
    if isinstance(field.type, ChoiceType):
        yield from (f"{word} = {language.choice(field.key, word, lang)}" for word in field.type.choices)
    elif isinstance(field.type, FlagType):
        own = language.strings(lang).exchange
        yield from (f"true = {own.yes}", f"false = {own.no}")
