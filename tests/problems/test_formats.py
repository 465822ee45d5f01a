import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Problem
from generator.problems.formats import FORMATS, render

HOSTILE = "x\n::error::y\r\x1b[31m\u202e%0A,title=z\x00\u2028\ud800"
PLAIN = Problem(
    "registry/a.yaml", 3, 7, "bad-date", ("events", 2, "on"), (("value", "3月1日"), ("example", "2026-03-01"))
)
WARNING = Problem("registry/b.yaml", None, None, "wrong-folder", (), (("folder", "2023"), ("expected", "2024")))
NASTY = Problem(f"registry/{HOSTILE}.yaml", 1, 2, "unknown-key", (HOSTILE,), (("name", HOSTILE), ("nearest", HOSTILE)))
ALL = [WARNING, NASTY, PLAIN]


def test_text_gives_path_line_column_severity_code_and_message_and_then_the_hint() -> None:
    assert render([PLAIN], "text", "en").splitlines() == [
        "registry/a.yaml:3:7: error bad-date “3月1日” is not a valid date. [events[2].on]",
        '    Write year-month-day, as in "2026-03-01", with two digits each for month and day; the day must exist.',
    ]


def test_text_without_a_line_points_at_the_start_of_the_file() -> None:
    assert render([WARNING], "text", "zh").startswith("registry/b.yaml:1:1: warning wrong-folder 文件在“2023”")


def test_text_has_colour_only_when_asked() -> None:
    assert "\x1b" not in render([PLAIN], "text", "zh")
    coloured = render([PLAIN], "text", "zh", colour=True)
    assert "\x1b[31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == render([PLAIN], "text", "zh")


def test_problems_come_sorted_by_place() -> None:
    lines = render([WARNING, PLAIN], "text", "en").splitlines()
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == ["registry/a.yaml", "registry/b.yaml"]


def test_json_is_a_list_of_objects_with_message_and_hint() -> None:
    assert json.loads(render([PLAIN, WARNING], "json", "en"))[0] == {
        "file": "registry/a.yaml",
        "line": 3,
        "column": 7,
        "path": "events[2].on",
        "severity": "error",
        "code": "bad-date",
        "message": "“3月1日” is not a valid date.",
        "hint": 'Write year-month-day, as in "2026-03-01", with two digits each for month and day; the day must exist.',
    }


def test_github_annotations_point_at_file_line_and_column() -> None:
    expected = "::error file=registry/a.yaml,line=3,col=7,title=bad-date::“3月1日” is not a valid date.%0AWrite "
    assert render([PLAIN], "github", "en").startswith(expected)
    assert render([WARNING], "github", "en").startswith("::warning file=registry/b.yaml,title=wrong-folder::")


def test_gitlab_entries_have_what_code_quality_asks_for() -> None:
    first, second = json.loads(render([PLAIN, WARNING], "gitlab", "zh"))
    assert first["severity"] == "major"
    assert second["severity"] == "minor"
    assert first["location"] == {"path": "registry/a.yaml", "lines": {"begin": 3}}
    assert second["location"]["lines"]["begin"] == 1
    assert first["fingerprint"] != second["fingerprint"]


def test_a_fingerprint_survives_a_shift_of_lines_and_tells_equal_problems_apart() -> None:
    moved = Problem(PLAIN.file, 30, 7, PLAIN.code, PLAIN.place, PLAIN.values)
    alone = json.loads(render([PLAIN], "gitlab", "zh"))
    shifted = json.loads(render([moved], "gitlab", "zh"))
    both = json.loads(render([PLAIN, moved], "gitlab", "zh"))
    assert alone[0]["fingerprint"] == shifted[0]["fingerprint"]
    assert len({entry["fingerprint"] for entry in both}) == 2


def test_sarif_results_refer_to_rules_that_explain_them() -> None:
    log = json.loads(render([PLAIN, WARNING, PLAIN], "sarif", "en"))
    assert log["version"] == "2.1.0"
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["bad-date", "wrong-folder"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["bad-date", "wrong-folder"]
    place = run["results"][0]["locations"][0]
    assert place["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 7}
    assert place["logicalLocations"] == [{"fullyQualifiedName": "events[2].on"}]


def test_no_problems_make_no_lines_and_empty_documents() -> None:
    assert render([], "text", "zh") == render([], "github", "zh") == ""
    assert json.loads(render([], "json", "zh")) == json.loads(render([], "gitlab", "zh")) == []
    assert json.loads(render([], "sarif", "zh"))["runs"][0]["results"] == []


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        render([], "xml", "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("fmt", FORMATS)
def test_hostile_text_stays_inside_its_field(fmt: str, lang: str) -> None:
    output = render(ALL, fmt, lang)
    output.encode()
    assert output.replace("\n", "").isprintable()
    if fmt == "github":
        lines = output.splitlines()
        assert len(lines) == len(ALL)
        assert all(re.match(r"::(error|warning) [^:\n]*::", line) for line in lines)
    elif fmt == "text":
        starts = [line for line in output.splitlines() if not line.startswith("    ")]
        assert len(starts) == len(ALL)
    else:
        json.loads(output)


@given(
    st.lists(st.tuples(st.text(), st.text(), st.one_of(st.text(), st.integers(0))), max_size=3),
    st.sampled_from(FORMATS),
)
def test_any_text_can_be_rendered_in_every_format(facts: list[tuple[str, str, str | int]], fmt: str) -> None:
    problems = [Problem(file, None, None, "bad-choice", (step,), (("value", value),)) for file, value, step in facts]
    output = render(problems, fmt, "zh")
    output.encode()
    assert fmt in ("text", "github") or json.loads(output) is not None
    if fmt == "github":
        assert len(output.splitlines()) == len(set(problems))
