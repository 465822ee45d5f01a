import pytest
import yaml

from generator.problems import Report
from generator.problems.catalogue import hint, message
from generator.records import yaml_text
from generator.records.yaml_text import read

SLIPS = {
    "a full-width colon": ("name: 甲\nshort_name：乙\nregion: x\n", "full-width-colon", 2, 11),
    "a full-width colon in a list": ("a:\n  - b: c\n    d：e\n    f: g\n", "full-width-colon", 3, 6),
    "full-width colons everywhere": ("name：甲\nregion：乙\n", "full-width-colon", 1, 5),
    "a full-width colon on the last line": ("name: 甲\nregion：乙", "full-width-colon", 2, 7),
    "no space after a colon": ("name: 甲\nshort_name:乙\nregion: x\n", "no-space-after-colon", 2, 11),
    "no space after the first colon": ("name:甲\nregion: x\n", "no-space-after-colon", 1, 5),
    "no space before a quote": ('name:"甲"\n', "no-space-after-colon", 1, 5),
    "no space after a dash": ("a:\n  -b\n  -c: d\n", "no-space-after-dash", 2, 3),
    "a quote never closed": ('name: "甲\nregion: x\n', "unclosed-quote", 1, 7),
    "a single quote never closed": ("name: '甲\nregion: x\n", "unclosed-quote", 1, 7),
    "a quote closed by the next one": ('name: "甲\nshort_name: "乙"\nx: y\n', "unclosed-quote", 1, 7),
    "text after a quote": ('name: "甲"公司\n', "text-after-quote", 1, 10),
    "a colon in a value": ("title: 通知: 公示\n", "colon-in-value", 1, 10),
    "a line too far in": ("name: 甲\n  short: 乙\n", "indentation", 2, 8),
    "a line too far out": ("a:\n    b: 1\n  c: 2\n", "indentation", 3, 3),
    "a list under a value": ("a: 1\n- b\n", "indentation", 2, 1),
    "a list on the line of its field": ("a: - b\n", "list-on-key-line", 1, 4),
    "a line without a colon": ("a:\n- b\nc\n", "no-colon", 3, 1),
    "an open bracket": ("a: [1, 2\nb: 3\n", "unclosed-bracket", 1, 4),
    "an open brace": ("a: {b: 1\nc: 2\n", "unclosed-bracket", 1, 4),
    "an at sign": ("name: @甲\n", "special-character", 1, 7),
    "a backtick": ("name: `甲`\n", "special-character", 1, 7),
    "a percent sign": ("name: %甲\n", "special-character", 1, 7),
    "an asterisk": ("name: *重点\n", "special-character", 1, 7),
    "an ampersand": ("name: &重点 x\n", "special-character", 1, 7),
    "an exclamation mark": ("name: !重点 x\n", "special-character", 1, 7),
    "text behind the sign of a block": ("a: >公司\n b\n", "block-text", 1, 5),
    "text after the end of the document": ("a: b\n...\nc: d\n", "indentation", 3, 1),
}


@pytest.mark.parametrize("parser", [yaml.CSafeLoader, yaml.SafeLoader], ids=["libyaml", "pure"])
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_and_located(name: str, parser: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_Parser", parser)
    text, cause, line, column = SLIPS[name]
    report = Report("a.yaml")
    assert read(text.encode(), report) is None
    (problem,) = report
    assert (problem.code, dict(problem.values)["cause"], problem.line, problem.column) == (
        "yaml-syntax",
        cause,
        line,
        column,
    )


def test_a_wrong_escape_is_named() -> None:
    report = Report("a.yaml")
    read(b'a: "C:\\Path\\q"\n', report)
    (problem,) = report
    assert dict(problem.values)["cause"] == "escape"
    assert problem.line == 1


@pytest.mark.parametrize("text", ["a:\n\tb: 1\n", "a: |\n\tx\n", "a:\n  - b\n\t- c\n"])
def test_a_tab_is_reported_once_as_a_tab(text: str) -> None:
    report = Report("a.yaml")
    assert read(text.encode(), report) is None
    assert [problem.code for problem in report] == ["tab-indentation"]


def test_wide_spaces_are_reported_and_the_rest_is_read() -> None:
    report = Report("a.yaml")
    assert read("a:\n　　b: 1\n　　c: d\ne: f\n".encode(), report) == {"a": {"b": "1", "c": "d"}, "e": "f"}
    assert [(problem.code, problem.line) for problem in report] == [
        ("wide-space-indentation", 2),
        ("wide-space-indentation", 3),
    ]


@pytest.mark.parametrize(
    "text", ["note: 见 http://example.com/：说明\n", "a: |\n  标题：内容\n  name:值\n", "a: b：c\n"]
)
def test_colons_inside_values_are_no_slip(text: str) -> None:
    report = Report("a.yaml")
    assert read(text.encode(), report) is not None
    assert list(report) == []


@pytest.mark.parametrize("name", SLIPS)
def test_every_cause_has_words_and_a_way_to_mend_it(name: str) -> None:
    report = Report("a.yaml")
    read(SLIPS[name][0].encode(), report)
    (problem,) = report
    for lang in ("zh", "en"):
        assert f": {SLIPS[name][1]}." not in message(problem, lang)
        assert hint(problem, lang) not in ("", SLIPS[name][1])
