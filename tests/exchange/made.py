"""Records of any kind for hypothesis, made from the declarations themselves, and ways to read a sheet of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from generator.exchange.columns import read_header
from generator.exchange.importing import Base, _Import
from generator.exchange.table import Table
from generator.problems import Problem, Report
from generator.schema import credit_code
from generator.schema.kinds import Kind
from generator.schema.shape import Content, Field, Group, Many, One, Shape, shape_of
from generator.schema.types import (
    FIRST_DAY,
    INVALID,
    LAST_DAY,
    ChoiceType,
    CreditCodeType,
    DateType,
    FieldType,
    FlagType,
    IdentifierType,
    IntegerType,
    TextType,
)
from tests.model import made

ODD: tuple[str, ...] = (
    "=1+1",
    "-5",
    "+86",
    "@x",
    "'=x",
    "''@",
    "_x0041_",
    "1.0",
    "TRUE",
    "2026-03-01",
    "9E5",
    "甲\u3000乙",
    "“引”，;",
    '"',
)
ODD += (
    "# x",
    "a: b",
    "- x",
    "null",
    "~",
    "｛甲｝",
    "𠮷",
    "{}",
    "[x]",
    "0123",
    "x" * 80,
    "\U0001f600",
    "%d",
    "a\u00a0b",
    "|",
    ">-",
)
LINES = ("甲\n乙", "a\n\n b\nc", "- x\n- y", "#x\ny", "a\n=b", "x\n  y")
NUMBERS = ("0", "1", "90.0", "92.50", "0.000001", "1000000000", "79.5", "100")


@cache
def values(type: FieldType) -> st.SearchStrategy[Any]:
    """Valid values of a field type."""
    if isinstance(type, ChoiceType):
        return st.sampled_from(type.choices)
    if isinstance(type, FlagType):
        return st.booleans()
    if isinstance(type, DateType):
        return st.dates(FIRST_DAY, LAST_DAY)
    if isinstance(type, IntegerType):
        return st.integers(type.lowest, type.highest)
    if isinstance(type, IdentifierType):
        return st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,8}", fullmatch=True).filter(lambda text: fits(type, text))
    if isinstance(type, CreditCodeType):
        return st.integers(1, 99_999).map(lambda number: credit_code.make_reserved("91", "110101", number))
    if type.name in ("exact", "amount"):
        return st.sampled_from(NUMBERS).map(Decimal)
    if isinstance(type, TextType):
        free = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).map(str.strip)
        texts = st.sampled_from(ODD + (LINES if type.lines else ())) | free
        return texts.filter(lambda text: fits(type, text))
    return st.just(type.example)


def fits(type: FieldType, text: str) -> bool:
    report = Report("")
    return type.read(text, (), report) is not INVALID and not list(report)


@cache
def records(shape: Shape[Any], depth: int = 2) -> st.SearchStrategy[Any]:
    """Valid records of a shape; groups inside themselves at most `depth` times."""
    own = {field.name: _field(field, shape, depth) for field in shape.fields}
    return st.fixed_dictionaries(own).map(lambda found: shape.record(**found))


def _field(field: Field, outer: Shape[Any], depth: int) -> st.SearchStrategy[Any]:
    inside = _content(field.content, field.required, outer, depth)
    if field.required:
        return inside
    return st.just(field.default) | inside


def _content(content: Content, required: bool, outer: Shape[Any], depth: int) -> st.SearchStrategy[Any]:
    if isinstance(content, One):
        return values(content.type)
    if isinstance(content, Many):
        again = isinstance(content.item, Group) and content.item.shape.name == outer.name
        if again and not depth:
            return st.just(())
        item = _content(content.item, True, outer, depth)
        return st.lists(item, min_size=int(required), max_size=2, unique_by=repr).map(tuple)
    assert isinstance(content, Group)
    inner = shape_of(content.record)
    return records(inner, depth - 1 if inner.name == outer.name else depth)


class NoDisk:
    """A project without a file."""

    def read(self, file: str) -> str:
        raise AssertionError(file)

    def taken(self, file: str) -> bool:
        return not file


class Folder(dict[str, str]):
    """A project whose files are texts."""

    def read(self, file: str) -> str:
        return self[file]

    def taken(self, file: str) -> bool:
        return file in self


def read_alone(kind: Kind, table: Table) -> tuple[list[Any], list[Problem]]:
    """The records of a sheet with no registry around it, and the problems of its rows."""
    header, faults = read_header(kind, table)
    assert faults == ()
    one = _Import(kind, table, header, "sheet", Base((), frozenset(), date(2026, 1, 1)), NoDisk())
    rows = [one._row(number) for number in range(header.rows + 1, len(table.rows) + 1)]
    return [row.record.value for row in rows if row is not None], one.problems


def base(*values: Any, at: date = date(2026, 11, 20)) -> Base:
    return Base(tuple(made.record(value) for value in values), frozenset(), at)
