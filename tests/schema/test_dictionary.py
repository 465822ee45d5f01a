"""The data dictionary names everything; the columns of a sheet lead to every value."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator import language
from generator.language import LANGUAGES
from generator.schema.dictionary import columns, data_dictionary, headers
from generator.schema.kinds import KINDS, Kind
from generator.schema.shape import Shape
from generator.schema.types import ChoiceType

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def shapes() -> dict[str, Shape[Any]]:
    found: dict[str, Shape[Any]] = {}
    waiting = [kind.shape for kind in KINDS.values()]
    while waiting:
        shape = waiting.pop()
        if shape.name not in found:
            found[shape.name] = shape
            waiting += [field.group for field in shape.fields if field.group is not None]
    return found


@each_language
def test_every_kind_and_group_has_a_section_with_a_row_for_each_field(lang: str) -> None:
    sections = re.split(r"^### ", data_dictionary(lang), flags=re.MULTILINE)
    for shape in shapes().values():
        own = [section for section in sections if section.splitlines()[0].endswith(f"(`{shape.name}`)")]
        assert len(own) == 1
        rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", own[0], flags=re.MULTILINE)
        assert rows == [(field.name, language.label(field.key, lang)) for field in shape.fields]


@each_language
def test_every_choice_is_in_the_dictionary(lang: str) -> None:
    page = data_dictionary(lang)
    for shape in shapes().values():
        for field in shape.fields:
            if isinstance(field.type, ChoiceType):
                for word in field.type.choices:
                    assert f"| `{word}` | {language.choice(field.key, word, lang)} |" in page


@each_language
def test_every_row_of_a_table_has_as_many_cells_as_its_head(lang: str) -> None:
    for block in data_dictionary(lang).split("\n\n"):
        lines = block.splitlines()
        if lines[0].startswith("|"):
            assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines} == {len(lines[0].split("|")) - 1}


def test_the_english_page_has_no_chinese_but_in_examples() -> None:
    rest = re.sub(r"`[^`]*`", "", data_dictionary("en"))
    assert re.findall("[\u4e00-\u9fff]+", rest) == []


@each_kind
def test_no_two_columns_of_a_sheet_are_the_same(kind: Kind) -> None:
    paths = [column.path for column in columns(kind)]
    assert len(paths) == len(set(paths))
    assert kind.id_field in paths


def test_columns_lead_into_groups_and_lists() -> None:
    paths = [column.path for column in columns(KINDS["certificate"])]
    assert paths[:3] == ["number", "scheme", "holder"]
    assert {"score.total", "score.categories.1.points", "events.1.date", "withdrawal.reason"} <= set(paths)


def test_a_group_that_contains_itself_is_written_out_once() -> None:
    paths = [column.path for column in columns(KINDS["scheme"])]
    assert [path for path in paths if path.startswith("indicators")] == [
        f"indicators.1.{name}" for name in ("name", "clause", "points", "formula", "note")
    ]


@each_language
def test_headers_are_paths_and_labels(lang: str) -> None:
    paths, labels = headers(KINDS["enterprise"], lang)
    assert len(paths) == len(labels)
    assert labels[paths.index("credit_code")] == language.label("enterprise.credit_code", lang)
    contacts, phone = language.label("enterprise.contacts", lang), language.label("contact.phone", lang)
    assert labels[paths.index("contacts.1.phone")] == f"{contacts} 1 / {phone}"
    assert len(labels) == len(set(labels))
