"""A plain record is read line by line just as a YAML parser reads it; what is not plain is left to the parser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Report
from generator.records import yaml_text
from generator.records.lines import MAX_LINES, read
from generator.records.text import printable
from generator.schema.raw import Raw

REGISTRY = Path(__file__).resolve().parents[2] / "registry"
EXAMPLES = [file.read_text(encoding="utf-8") for file in sorted(REGISTRY.rglob("*.yaml"))]

PLAIN = """\
# a comment
number: "LX 1: #2"
name: 某某公司 & partners, [Ltd]
site: https://example.com:8080/
empty: ""
nothing:
apostrophes: 'x "y" \\z'
bare: 0123
flag: no
void: null
items:
- "a"
- b
groups:
  - name: x
    # in between
    lines: |-
      第一行: "y"

        # no comment
      第三行
    inner:
      - deep:
          - |-
            x
    after: z

  - name: y
last: w
"""


def by_parser(text: str) -> tuple[Raw | None, Report]:
    report = Report("a.yaml")
    return yaml_text._read_closely(text.encode(), report), report


def typed(raw: Raw) -> Any:
    """A tree in which `Bare` differs from the text it is."""
    if isinstance(raw, dict):
        return {key: typed(value) for key, value in raw.items()}
    if isinstance(raw, list):
        return [typed(value) for value in raw]
    return type(raw), raw


def check(text: str) -> None:
    """Either the parser finds no problem and the very same tree, keys in the same order, or it is the one to ask."""
    record = read(text) if printable(text.encode()) is not None else None
    if record is not None:
        expected, report = by_parser(text)
        assert (str(typed(record)), report.problems) == (str(typed(expected)), [])


def test_plain_lines_are_read_as_the_parser_reads_them() -> None:
    assert read(PLAIN) is not None
    check(PLAIN)
    check(PLAIN.rstrip("\n"))


def test_nearly_all_records_of_the_sample_registry_are_plain() -> None:
    assert sum(read(text) is not None for text in EXAMPLES) > 0.95 * len(EXAMPLES)
    for text in EXAMPLES:
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        " a: b\n",
        "a: b\na: c\n",
        "a: b # c\n",
        "a: b\n  c\n",
        "a: b\n  - c\n",
        "a:\n    b: c\n  d: e\n",
        "a:\n  - b\n  c: d\n",
        "a:\n- b\nc\n",
        "- a\n",
        "a: b: c\n",
        "a: [b]\n",
        "a: {b: c}\n",
        "a: &b c\n",
        "a: *b\n",
        "a: !b c\n",
        'a: "b\\n"\n',
        'a: "b\n  c"\n',
        "a: 'b''c'\n",
        "a: |\n  b\n",
        "a: >-\n  b\n",
        "a:\n  b: |-\n  c\n",
        "a: |-\n   b\n  c\n",
        "a: |-\n  b \n",
        "a: |-\n  b\n  \n  # c\n",
        "a: b \n",
        "a:b\n",
        "a:\n -  b: c\n",
        "a:\n - - b\n",
        '"a": b\n',
        "---\na: b\n",
        "a: b\n...\n",
        "? a\n: b\n",
        "k" * 101 + ": a\n",
        "".join(" " * depth + "a:\n" for depth in range(26)),
        "a:\n" + "- b\n" * MAX_LINES,
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert read(text) is None


VALUES = [
    *[
        '"q"',
        '""',
        "'s'",
        '"a: b"',
        '"a # b"',
        "plain",
        "甲 乙",
        "“甲”",
        "12",
        "12:30",
        "2024-01-01",
        "no",
        "null",
        "~",
    ],
    *["https://x.y/z", "a,b", "x]", "it's", "|-", "|", ">-", "- a", "-", "a:", "a: b", "a #c", "#c", "a#c", "*x", "&x"],
    *["~", "!t", "[a]", "{a: b}", "'a''b'", '"a\\"b"', '"a', "  a", "a ", "---", "é", "<<", "=", ""],
]
LINES = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", " ", "  ", "  ", "   ", "    ", "      "]),
    st.sampled_from(["", "", "", "- ", "- ", "-", "-  "]),
    st.sampled_from(["a: ", "b: ", "c: ", "d: ", "e: ", "f: ", "a:", "g:", "h:", "", "'i': ", "# "]),
    st.sampled_from(VALUES),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_any_lines_are_read_as_the_parser_reads_them(text: str) -> None:
    check(text)


@given(st.sampled_from(EXAMPLES), st.data())
def test_a_spoilt_record_is_read_as_the_parser_reads_it(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(place, min(place + 3, len(text))))
    put = data.draw(st.sampled_from(["", " ", "\n", "\n\n", "\n  ", ":", ": ", " #", "- ", '"', "'", "|-\n", "甲"]))
    check(text[:place] + put + text[end:])
