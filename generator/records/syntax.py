"""What a YAML parser complains of, said as the slip an editor made, and where.

The parser names the rule that broke; editors know full-width colons, missing spaces and forgotten quotes. Each cause
here is a word of the `yaml-cause` and `yaml-mend` vocabularies in `generator/problems/words.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct
from yaml.error import MarkedYAMLError
from yaml.events import Event, ScalarEvent

from generator.records.text import Spot

_KEY = r"^[ \t\u3000]*(?:- +)*[\"']?[A-Za-z_][A-Za-z0-9_-]*[\"']?"
_FULL_WIDTH_COLON = re.compile(_KEY + "\\s*(\uff1a)")
_NO_SPACE = re.compile(_KEY + r"(:)(?![\s/]|$)")
_NO_SPACE_AFTER_DASH = re.compile(r"^\s*(-)[^\s-]")


class Mark(Protocol):
    """A place in a text, from 0; PyYAML and its libyaml half have a class each."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


class Slip(Struct, frozen=True):
    """A cause, where it stands, and the character it is about, if it is about one."""

    cause: str
    at: Spot
    character: str | None = None


def spot(mark: Mark | None) -> Spot:
    """The parser's mark, which counts from 0; the start of the text when it has none."""
    return Spot(mark.line + 1, mark.column + 1) if mark else Spot(1, 1)


def colon_slip(lines: Sequence[str], first: int = 0, end: int | None = None) -> Slip | None:
    """A field whose colon is full-width or has no space behind it, in the lines `first` up to `end`, from 0."""
    end = len(lines) if end is None else min(end, len(lines))
    return _search("full-width-colon", _FULL_WIDTH_COLON, lines, first, end) or _search(
        "no-space-after-colon", _NO_SPACE, lines, first, end
    )


def explain(error: Exception, last: Event | None, lines: Sequence[str]) -> Slip:
    """The slip behind a parser's `error`; `last` is the last event before it, `lines` the text."""
    if not isinstance(error, MarkedYAMLError):
        return Slip("other", Spot(1, 1))
    said = f"{error.context or ''}: {error.problem or ''}"
    at = error.problem_mark or error.context_mark
    if at is None:
        return Slip("other", Spot(1, 1))
    began = error.context_mark or at
    return (
        _bad_character(said, at, began, lines)
        or _bad_quote(said, at, began, last)
        or _bad_colon(said, at, lines)
        or _bad_structure(said, at, began, lines)
    )


def _bad_character(said: str, at: Mark, began: Mark, lines: Sequence[str]) -> Slip | None:
    if "tab character" in said:
        return Slip("tab", spot(at))
    if "start any token" in said:
        found = _character(lines, at)
        return Slip("tab", spot(at)) if found == "\t" else Slip("special-character", spot(at), found)
    if re.search(r"ing an? (alias|anchor|tag)\b", said):
        return Slip("special-character", spot(began), _character(lines, began))
    return None


def _bad_quote(said: str, at: Mark, began: Mark, last: Event | None) -> Slip | None:
    if re.search(r"(quoted|double-quoted) scalar", said):
        escaped = "escape" in said or "hexadecimal" in said or "hexdecimal" in said
        return Slip("escape", spot(at)) if escaped else Slip("unclosed-quote", spot(began))
    if isinstance(last, ScalarEvent) and last.style in ("'", '"') and _entry_expected(said):
        begins, ends = spot(last.start_mark), spot(last.end_mark)
        if ends.line > begins.line:
            return Slip("unclosed-quote", begins)
        if ends.line == at.line + 1:
            return Slip("text-after-quote", spot(at))
    return None


def _bad_colon(said: str, at: Mark, lines: Sequence[str]) -> Slip | None:
    if not ("expected ':'" in said or "mapping values" in said or _entry_expected(said)):
        return None
    first, end = max(0, at.line - 1), min(at.line + 1, len(lines))
    return colon_slip(lines, first, end) or _search("no-space-after-dash", _NO_SPACE_AFTER_DASH, lines, first, end)


def _bad_structure(said: str, at: Mark, began: Mark, lines: Sequence[str]) -> Slip:
    if "mapping values" in said:
        line = lines[at.line] if at.line < len(lines) else ""
        return Slip("indentation" if ":" not in line[: at.column] else "colon-in-value", spot(at))
    if "sequence entries" in said:
        return Slip("list-on-key-line", spot(at))
    if "flow sequence" in said or "flow mapping" in said:
        return Slip("unclosed-bracket", spot(began))
    if "block scalar" in said:
        return Slip("block-text", spot(at))
    if "expected ':'" in said:
        return Slip("no-colon", spot(began))
    if _entry_expected(said):
        return Slip("indentation", spot(at))
    return Slip("other", spot(at))


def _entry_expected(said: str) -> bool:
    return bool(re.search(r"expected (key|'-' indicator|<block end>|<document start>|'<document start>')", said))


def _search(cause: str, pattern: re.Pattern[str], lines: Sequence[str], first: int, end: int) -> Slip | None:
    for number in range(first, end):
        match = pattern.match(lines[number])
        if match:
            return Slip(cause, Spot(number + 1, match.start(1) + 1))
    return None


def _character(lines: Sequence[str], at: Mark) -> str | None:
    return lines[at.line][at.column] if at.line < len(lines) and at.column < len(lines[at.line]) else None
