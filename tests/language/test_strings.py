"""The interface strings: equal in both languages, unchangeable, and loud about what is missing."""

from __future__ import annotations

import copy
import pickle
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import language
from generator.language import LANGUAGES, MissingText, Strings, strings

FOLDER = Path(language.__file__).parent
HOLE = re.compile(r"\{(\w+)\}")


def texts(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its path; a list of texts, which may be longer in the other language, is one."""
    if isinstance(node, Strings):
        for key in node:
            yield from texts(node[key], f"{path}.{key}")
    elif isinstance(node, tuple) and any(isinstance(item, Strings) for item in node):
        for index, item in enumerate(node):
            yield from texts(item, f"{path}.{index}")
    elif isinstance(node, tuple):
        yield path, "\n".join(node)
    else:
        yield path, node


def repeated_keys(node: yaml.Node, path: str = "") -> Iterator[str]:
    if isinstance(node, yaml.MappingNode):
        counts = Counter(key.value for key, _ in node.value)
        yield from (f"{path}.{key}" for key, count in counts.items() if count > 1)
        for key, value in node.value:
            yield from repeated_keys(value, f"{path}.{key.value}")


def test_both_languages_have_the_same_keys() -> None:
    zh, en = (dict(texts(strings(lang))) for lang in LANGUAGES)
    assert zh.keys() == en.keys()
    assert zh


def test_both_languages_have_the_same_places_to_fill() -> None:
    zh, en = (dict(texts(strings(lang))) for lang in LANGUAGES)
    holes = {path: (set(HOLE.findall(zh[path])), set(HOLE.findall(en[path]))) for path in zh}
    assert {path: pair for path, pair in holes.items() if pair[0] != pair[1]} == {}


def test_no_string_is_empty_in_both_languages() -> None:
    # One may be: the languages put the words around a number in another order.
    zh, en = (dict(texts(strings(lang))) for lang in LANGUAGES)
    assert [path for path in zh if not (zh[path] + en[path]).strip()] == []


@pytest.mark.parametrize("name", ["zh.yaml", "en.yaml", "fields.yaml"])
def test_no_key_stands_twice_in_a_catalogue(name: str) -> None:
    node = yaml.compose((FOLDER / name).read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert node is not None
    assert list(repeated_keys(node)) == []


MADE = Strings("zh", {"verify": {"title": "A", "on": "B", "not-yet-valid": "C", "steps": ["D", {"name": "E"}]}})


def test_a_text_is_found_by_attribute_and_by_item() -> None:
    assert MADE.verify.title == MADE["verify"]["title"] == "A"
    assert MADE.verify["not-yet-valid"] == "C"
    assert MADE.verify.steps[1].name == "E"
    assert list(MADE.verify) == ["title", "on", "not-yet-valid", "steps"]
    assert "title" in MADE.verify
    assert "heading" not in MADE.verify


@pytest.mark.parametrize("way", [lambda: MADE.verify.heading, lambda: MADE.verify["heading"]])
def test_a_missing_text_is_named_in_full(way: Any) -> None:
    with pytest.raises(MissingText, match=r"^zh\.verify\.heading$"):
        way()


def test_a_missing_text_is_not_taken_for_an_undefined_value_by_templates() -> None:
    jinja2 = pytest.importorskip("jinja2")
    with pytest.raises(MissingText, match="heading"):
        jinja2.Environment().from_string("{{ t.verify.heading | default('-') }}").render(t=MADE)


def test_nothing_can_be_changed() -> None:
    with pytest.raises(AttributeError):
        MADE.verify.title = "X"
    with pytest.raises(AttributeError):
        del MADE.verify.title
    assert isinstance(MADE.verify.steps, tuple)


def test_strings_survive_a_copy_and_another_process() -> None:
    assert copy.deepcopy(MADE).verify.title == pickle.loads(pickle.dumps(MADE)).verify.title == "A"


def test_an_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(MissingText, match="fr"):
        strings("fr")
