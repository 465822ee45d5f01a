"""New record files: valid as they are, valid when everything optional is switched on, faithful to any value given."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.language import LANGUAGES, label
from generator.problems import Problem, Report
from generator.records.yaml_text import read as read_yaml
from generator.schema.kinds import KINDS, Kind
from generator.schema.scaffold import NotAValue, UnknownField, field_at, new_record, quoted
from generator.schema.shape import Shape

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def switched_on(text: str) -> str:
    """The text with one layer of ``#`` taken away; lines with ``##`` stay."""
    return re.sub(r"^( *)#(?!#) ?", r"\1", text, flags=re.MULTILINE)


def wholly_switched_on(text: str) -> str:
    while (more := switched_on(text)) != text:
        text = more
    return text


def parse(kind: Kind, text: str) -> tuple[Any, list[Problem]]:
    report = Report("new.yaml")
    raw = read_yaml(text.encode(), report)
    return (None if raw is None else kind.shape.read(raw, report)), list(report)


@each_kind
@each_language
def test_a_new_record_is_valid_as_it_stands(kind: Kind, lang: str) -> None:
    record, problems = parse(kind, new_record(kind, {}, lang))
    assert problems == []
    assert record is not None


@each_kind
@each_language
def test_it_is_valid_with_the_optional_parts_switched_on(kind: Kind, lang: str) -> None:
    record, problems = parse(kind, switched_on(new_record(kind, {}, lang)))
    assert problems == []
    assert record is not None


def names_of(shape: Shape[Any]) -> set[str]:
    return {field.name for field in shape.fields}


@each_kind
@each_language
def test_it_is_valid_with_everything_switched_on_and_then_lacks_nothing(kind: Kind, lang: str) -> None:
    text = wholly_switched_on(new_record(kind, {}, lang))
    record, problems = parse(kind, text)
    assert problems == []
    assert record is not None
    loaded = yaml.load(text, Loader=yaml.BaseLoader)

    def compare(node: Any, shape: Shape[Any]) -> None:
        assert node.keys() == names_of(shape)
        for field in shape.fields:
            if field.group is not None and field.group.name != shape.name:
                compare(node[field.name][0] if field.many else node[field.name], field.group)

    compare(loaded, kind.shape)


@each_kind
def test_every_field_is_explained_in_the_language_asked_for(kind: Kind) -> None:
    text = new_record(kind, {}, "en")
    assert [field.key for field in kind.shape.fields if f"## {label(field.key, 'en')} [" not in text] == []
    assert not re.search("[\u4e00-\u9fff]", "\n".join(line for line in text.splitlines() if line.startswith("##")))


def test_a_value_given_takes_the_place_of_the_example_and_switches_its_field_on() -> None:
    values = {"number": "LX-9", "headcount": "7", "score.total": "88", "events.reason": "x", "sites.name": "y"}
    record, problems = parse(KINDS["certificate"], new_record(KINDS["certificate"], values, "zh"))
    assert problems == []
    assert (record.number, record.headcount, str(record.score.total)) == ("LX-9", 7, "88")
    assert record.events[0].reason == "x"
    assert record.sites[0].name == "y"
    assert record.sites[0].address
    assert record.score.categories == ()


def test_a_value_inside_a_group_that_contains_itself_is_written() -> None:
    text = new_record(KINDS["scheme"], {"indicators.children.children.name": "deep"}, "zh")
    record, problems = parse(KINDS["scheme"], text)
    assert problems == []
    assert record.indicators[0].children[0].children[0].name == "deep"


def test_an_item_of_a_plain_list_can_be_given() -> None:
    record, problems = parse(KINDS["scheme"], new_record(KINDS["scheme"], {"covers": "a-1", "uses": "u"}, "zh"))
    assert problems == []
    assert (record.covers, record.uses) == (("a-1",), ("u",))


@pytest.mark.parametrize(
    ("path", "name", "near"),
    [("nubmer", "nubmer", "number"), ("number.x", "number.x", "number"), ("zzzz", "zzzz", None), ("", "", None)],
)
def test_a_value_for_no_field_is_refused_with_the_nearest(path: str, name: str, near: str | None) -> None:
    with pytest.raises(UnknownField) as caught:
        new_record(KINDS["certificate"], {path: "x"}, "zh")
    assert (caught.value.name, caught.value.nearest) == (name, near)


def test_a_value_for_a_whole_group_is_refused() -> None:
    with pytest.raises(NotAValue, match="score"):
        field_at(KINDS["certificate"].shape, "score")


hostile = st.text() | st.sampled_from(
    [
        "# x",
        "- x",
        "a: b",
        "a #b",
        '"',
        "'",
        "\\",
        "%YAML",
        "---",
        "...",
        "*a",
        "&a",
        "!t",
        "|-",
        ">",
        "{",
        "[",
        "@",
        "`",
    ]
)


@given(hostile)
def test_every_text_comes_back_from_its_quotes(text: str) -> None:
    assert yaml.load(f"key: {quoted(text)}\nnext: x\n", Loader=yaml.CSafeLoader) == {"key": text, "next": "x"}


@given(hostile, hostile, hostile)
def test_no_value_can_break_out_of_its_field(name: str, scope: str, total: str) -> None:
    values = {"service_field": name, "scope": scope, "score.total": total, "events.description": scope}
    loaded = yaml.load(new_record(KINDS["certificate"], values, "zh"), Loader=yaml.BaseLoader)
    assert loaded["service_field"] == name
    assert loaded["scope"] == scope
    assert loaded["score"]["total"] == total
    assert loaded["events"][0]["description"] == scope
    assert loaded.keys() <= names_of(KINDS["certificate"].shape)


@given(st.lists(st.text("甲a .,#-:", min_size=1), min_size=1).map("\n".join))
def test_several_lines_come_back_as_they_were(text: str) -> None:
    loaded = yaml.load(new_record(KINDS["certificate"], {"scope": text}, "zh"), Loader=yaml.BaseLoader)
    assert loaded["scope"] == text


def test_lines_of_a_long_text_are_written_as_lines() -> None:
    assert "\nscope: |-\n  one\n\n  two\n" in new_record(KINDS["certificate"], {"scope": "one\n\ntwo"}, "zh")
