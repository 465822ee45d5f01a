from __future__ import annotations

import random
import time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Place, Problem, Report, problem
from generator.records import yaml_text
from generator.records.text import HIDDEN, MAX_BYTES, REPORTED
from generator.records.yaml_text import MAX_DEPTH, MAX_EVENTS, locate, place_problems, read
from generator.schema.raw import Bare, Raw

PARSERS = [yaml.CSafeLoader, yaml.SafeLoader]


@pytest.fixture(params=PARSERS, ids=["libyaml", "pure"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_Parser", request.param)


def read_text(text: str | bytes) -> tuple[Raw, list[Problem]]:
    report = Report("a.yaml")
    tree = read(text.encode() if isinstance(text, str) else text, report)
    return tree, report.problems


def found(text: str | bytes) -> list[tuple[str, int | None, int | None]]:
    return [(item.code, item.line, item.column) for item in read_text(text)[1]]


# The tree -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either_parser")
def test_a_record_is_read_as_mappings_lists_and_text() -> None:
    text = """
# comment
name: 某某公司
former_names:
  - name: "旧名"
    until: '2020-01-01'
  - name: 更旧
flow: [甲, {b: 丙}]
text: |-
  第一行
  第二行
empty: ""
"""
    assert read_text(text) == (
        {
            "name": "某某公司",
            "former_names": [{"name": "旧名", "until": "2020-01-01"}, {"name": "更旧"}],
            "flow": ["甲", {"b": "丙"}],
            "text": "第一行\n第二行",
            "empty": "",
        },
        [],
    )


BARE = [
    *["0", "123", "-5", "+7", "0123", "0o17", "0x1F", "0b101", "1_000", "1.5", "-.5", "1.", "1e5", "1.5E+3", "91E5"],
    *["12:30", "1:20:30.5", ".inf", "-.INF", ".nan", "2024-01-01", "2024-1-1", "2024-01-01T10:00:00Z", "=", "<<"],
    *["y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "OFF"],
    *["true", "True", "TRUE", "false", "FALSE"],
]


@pytest.mark.parametrize("word", BARE)
def test_a_word_other_readers_would_convert_is_bare(word: str) -> None:
    tree, problems = read_text(f"value: {word}\nlist:\n  - {word}\n")
    assert problems == []
    assert tree == {"value": word, "list": [word]}
    assert isinstance(tree, dict)
    assert isinstance(tree["value"], Bare)
    assert isinstance(tree["list"], list)
    assert isinstance(tree["list"][0], Bare)


@pytest.mark.parametrize("word", BARE)
def test_the_same_word_in_quotes_is_plain_text(word: str) -> None:
    tree, _ = read_text(f"double: \"{word}\"\nsingle: '{word}'\nblock: |-\n  {word}\n")
    assert isinstance(tree, dict)
    assert all(type(value) is str and value == word for value in tree.values())


@pytest.mark.parametrize(
    "word",
    [
        "五星",
        "Norway",
        "noon",
        "v1.0",
        "1.2.3",
        "010-12345678",
        "GB/T 1",
        "1st",
        "91110101PDY00001XN",
        "..",
        "1,5",
        "12:75",
        "0x",
        "on-line",
        "e5",
        "2024-01",
        "２",
    ],
)
def test_other_words_are_plain_text_without_quotes(word: str) -> None:
    tree, _ = read_text(f"value: {word}")
    assert isinstance(tree, dict)
    assert type(tree["value"]) is str


@given(st.from_regex(r"[-+.0-9:_eExXoObBTZyYnNaAlLsSuUtTrRfF =<~]{1,12}", fullmatch=True))
def test_no_word_that_pyyaml_converts_is_taken_for_text(word: str) -> None:
    try:
        converted = yaml.load(f"value: {word}\n", Loader=yaml.CSafeLoader)["value"]
    except (yaml.YAMLError, ValueError, TypeError, KeyError):
        return
    tree, _ = read_text(f"value: {word}\n")
    if isinstance(tree, dict) and isinstance(tree.get("value"), str) and not isinstance(converted, str):
        assert isinstance(tree["value"], Bare) == (converted is not None)


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_plain_nothing_is_none(word: str) -> None:
    assert read_text(f"value: {word}\nlist: [a, {word or '~'}]\n")[0] == {"value": None, "list": ["a", None]}


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_quoted_nothing_is_text(word: str) -> None:
    assert read_text(f'value: "{word}"\n')[0] == {"value": word}


def test_keys_are_text_even_where_other_readers_convert_them() -> None:
    tree, problems = read_text("on: a\nno: b\n2024: c\n~: d\n")
    assert (tree, problems) == ({"on": "a", "no": "b", "2024": "c", "~": "d"}, [])
    assert isinstance(tree, dict)
    assert all(type(key) is str for key in tree)


LEAVES = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"]), max_size=20).filter(
    lambda text: not HIDDEN.search(text) and "\ufffd" not in text
)
KEYS = LEAVES.filter(lambda text: bool(text) and not text[0].isspace())  # a blank at the head of a line is a problem
TREES = st.dictionaries(
    KEYS,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)),
    min_size=1,
    max_size=5,
)


@given(TREES, st.booleans(), st.sampled_from(PARSERS))
def test_a_tree_written_by_another_program_is_read_back_equal(tree: dict[str, Any], flow: bool, parser: type) -> None:
    text = yaml.safe_dump(
        tree, default_style='"', default_flow_style=flow, allow_unicode=True, sort_keys=False, width=60
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_Parser", parser)
        assert read_text(text) == (tree, [])


@given(TREES)
def test_a_tree_written_without_quotes_is_read_as_the_same_text(tree: dict[str, Any]) -> None:
    text = yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    assert read_text(text) == (tree, [])


# What is refused ------------------------------------------------------------------------------------------------------

REFUSED: dict[str, tuple[str | bytes, list[tuple[str, int, int]]]] = {
    "nothing": ("", [("empty-file", 1, 1)]),
    "comments only": ("# a\n\n", [("empty-file", 1, 1)]),
    "a dash document": ("---\n", [("empty-file", 1, 1)]),
    "a list": ("# x\n- a\n", [("not-a-mapping", 2, 1)]),
    "a sentence": ("你好\n", [("not-a-mapping", 1, 1)]),
    "GB18030": ("name: 公司".encode("gb18030"), [("not-utf8", 1, 7)]),
    "byte-order mark": ("\ufeffa: b\n", [("byte-order-mark", 1, 1)]),
    "CRLF": ("a: b\r\n", [("carriage-returns", 1, 5)]),
    "NUL": ("a: b\0\n", [("control-character", 1, 5)]),
    "an escaped NUL": ('a: "b\\0"\n', [("control-character", 1, 4)]),
    "an escaped override": ('x: y\na: "\\u202eb"\n', [("control-character", 2, 4)]),
    "an escaped override in a key": ('"a\\u202e": b\n', [("control-character", 1, 1)]),
    "tab": ("a:\n\tb: c\n", [("tab-indentation", 2, 1)]),
    "alias": ("a: &x b\nc: *x\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 4)]),
    "alias as key": ("a: &x b\n*x : c\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 1)]),
    "alias of a list": ("a: &x [b]\nc: [*x, *x]\n", [("yaml-alias", 1, 4), ("yaml-alias", 2, 5), ("yaml-alias", 2, 9)]),
    "merge key": ("a: &x {b: c}\nd:\n  <<: *x\n", [("yaml-alias", 1, 4), ("yaml-alias", 3, 7)]),
    "tag": ("a: !!python/object/apply:os.system [ls]\nb: !x c\n", [("yaml-tag", 1, 4), ("yaml-tag", 2, 4)]),
    "second document": ("a: b\n---\nc: d\n", [("yaml-multiple-documents", 2, 1)]),
    "duplicates": (
        "a: 1\nb:\n  c: 2\n  c: 3\na: 4\nb: 5\n",
        [("duplicate-key", 4, 3), ("duplicate-key", 5, 1), ("duplicate-key", 6, 1)],
    ),
    "duplicates in a list of groups": ("a:\n- b: 1\n- b: 2\n  b: 3\n", [("duplicate-key", 4, 3)]),
    "empty key": ('"": b\n', [("bad-key", 1, 1)]),
    "list as key": ("? [a]\n: b\n", [("bad-key", 1, 3)]),
    "template": ("a: {{ b }}\n", [("bad-key", 1, 5)]),
    "deep nesting": ("[" * (MAX_DEPTH + 1), [("too-deep", 1, MAX_DEPTH + 1)]),
    "full-width colon": ("a: b\nname：c\nd: e\n", [("yaml-syntax", 2, 5)]),
}  # fmt: skip


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("name", REFUSED)
def test_what_a_record_must_not_have_is_reported_where_it_stands(name: str) -> None:
    text, expected = REFUSED[name]
    if name == "deep nesting" and yaml_text._Parser is yaml.SafeLoader:
        pytest.skip("the parser without libyaml reads ahead to the end first")
    assert found(text) == expected


def test_a_lone_surrogate_escape_is_refused() -> None:
    assert found('a: "\\ud800"\n') == [("yaml-syntax", 1, 7)]


def test_a_lone_surrogate_escape_is_refused_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_Parser", yaml.SafeLoader)
    assert read_text('a: "x\\ud800"\n')[0] == {"a": "x"}
    assert found('a: "x\\ud800"\n') == [("control-character", 1, 4)]
    assert found('a: "\\U00110000"\n') == [("yaml-syntax", 1, 1)]


def test_of_a_repeated_field_the_first_is_kept_and_both_lines_are_named() -> None:
    tree, problems = read_text("a: 甲\nb: 乙\na:\n  - 丙\n")
    assert tree == {"a": "甲", "b": "乙"}
    assert dict(problems[0].values) == {"name": "a", "first_line": "1"}
    assert problems[0].place == ("a",)


def test_a_tree_with_holes_is_not_handed_on() -> None:
    assert read_text("a: &x b\nc: *x\n")[0] is None
    assert read_text("a: b\nc: [\n")[0] is None


def test_a_tree_that_is_whole_is_handed_on_for_further_checks() -> None:
    assert read_text("\ufeffa: b\u200b\r\nc: !!str 1\r\na: x\r\n")[0] == {"a": "b", "c": Bare("1")}


def test_all_problems_of_a_file_are_reported_in_one_run() -> None:
    text = '\ufeffa: &x 1\r\na: *x\nb: !t c\u202e\nb: d\n"": e\nf: [\n'
    assert {code for code, _, _ in found(text)} == {
        "byte-order-mark",
        "carriage-returns",
        "control-character",
        "yaml-alias",
        "yaml-tag",
        "duplicate-key",
        "bad-key",
        "yaml-syntax",
    }


def test_problems_inside_lists_and_groups_know_their_place() -> None:
    _, problems = read_text("a:\n  - b: c\n  - b: !x d\n    e: [f, !y g]\n")
    assert [item.place for item in problems] == [("a", 1, "b"), ("a", 1, "e", 1)]


HOSTILE = {
    "alias bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(20)),
    "10,000 levels of brackets": "a: " + "[" * 10_000,
    "10,000 levels of braces": "a: " + "{x: " * 10_000,
    "10,000 levels of dashes": "- " * 10_000,
    "10,000 levels of question marks": "? " * 10_000,
    "1,400 levels of indentation": "".join(" " * level + "a:\n" for level in range(1_400)),
    "a megabyte of brackets": "[" * MAX_BYTES,
    "a megabyte of braces": "{" * MAX_BYTES,
    "a megabyte of closing brackets": "]" * MAX_BYTES,
    "a megabyte of one line": "a: " + "x" * (MAX_BYTES - 3),
    "a megabyte of an open quote": 'a: "' + "x" * (MAX_BYTES - 4),
    "a megabyte of an open quote in lines": 'a: "' + "x\n" * (MAX_BYTES // 2 - 2),
    "a megabyte of plain lines": "x\n" * (MAX_BYTES // 2),
    "a megabyte of keys": "".join(f"k{number}: v\n" for number in range(80_000)),
    "a megabyte of one key": "a: b\n" * 200_000,
    "a megabyte of items": "- a\n" * 250_000,
    "a megabyte of empty items": "-\n" * 500_000,
    "a megabyte of anchors": "- &a a\n" * 140_000,
    "a megabyte of flow items": "a: [" + "b," * 500_000,
    "a megabyte of question marks": "?\n" * 500_000,
    "a megabyte of colons": ":\n" * 500_000,
    "a megabyte of comments": "#\n" * 500_000,
    "a megabyte of line feeds": "\n" * MAX_BYTES,
    "a megabyte of spaces": " " * MAX_BYTES,
    "a megabyte of tabs": "\t" * MAX_BYTES,
    "a megabyte of tab lines": "\ta\n" * 340_000,
    "a megabyte of NULs": "\0" * MAX_BYTES,
    "a megabyte of overrides": "\u202e" * (MAX_BYTES // 3),
    "a megabyte of documents": "---\n" * 250_000,
    "a megabyte of directives": "%YAML 1.1\n" * 100_000,
    "a megabyte of tags": "%TAG !a! b\n" * 90_000,
    "a megabyte of block text": "a: |\n" + "  x\n" * 250_000,
    "a megabyte of backslashes": 'a: "' + "\\\\" * 500_000 + '"',
    "ten megabytes": "a: b\n" * 2_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered_quickly(name: str) -> None:
    start = time.perf_counter()
    tree, problems = read_text(HOSTILE[name])
    assert problems or tree is not None
    assert all(item.line is not None and item.column is not None for item in problems)
    place_problems(HOSTILE[name].encode(), [problem("empty-value", "a.yaml", ("a", 0, "b"))])
    assert time.perf_counter() - start < 5


def test_a_file_with_too_many_values_is_refused() -> None:
    assert found("- a\n" * MAX_EVENTS)[0][0] == "too-many-values"
    assert found("k:\n" + "- a\n" * (MAX_EVENTS - 20)) == []


@given(st.binary(max_size=200), st.sampled_from(PARSERS))
def test_any_bytes_are_read_or_refused(data: bytes, parser: type) -> None:
    check_any(data, parser)


PIECES = [
    *"ab:-?[]{},&*!|>'\"%@`#~ \n\t\r\\",
    *["\n  ", "\n- ", ": ", "---\n", "...\n", "&a ", "*a", "!!str ", "<<: ", "\\u202e", "\\ud800"],
    *["\u200b", "\ufeff", "甲", "：", "name", "2024-01-01", "no", "\u3000", "\x85"],
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.sampled_from(PARSERS))
def test_any_text_that_looks_like_yaml_is_read_or_refused(text: str, parser: type) -> None:
    check_any(text.encode(), parser)


def check_any(data: bytes, parser: type) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_Parser", parser)
        report = Report("a.yaml")
        tree = read(data, report)
        assert tree is not None or report.problems
        for item in report:
            assert item.line is not None
            assert 1 <= item.line <= data.count(b"\n") + data.count(b"\r") + 2
            assert item.column is not None
            assert item.column >= 1
        places: list[Place] = [("a",), ("a", 0), ("name", "b"), ()]
        assert set(locate(data, places)) == set(places)


@given(TREES, st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(tree: dict[str, Any], seed: int) -> None:
    choose = random.Random(seed)
    data = bytearray(yaml.safe_dump(tree, allow_unicode=True).encode())
    for _ in range(3):
        data[choose.randrange(len(data))] = choose.choice(b"\n \t:-[]{}\"'&*#\x00\xff")
    check_any(bytes(data), yaml.CSafeLoader)


# Places ---------------------------------------------------------------------------------------------------------------

RECORD = """# 证书
number: "LX-1"
score:
  total: "95"
  categories:
    - path: 体系
      points: "38"
    - {path: 商品, points: "33"}
empty:
名称: 某某公司
""".encode()


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (("number",), (2, 9)),
        (("score",), (4, 3)),
        (("score", "total"), (4, 10)),
        (("score", "categories"), (6, 5)),
        (("score", "categories", 0), (6, 7)),
        (("score", "categories", 0, "points"), (7, 15)),
        (("score", "categories", 1), (8, 7)),
        (("score", "categories", 1, "points"), (8, 26)),
        (("empty",), (9, 1)),
        (("名称",), (10, 5)),
        ((), (2, 1)),
        (("missing",), (2, 1)),
        (("score", "missing"), (4, 3)),
        (("score", "categories", 7, "points"), (6, 5)),
        (("number", 0), (2, 9)),
    ],
)
@pytest.mark.usefixtures("either_parser")
def test_a_value_is_located(place: Place, expected: tuple[int, int]) -> None:
    assert locate(RECORD, [place]) == {place: expected}


def test_many_places_are_located_at_once() -> None:
    places: list[Place] = [("number",), ("score", "total"), ("nowhere",)]
    assert locate(RECORD, places) == {place: locate(RECORD, [place])[place] for place in places}


def test_an_unreadable_file_is_located_at_its_start() -> None:
    assert locate(b"\xff", [("a",)]) == {("a",): (1, 1)}
    assert locate(b"", [("a",)]) == {("a",): (1, 1)}


def test_what_stands_before_a_mistake_is_still_located() -> None:
    assert locate(b"a: b\nc: d: e\n", [("a",), ("x",)]) == {("a",): (1, 4), ("x",): (1, 1)}


def test_problems_get_their_lines_and_those_that_have_one_keep_it() -> None:
    known = Problem("a.yaml", 99, 1, "yaml-tag")
    problems = [
        problem("bad-number", "a.yaml", ("score", "total"), value="x"),
        known,
        problem("missing-key", "a.yaml", ("score",), name="bonus"),
        problem("file-name", "a.yaml"),
    ]
    placed = place_problems(RECORD, problems)
    assert [(item.line, item.column) for item in placed] == [(4, 10), (99, 1), (4, 3), (2, 1)]
    assert [item.code for item in placed] == [item.code for item in problems]


@pytest.mark.parametrize("place", [("score", "total"), ("score",)])
def test_a_problem_about_a_key_is_put_at_the_key(place: Place) -> None:
    (placed,) = place_problems(RECORD, [problem("unknown-key", "a.yaml", place, name="total")])
    assert (placed.line, placed.column) == (4, 3)


@given(TREES)
def test_every_value_of_a_tree_is_located_at_its_own_text(tree: dict[str, Any]) -> None:
    text = yaml.safe_dump(tree, default_style='"', allow_unicode=True, width=10_000)
    lines = text.split("\n")
    places = dict(leaves(tree, ()))
    for place, (line, column) in locate(text.encode(), places).items():
        token = yaml.safe_load(lines[line - 1][column - 1 :].split("\n")[0].removeprefix("? ") + "\n")
        assert places[place] == token


def leaves(tree: Any, place: Place) -> list[tuple[Place, str]]:
    if isinstance(tree, str):
        return [(place, tree)] if tree.isprintable() else []
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree)
    return [found for step, item in steps for found in leaves(item, (*place, step))]


def test_a_key_with_hidden_characters_is_found_where_it_stands() -> None:
    data = b'name: x\n"na\\u202eme2": y\n'
    (found,) = place_problems(data, [problem("unknown-key", "a.yaml", ("name2",), name="name2")])
    assert (found.line, found.column) == (2, 1)


def test_a_key_repeated_without_end_is_reported_so_many_times_and_no_more() -> None:
    report = Report("a.yaml")
    read(b"k: v\n" * 9_000, report)
    assert len(list(report)) == REPORTED
