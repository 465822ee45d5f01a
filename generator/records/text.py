"""The bytes of a record → text fit for a YAML parser, with a problem for everything that must not be in it.

The quick way out is one pass: text that is printable apart from its line feeds needs no closer look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.problems import Report

MAX_BYTES = 1 << 20
"""A record file may have at most this many bytes."""

REPORTED = 100
"""At most so many problems of one sort are reported for one file."""

_HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e00ff"
)
HIDDEN = re.compile(f"[{_HIDDEN}]")
"""Control characters, bidirectional and zero-width marks, fillers, tags and surrogates: what a reader cannot see."""

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_TAB_INDENT = re.compile(r"^[ \u00a0\u3000]*\t[ \t\u00a0\u3000]*(?=\S)", re.MULTILINE)
_WIDE_INDENT = re.compile(r"^ *[\u00a0\u3000][ \u00a0\u3000]*(?=- |[A-Za-z_][\w-]*:(?:\s|$))", re.MULTILINE)
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Spot(Struct, frozen=True):
    """Where something stands in a text; line and column count from 1, columns in characters."""

    line: int
    column: int


def printable(data: bytes) -> str | None:
    """The text of bytes that `clean` leaves as they are; None where it has to look closely."""
    try:
        text = data.decode() if len(data) <= MAX_BYTES else "\ufffd"
    except UnicodeDecodeError:
        return None
    return text if text.replace("\n", "").isprintable() and "\ufffd" not in text else None


def clean(data: bytes, report: Report) -> bytes | None:
    """UTF-8 bytes a parser will not stumble over, or None when they are not UTF-8 text of an allowed size.

    Byte-order mark and hidden characters are reported and left out, wide spaces before a field become plain ones, so
    that the rest can still be read.
    """
    if len(data) > MAX_BYTES:
        report.add_at("file-too-large", 1, 1, size=len(data), limit=MAX_BYTES)
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        _report_encoding(data, error.start, report)
        return None
    if text.replace("\n", "").isprintable() and "\ufffd" not in text:
        return data
    return _clean_closely(text, report).encode()


def characters(found: str) -> str:
    """A character by its Unicode number: ``U+202E``."""
    return f"U+{ord(found):04X}"


def _clean_closely(text: str, report: Report) -> str:
    if text.startswith("\ufeff"):
        report.add_at("byte-order-mark", 1, 1)
        text = text[1:]
    _report_carriage_returns(text, report)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _report_each("tab-indentation", _TAB_INDENT, text, report)
    _report_each("wide-space-indentation", _WIDE_INDENT, text, report)
    _report_characters("control-character", HIDDEN, text, report)
    _report_characters("replacement-character", re.compile("\ufffd"), text, report)
    _report_characters("private-use-character", _PRIVATE, text, report)
    text = _WIDE_INDENT.sub(lambda found: " " * len(found.group()), text)
    return HIDDEN.sub("", text)


def _report_encoding(data: bytes, start: int, report: Report) -> None:
    before = data[:start].decode()
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    report.add_at("not-utf8", line, column, encoding=_guess_encoding(data))


def _guess_encoding(data: bytes) -> str:
    if data.startswith(_UTF16_MARKS):
        return "utf-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "unknown"
    return "gb18030"


def _report_carriage_returns(text: str, report: Report) -> None:
    at = text.find("\r")
    if at >= 0:
        before = text[:at]
        report.add_at("carriage-returns", before.count("\n") + 1, at - before.rfind("\n"), count=text.count("\r"))


def _report_each(code: str, pattern: re.Pattern[str], text: str, report: Report) -> None:
    for _, spot in _one_a_line(pattern, text):
        report.add_at(code, spot.line, spot.column)


def _report_characters(code: str, pattern: re.Pattern[str], text: str, report: Report) -> None:
    for found, spot in _one_a_line(pattern, text):
        report.add_at(code, spot.line, spot.column, character=characters(found))


def _one_a_line(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, Spot]]:
    """The first match of each line and where it is; at most `REPORTED` lines."""
    line, line_start, position = 1, 0, 0
    for _ in range(REPORTED):
        match = pattern.search(text, position)
        if match is None:
            return
        line += text.count("\n", line_start, match.start())
        line_start = text.rfind("\n", 0, match.start()) + 1
        yield match.group(), Spot(line, match.start() - line_start + 1)
        position = text.find("\n", match.start())
        if position < 0:
            return
