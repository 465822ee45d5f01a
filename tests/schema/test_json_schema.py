"""The JSON Schemas are of draft 2020-12, take what the check takes, and help whoever types a record."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.language import LANGUAGES
from generator.problems import Report
from generator.schema.json_schema import json_schema
from generator.schema.kinds import KINDS, Kind
from generator.schema.raw import Raw
from generator.schema.scaffold import new_record

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
SCHEMAS = {name: json_schema(kind, "en") for name, kind in KINDS.items()}


def problems_of(name: str, document: Any) -> list[str]:
    return [error.json_path for error in Draft202012Validator(SCHEMAS[name]).iter_errors(document)]


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 core schema, as editors read it: `on` is a text there, and so is a date."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the base class keeps them so


for tag, pattern in (("bool", "true|false"), ("null", "null|~|"), ("int", "[0-9]+"), ("float", r"[0-9]+\.[0-9]+")):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), None)


def sample(kind: Kind, everything: bool = False) -> Any:
    """A new record as an editor's YAML reader sees it."""
    text = new_record(kind, {}, "en")
    while everything and (more := re.sub(r"^( *)#(?!#) ?", r"\1", text, flags=re.MULTILINE)) != text:
        text = more
    return yaml.load(text, Loader=CoreLoader)


@each_kind
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_schema_is_of_its_draft(kind: Kind, lang: str) -> None:
    schema = json_schema(kind, lang)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@each_kind
@pytest.mark.parametrize("everything", [False, True])
def test_a_new_record_is_valid(kind: Kind, everything: bool) -> None:
    assert problems_of(kind.name, sample(kind, everything)) == []


@each_kind
def test_every_example_is_valid_for_its_own_field(kind: Kind) -> None:
    schema = SCHEMAS[kind.name]
    groups = [schema, *schema.get("$defs", {}).values()]
    for properties in (group["properties"] for group in groups):
        for field in properties.values():
            for example in field.get("examples", ()):
                jsonschema.validate(example, field)


@each_kind
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_has_a_title_and_a_description(kind: Kind, lang: str) -> None:
    schema = json_schema(kind, lang)
    groups = [schema, *schema.get("$defs", {}).values()]
    fields = [field for group in groups for field in group["properties"].values()]
    assert all(field["title"] and field["description"] for field in fields)


@each_kind
def test_a_missing_or_unknown_key_is_found(kind: Kind) -> None:
    document = sample(kind)
    del document[kind.id_field]
    assert problems_of(kind.name, document) == ["$"]
    assert problems_of(kind.name, sample(kind) | {"extra": "x"}) == ["$"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"number": 12}, "$.number"),
        ({"number": "a/b"}, "$.number"),
        ({"events": []}, "$.events"),
        ({"events": [{"kind": "lost", "date": "2026-01-01"}]}, "$.events[0].kind"),
        ({"headcount": 1.5}, "$.headcount"),
        ({"headcount": -1}, "$.headcount"),
        ({"valid_until": "2026-1-1"}, "$.valid_until"),
    ],
)
def test_a_wrong_value_is_found_at_its_place(change: dict[str, Any], path: str) -> None:
    assert problems_of("certificate", sample(KINDS["certificate"]) | change) == [path]


def test_the_words_of_a_choice_are_explained() -> None:
    field = SCHEMAS["certificate"]["$defs"]["event"]["properties"]["kind"]
    assert field["enum"][0] == "issued"
    assert "recertified = recertified" in field["description"]


def test_an_optional_key_with_nothing_behind_it_is_valid() -> None:
    empty = {"grade": None, "score": None, "sites": None, "headcount": None, "withdrawal": None}
    assert problems_of("certificate", sample(KINDS["certificate"]) | empty) == []


ODD: st.SearchStrategy[Raw] = (
    st.none()
    | st.text(max_size=8)
    | st.sampled_from(
        ["2026-01-01", "12", "0.5", "true", "A", "330106", "a-1", "https://a.cn/", "138****1234", "a.svg"]
    )
    | st.just([])
    | st.just({})
)


@each_kind
@given(data=st.data())
def test_whatever_the_check_takes_the_schema_takes_too(kind: Kind, data: st.DataObject) -> None:
    whole: dict[str, Raw] = yaml.load(new_record(kind, {}, "en"), Loader=yaml.BaseLoader)
    names = st.sampled_from([field.name for field in kind.shape.fields])
    document = whole | data.draw(st.dictionaries(names, ODD, max_size=4))
    if kind.shape.read(document, Report("x")) is not None:
        assert problems_of(kind.name, document) == []
