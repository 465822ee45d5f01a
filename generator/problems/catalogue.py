"""The words for problems: a catalogue of codes, each with its severity, message, hint and explanation.

`catalogue.yaml` holds for each code the `severity` and the texts `zh`, `en` (message), `hint_zh`, `hint_en`,
`about_zh`, `about_en`. In messages and hints ``{name}`` stands for a value of the problem, ``{name:vocabulary}`` for
its word in a vocabulary of `words.yaml` or of `generator.language`, and ``[[ … ]]`` for a part that is left out when a
value named in it is missing. Values are hostile text: they are shortened, and characters that cannot be seen are
written out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from msgspec import Struct

from generator import language
from generator.problems import Problem

Severity = Literal["error", "warning"]
LONGEST_VALUE = 120
"""A value longer than this many characters is cut in messages."""

LONGEST_CHOICES = 600
"""The same for a list of choices."""

_PLACEHOLDER = re.compile(r"\{(\w+)(?::([\w.-]+))?\}")
_OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
_MISSING = "…"
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class Entry(Struct, frozen=True):
    """What the catalogue says of one code; the mappings are by language."""

    severity: Severity
    message: Mapping[str, str]
    hint: Mapping[str, str]
    about: Mapping[str, str]


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Entry]:
    """Every known code, in the order of the file."""
    return {code: _entry(texts) for code, texts in _load("catalogue.yaml").items()}


def codes() -> tuple[str, ...]:
    """Every known code, those about files first."""
    return tuple(catalogue())


def severity(code: str) -> Severity:
    """``error`` stops a build, ``warning`` does not. A code that is not in the catalogue is an error."""
    entry = catalogue().get(code)
    return entry.severity if entry else "error"


def is_error(found: Problem) -> bool:
    return severity(found.code) == "error"


def message(found: Problem, lang: str) -> str:
    """What is wrong, one sentence; the code and the values where the catalogue does not know the code."""
    entry = catalogue().get(found.code)
    if entry is None:
        return visible(" ".join((found.code, *(f"{key}={value}" for key, value in found.values))))
    return _fill(entry.message[lang], dict(found.values), lang)


def hint(found: Problem, lang: str) -> str:
    """How to mend it; empty when there is nothing to add."""
    entry = catalogue().get(found.code)
    return _fill(entry.hint[lang], dict(found.values), lang) if entry else ""


def about(code: str, lang: str) -> str:
    """Why the rule exists, for the page of the code; empty for a code that is not in the catalogue."""
    entry = catalogue().get(code)
    return entry.about[lang] if entry else ""


def title(code: str, lang: str) -> str:
    """The message without values, as a heading."""
    return message(Problem("", None, None, code), lang)


def visible(text: str) -> str:
    """The text with every character that cannot be seen, or would move the cursor, written as its number."""
    return text if text.isprintable() else "".join(map(_visible_character, text))


def _visible_character(character: str) -> str:
    if character.isprintable() or character in "\u3000\u00a0":
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _fill(template: str, values: Mapping[str, str], lang: str) -> str:
    kept = _OPTIONAL.sub(lambda part: part[1] if _has_all(part[1], values) else "", template)
    return _PLACEHOLDER.sub(lambda hole: _shown(hole[1], values.get(hole[1], ""), hole[2], lang), kept).strip()


def _has_all(part: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name, _ in _PLACEHOLDER.findall(part))


def _shown(name: str, value: str, vocabulary: str | None, lang: str) -> str:
    if not value:
        return _MISSING
    if vocabulary:
        value = _word(vocabulary, value, lang)
    limit = LONGEST_CHOICES if name == "choices" else LONGEST_VALUE
    return visible(value if len(value) <= limit else value[:limit] + _MISSING)


def _word(vocabulary: str, value: str, lang: str) -> str:
    """The word for a value; the value itself where there is none."""
    own = _words().get(vocabulary)
    if own is not None:
        return str(own[value][lang]) if value in own else value
    try:
        if vocabulary == "label":
            return language.label(value, lang)
        return language.type_name(value, lang) if vocabulary == "type" else language.choice(vocabulary, value, lang)
    except language.MissingText:
        return value


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    return _load("words.yaml")


def _load(name: str) -> dict[str, Any]:
    text = files("generator.problems").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=_LOADER)
    return loaded


def _entry(texts: Mapping[str, Any]) -> Entry:
    by_language = [
        {lang: str(texts[f"{prefix}{lang}"]) for lang in language.LANGUAGES} for prefix in ("", "hint_", "about_")
    ]
    return Entry(texts["severity"], *by_language)
