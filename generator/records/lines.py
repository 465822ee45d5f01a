"""The quick way through a record written one field a line, as most are: without a YAML parser.

A text is read here only if each of its lines has one of the plain forms below, which every YAML reader cuts the
same way. Anything else, a mistake above all, is left to `generator.records.yaml_text`, which says where and what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeAlias, cast

from generator.records.unquoted import SUSPECT, unquoted
from generator.schema.raw import Raw

MAX_LINES = 2_000
"""With these, and with no more than the indentation of `_LINE`, a record is well within the limits of `yaml_text`."""

# No group is repeated possessively: Python before 3.11.5 matches that wrongly (CPython issues 100061 and 106052).
_LINE = re.compile(
    r"""
    (\ {0,24}+)
    (?: \#[^\n]*+                                         # a comment
    | (-\ )?                                              # an item of a list
      (?: ([A-Za-z][0-9A-Za-z_]{0,99}+):(?=[\ \n])\ ?+ )?   # a field
      ( "[^"\\\n]*+"                                      # in quotes, without escapes
      | [0-9A-Za-z\u201c\u3400-\u9fff][^\n:\#]*+(?::[^\n:\#\ ][^\n:\#]*+)*  # without quotes, and without signs of YAML
      | '[^'\n]*+'
      | \|-\n (?P<margin>\ ++)[^\n\ ][^\n]*+(?<!\ ) (?: \n++(?P=margin)[^\n]++(?<!\ ) )*  # lines of text
      )?
      (?<!\ )
    )
    (?: \n | \Z )
    | ( .+ )                                              # none of these
    """,
    re.VERBOSE,
)


_QUOTES = ('"', "'")
_Opened: TypeAlias = "tuple[Any, int]"


class _OddError(Exception):
    """The text is not as plain as this."""


def read(text: str) -> dict[str, Raw] | None:
    """The record in a printable text, just as `yaml_text` would read it; None where that has to be asked."""
    if text.count("\n") > MAX_LINES:
        return None
    try:
        return _tree(_LINE.findall(text)) or None
    except _OddError:
        return None


def _tree(lines: Iterable[tuple[str, ...]]) -> dict[str, Raw]:
    """The mapping that the lines make; in one piece because it runs for every field of every record.

    Of the `opened` collections, each with the column of its keys or dashes, the last is `here`; `key` is the last key
    in it while that has no value.
    """
    root: dict[str, Raw] = {}
    opened: list[_Opened] = [(root, 0)]
    here, column, key = cast(Any, root), 0, ""
    for indentation, dash, name, value, margin, odd in lines:
        if odd or (value and not (name or dash)):
            raise _OddError
        if dash:
            _go_to(list, len(indentation), opened, key)
            _add_item({} if name else _scalar(value, margin, len(indentation)), opened)
            here, column = opened[-1]
            key = ""
        elif name and (len(indentation) != column or here.__class__ is list):
            _go_to(dict, len(indentation), opened, key)
            here, column = opened[-1]
        if name:
            if name in here:
                raise _OddError
            here[name] = value[1:-1] if value[:1] == '"' else _scalar(value, margin, column)
            key = "" if value else name
    return root


def _go_to(kind: type, column: int, opened: list[_Opened], key: str) -> None:
    """Makes the collection of this kind in this column the last of the opened; it may begin here, under the key."""
    here, at = opened[-1]
    if key and (column > at or (column == at and kind is list)):
        here[key] = kind()
        opened.append((here[key], column))
        return
    while column != at or here.__class__ is not kind:
        opened.pop()
        if not opened:
            raise _OddError
        here, at = opened[-1]


def _add_item(item: Raw, opened: list[_Opened]) -> None:
    """Adds an item to the list that is open; a mapping is opened, its keys behind the dash."""
    here, column = opened[-1]
    here.append(item)
    if item.__class__ is dict:
        opened.append((item, column + len("- ")))


def _scalar(value: str, margin: str, column: int) -> str | None:
    """The value of a field or an item that stands in a collection of this column."""
    if value[:1] in _QUOTES:
        return value[1:-1]
    if margin:
        if len(margin) <= column:
            raise _OddError
        return value[len("|-\n") + len(margin) :].replace("\n" + margin, "\n")
    return unquoted(value) if value[:1] in SUSPECT else value
