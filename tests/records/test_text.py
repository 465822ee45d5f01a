import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Report
from generator.records.text import HIDDEN, MAX_BYTES, REPORTED, clean


def found(data: bytes) -> tuple[bytes | None, list[tuple[str, int | None, int | None]]]:
    report = Report("a.yaml")
    text = clean(data, report)
    return text, [(problem.code, problem.line, problem.column) for problem in report]


def test_plain_chinese_text_passes_as_it_is() -> None:
    data = "name: 某某公司\nscope: 家电 —— 销售、“安装”\n".encode()
    assert found(data) == (data, [])


def test_the_quick_way_out_misses_no_hidden_character() -> None:
    hidden = [chr(number) for number in range(sys.maxunicode + 1) if HIDDEN.match(chr(number))]
    assert len(hidden) > 300
    assert not any(character.isprintable() for character in hidden)


def test_characters_of_names_are_not_hidden() -> None:
    for character in "·—“”《》（）　é\U00020000\U000e0100\ufe0f①Ⅷ㎡":
        assert not HIDDEN.match(character), unicodedata.name(character)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("\ufeffname: a\n", [("byte-order-mark", 1, 1)]),
        ("a: b\r\nc: d\r\n", [("carriage-returns", 1, 5)]),
        ("a: b\n\tc: d\n  \td: e\n", [("tab-indentation", 2, 1), ("tab-indentation", 3, 1)]),
        ("a:\n\u3000\u3000b: c\n", [("wide-space-indentation", 2, 1)]),
        ("a: b\u200bc\u202ed\ne: \u2066f\n", [("control-character", 1, 5), ("control-character", 2, 4)]),
        ("名称: 丙\ufffd\n", [("replacement-character", 1, 6)]),
        ("名称: \ue000\n", [("private-use-character", 1, 5)]),
        ("a: b\x00c\n", [("control-character", 1, 5)]),
        ("a: b\u2028c\nd: e\u0085\n", [("control-character", 1, 5), ("control-character", 2, 5)]),
    ],
)
def test_what_must_not_be_in_a_text_is_found_with_its_place(data: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(data.encode())[1] == expected


def test_everything_wrong_is_reported_in_one_go() -> None:
    codes = {code for code, _, _ in found("\ufeffa: \x07\r\n\tb: \ufffd\r\n".encode())[1]}
    assert codes == {
        "byte-order-mark",
        "carriage-returns",
        "tab-indentation",
        "control-character",
        "replacement-character",
    }


def test_the_first_line_of_chinese_paragraphs_may_be_indented_with_wide_spaces() -> None:
    assert found("text: |\n  　　第一段。\n  　　第二段：说明。\n".encode())[1] == []


def test_a_tab_within_a_line_is_no_indentation() -> None:
    assert found(b"a: b\tc\n")[1] == []


def test_text_in_another_encoding_is_named() -> None:
    report = Report("a.yaml")
    assert clean("编号: 一\n名称: 二\n".encode("gb18030"), report) is None
    assert clean("a: 二\n".encode("utf-16"), report) is None
    assert clean(b"a: \xff\xff\xff\n", report) is None
    assert [dict(problem.values)["encoding"] for problem in report] == ["gb18030", "utf-16", "unknown"]


def test_the_first_bad_byte_of_another_encoding_is_located_in_characters() -> None:
    assert found("好: x\n公司: ".encode() + b"ab\xb9\xab")[1] == [("not-utf8", 2, 7)]


def test_a_file_over_the_limit_is_not_looked_into() -> None:
    assert found(b"x" * (MAX_BYTES + 1)) == (None, [("file-too-large", 1, 1)])
    assert found(b"x" * MAX_BYTES)[1] == []


def test_a_file_full_of_bad_characters_gives_a_bounded_number_of_problems() -> None:
    assert len(found(b"\x00\n" * 300_000)[1]) == REPORTED
    assert len(found(b"\x00" * 600_000)[1]) == 1


@given(st.text())
def test_what_is_left_after_cleaning_has_nothing_hidden(text: str) -> None:
    left = clean(text.encode(errors="replace"), Report("a.yaml"))
    assert left is not None
    assert not HIDDEN.search(left.decode())


@given(st.binary())
def test_any_bytes_are_cleaned_or_refused(data: bytes) -> None:
    report = Report("a.yaml")
    assert (clean(data, report) is None) == any(problem.code == "not-utf8" for problem in report)
