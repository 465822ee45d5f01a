"""fields.yaml and the record declarations say the same: nothing missing, nothing left over, every example valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import language
from generator.language import LANGUAGES, MissingText
from generator.problems import Report
from generator.schema.kinds import KINDS
from generator.schema.shape import Field, Shape
from generator.schema.types import ChoiceType

WRITTEN = yaml.load(
    (Path(language.__file__).parent / "fields.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")


def shapes() -> dict[str, Shape[Any]]:
    found: dict[str, Shape[Any]] = {}
    waiting = [kind.shape for kind in KINDS.values()]
    while waiting:
        shape = waiting.pop()
        if shape.name not in found:
            found[shape.name] = shape
            waiting += [field.group for field in shape.fields if field.group is not None]
    return found


SHAPES = shapes()
FIELDS: dict[str, Field] = {field.key: field for shape in SHAPES.values() for field in shape.fields}
CHOICES = {key: field.type.choices for key, field in FIELDS.items() if isinstance(field.type, ChoiceType)}


def test_every_field_is_described_and_no_other() -> None:
    assert WRITTEN["fields"].keys() == FIELDS.keys()


def test_every_kind_group_and_type_is_described_and_no_other() -> None:
    assert list(WRITTEN["kinds"]) == list(KINDS)
    assert WRITTEN["groups"].keys() == SHAPES.keys() - KINDS.keys()
    assert WRITTEN["types"].keys() == {field.type.name for field in FIELDS.values() if field.type is not None}


def test_every_choice_is_described_and_no_other() -> None:
    assert {key: tuple(words) for key, words in WRITTEN["choices"].items()} == CHOICES


@pytest.mark.parametrize("section", ["kinds", "types", "fields"])
def test_every_description_has_its_name_and_note_in_both_languages(section: str) -> None:
    wanted = {"zh", "en", "note_zh", "note_en"}
    assert {key: entry for key, entry in WRITTEN[section].items() if entry.keys() - {"example"} != wanted} == {}


def test_only_fields_with_a_value_have_an_example() -> None:
    with_example = {key for key, entry in WRITTEN["fields"].items() if "example" in entry}
    assert with_example == {key for key, field in FIELDS.items() if field.type is not None}


@pytest.mark.parametrize("key", [key for key, field in FIELDS.items() if field.type is not None])
def test_an_example_is_what_its_field_accepts(key: str) -> None:
    report = Report(key)
    field_type = FIELDS[key].type
    assert field_type is not None
    field_type.read(language.example(key), (), report)
    assert list(report) == []


def words(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from words(value, f"{path}.{key}")
    else:
        yield path, node


def test_chinese_words_are_chinese_and_english_words_are_not() -> None:
    named = [(path, text) for path, text in words(WRITTEN) if not path.endswith(".example")]
    chinese = [(path, text) for path, text in named if path.endswith("zh")]
    english = [(path, text) for path, text in named if path.endswith("en")]
    assert len(chinese) == len(english) == len(named) / 2
    assert [path for path, text in english if IDEOGRAPH.search(text)] == []
    # ICS and the like are the same in both.
    assert [path for path, text in chinese if not IDEOGRAPH.search(text)] == []


def test_texts_have_the_same_places_to_fill_in_both_languages() -> None:
    holes = {
        key: [sorted(re.findall(r"\{(\w+)\}", entry[lang])) for lang in LANGUAGES]
        for key, entry in WRITTEN["texts"].items()
    }
    assert {key: pair for key, pair in holes.items() if pair[0] != pair[1]} == {}


def test_labels_notes_and_choices_are_found_in_the_language_asked_for() -> None:
    assert language.label("certificate.number", "en") == language.label_en("certificate.number") == "Certificate number"
    assert language.label("certificate.number") == WRITTEN["fields"]["certificate.number"]["zh"]
    assert language.choice("event.kind", "surveillance", "en") == "surveillance"
    assert language.note("certificate.valid_until", "en") == "The last valid day, itself included."


@pytest.mark.parametrize(
    ("look_up", "named"),
    [
        (lambda: language.label("certificate.nubmer"), "fields.certificate.nubmer.zh"),
        (lambda: language.label("certificate.number", "fr"), "certificate.number.fr"),
        (lambda: language.choice("event.kind", "lost", "en"), "event.kind.lost.en"),
        (lambda: language.example("certificate.events"), "certificate.events.example"),
    ],
)
def test_a_missing_label_is_named_in_full(look_up: Any, named: str) -> None:
    with pytest.raises(MissingText, match=re.escape(named)):
        look_up()
