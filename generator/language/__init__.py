"""The words of the interface, in Chinese and English: strings of the pages, labels and notes of the record fields.

`zh.yaml` and `en.yaml` hold the strings, under equal keys. `fields.yaml` holds what people call the kinds, groups,
field types, fields and choices of records, what they should write there, and the words of the files made from them.
`help.yaml` holds the words of the command line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import yaml

LANGUAGES = ("zh", "en")
_FOLDER = Path(__file__).parent
_LOADER: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


class MissingText(Exception):
    """A key that the catalogue does not have; the text names it.

    Neither a LookupError nor an AttributeError: templates take those for a value that may be absent.
    """


class Strings:
    """One level of a catalogue: ``strings.verify.title`` or ``strings["verify"]["title"]``; iterates over its keys.

    A value is a text, a tuple of texts, or the next level. Nothing can be changed.
    """

    def __init__(self, path: str, entries: dict[str, Any]) -> None:
        inside = {key: _frozen(f"{path}.{key}", value) for key, value in entries.items()}
        self.__dict__.update(inside, __path__=path)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise MissingText(f"{self.__path__}.{name}")

    def __getitem__(self, name: str) -> Any:
        try:
            return self.__dict__[name]
        except KeyError:
            raise MissingText(f"{self.__path__}.{name}") from None

    def __contains__(self, name: object) -> bool:
        return name in self.__dict__ and name != "__path__"

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.__dict__ if name != "__path__")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{self.__path__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{self.__path__}.{name} cannot be changed")

    def __repr__(self) -> str:
        return f"<Strings {self.__path__}>"


def _frozen(path: str, value: Any) -> Any:
    if isinstance(value, dict):
        return Strings(path, value)
    if isinstance(value, list):
        return tuple(_frozen(f"{path}.{index}", item) for index, item in enumerate(value))
    return value


def _load(name: str) -> dict[str, Any]:
    # The base loader leaves every scalar a text, so that no key such as `on` turns into a truth value.
    content = yaml.load((_FOLDER / name).read_text(encoding="utf-8"), Loader=_LOADER)
    return content if isinstance(content, dict) else {}


@cache
def strings(lang: str) -> Strings:
    """The interface strings of a language.

    Raises:
        MissingText: no such language.
    """
    if lang not in LANGUAGES:
        raise MissingText(lang)
    return Strings(lang, _load(f"{lang}.yaml"))


@cache
def _fields() -> dict[str, Any]:
    return _load("fields.yaml")


def _look_up(section: str, *keys: str) -> str:
    found: Any = _fields().get(section)
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, str):
        raise MissingText(".".join(("fields", section, *keys)))
    return found


@cache
def _help() -> dict[str, Any]:
    return _load("help.yaml")


def help_text(text: str, lang: str) -> str:
    """A help text of the command line, given in English; itself where it has no translation."""
    return str(_help()["texts"].get(text, text)) if lang == "zh" else text


def help_word(name: str, lang: str) -> str | None:
    """A word of the help's own frame; None where Python's own word is right."""
    return str(_help()[name]) if lang == "zh" else None


def parse_error(text: str, lang: str) -> str:
    """What Python's argument parser complains of; its own words where there are no others."""
    for item in _help()["errors"] if lang == "zh" else ():
        match = re.fullmatch(item["en"], text, re.DOTALL)
        if match:
            return match.expand(item["zh"])
    return text


def label(key: str, lang: str = "zh") -> str:
    """What people call a field: ``certificate.number``, or ``event.date`` for a field of a group."""
    return _look_up("fields", key, lang)


def label_en(key: str) -> str:
    return label(key, "en")


def note(key: str, lang: str = "zh") -> str:
    """What to write in a field, in plain words."""
    return _look_up("fields", key, f"note_{lang}")


def example(key: str) -> str:
    """A value that could stand in a field, as text; empty for a field that holds groups."""
    return _look_up("fields", key, "example")


def choice(key: str, value: str, lang: str = "zh") -> str:
    """What people call one of the words a field may hold: ``choice("event.kind", "suspended")``."""
    return _look_up("choices", key, value, lang)


def kind_name(kind: str, lang: str = "zh") -> str:
    """What people call a kind of record."""
    return _look_up("kinds", kind, lang)


def kind_note(kind: str, lang: str = "zh") -> str:
    return _look_up("kinds", kind, f"note_{lang}")


def group_label(group: str, lang: str = "zh") -> str:
    """What people call a group of fields, by its name in the labels: ``credit-note``."""
    return _look_up("groups", group, lang)


def type_name(type: str, lang: str = "zh") -> str:
    """What people call a field type."""
    return _look_up("types", type, lang)


def type_note(type: str, lang: str = "zh") -> str:
    """How a value of a field type is written."""
    return _look_up("types", type, f"note_{lang}")


def record_text(name: str, lang: str = "zh") -> str:
    """A text of the files and pages made from the record declarations."""
    return _look_up("texts", name, lang)
