"""`lixin score`: the working as a person and as a program reads it, and every way the file can be wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cli import main

HOME = Path(__file__).parents[2]
SCHEME = "after-sales-certification"
SHEET = """\
score:
  categories:
    - {path: 售后服务体系, points: "35.5"}
    - {path: 商品服务, points: 29, applicable: 31}
    - {path: 顾客服务, points: "23"}
  not_applicable:
    - {path: 商品服务/废弃商品回收, reason: 一次性耗材}
  deductions:
    - {what: 记录缺签字, why: 记录不完整}
  bonus: 1
"""
SPOKEN = """\
按“商品售后服务评价体系认证”计算，依据 GB/T 27922-2011 5、6
  1. 售后服务体系（5.1）：得 35.5 分，适用 40 分
  2. 商品服务 › 废弃商品回收（5.2）：不适用，剔除（一次性耗材）
  3. 商品服务（5.2）：得 29 分，适用 31 分
  4. 顾客服务（5.3）：得 23 分，适用 25 分
  5. 合计：实得 87.5 分，适用 96 分
  6. 折算：87.5 ÷ 96 × 100 ≈ 91.15
  7. 特别扣分：扣 1 分（记录缺签字；记录不完整）
  8. 加分：加 1 分
  9. 特别扣分 1 项，少于 5 项，符合评定条件（一家机构公开的评分规则）
结果：总分 91.15，达到 90 分（含），未到 95 分：四星（共四级）
"""


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIXIN_LANG", raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sheet.yaml"


def score(file: Path, *options: str, scheme: str = SCHEME, root: Path = HOME) -> int:
    return main(["score", scheme, str(file), "--root", str(root), *options])


def test_the_working_is_printed_step_by_step(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SHEET)
    assert score(file) == 0
    assert capsys.readouterr().out == SPOKEN


def test_the_content_of_a_score_needs_no_key_above_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("\n".join(line[2:] for line in SHEET.splitlines()[1:]))
    assert score(file) == 0
    assert capsys.readouterr().out == SPOKEN


def test_it_speaks_english_when_asked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SHEET)
    assert score(file, "--lang", "en") == 0
    out = capsys.readouterr().out
    assert "  6. To scale: 87.5 ÷ 96 × 100 ≈ 91.15\n" in out
    assert out.endswith("Result: Total 91.15, at least 90, below 95: Four stars (of 4 grades)\n")


def test_a_program_reads_exact_numbers(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SHEET)
    assert score(file, "--format", "json") == 0
    answer = json.loads(capsys.readouterr().out, parse_float=pytest.fail)
    assert (answer["total"], answer["total_exact"], answer["grade"]) == ("91.15", "4375/48", "four-star")
    assert (answer["reason"], answer["problems"], len(answer["steps"])) == (None, [], 9)
    assert answer["steps"][5]["values"]["result"] == "4375/48"


def certificate(file: Path, number: str = "HYC-SH-2024-0022", **changes: str) -> None:
    text = next((HOME / "registry" / "certificates").rglob(f"{number}.yaml")).read_text()
    for old, new in changes.items():
        assert old in text
        text = text.replace(f"{old}: ", f"{old}: {new} #", 1)
    file.write_text(text)


def test_a_whole_certificate_is_held_to_the_grade_it_declares(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificate(file)
    assert score(file) == 0
    capsys.readouterr()
    certificate(file, grade="five-star")
    assert score(file) == 1
    out = capsys.readouterr().out
    assert f"{file}:5:8: error score-grade-mismatch" in out
    assert "按“商品售后服务评价体系认证”，四星从 90 分起，含 90 分（依据 五星级售后服务认证问答汇编）" in out
    assert "结果：总分 92.5" in out


def test_the_ratios_of_a_credit_certificate_are_printed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificate(file, "20253819000108")
    assert score(file, scheme="it-service-credit") == 0
    out = capsys.readouterr().out
    assert "比率（2024 年度，万元）" in out
    assert "  流动比率 = 流动资产 ÷ 流动负债 × 100 %\n    180 %\n" in out
    assert "    不可计算：分母“存货平均余额”为零\n" in out
    assert "结果：本项目没有公开的分数线，级别不由得分算出。" in out


def test_ratios_are_exact_for_programs_too(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('figures: [{name: EBITDA, value: "1"}, {name: 销售(营业)收入, value: "3"}]')
    assert score(file, "--format", "json", scheme="it-service-credit") == 0
    ratios: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["ratios"]
    assert len(ratios) == 15
    found = {item["path"].rpartition("/")[2]: item for item in ratios}
    assert (found["EBITDA利润率"]["value"], found["EBITDA利润率"]["text"]) == ("1/3", "≈ 0.3333")
    assert (found["流动比率"]["value"], found["流动比率"]["reason"]) == (None, "missing-figure")


@pytest.mark.parametrize(
    ("text", "where", "code"),
    [
        ('score:\n  categories:\n    - {path: 监督, points: "1"}\n', "3:14", "unknown-indicator"),
        (
            'categories:\n  - {path: 售后服务体系, points: "1"}\n  - {path: 顾客服务, points: "26"}\n',
            "3:26",
            "points-too-high",
        ),
        ("total: 101\n", "1:8", "score-out-of-range"),
        ("total: ninety\n", "1:8", "bad-number"),
        ("totl: 90\n", "1:1", "unknown-key"),
        ("score:\n", "1:1", "wrong-shape"),
        ("bonus: 2\n", "1:8", "bonus-too-high"),
        ("score: [1\n", "1:8", "yaml-syntax"),
        ("", "1:1", "empty-file"),
        ("number: X\n", "1:1", "missing-key"),
    ],
)
def test_a_wrong_file_is_answered_with_the_line(
    text: str, where: str, code: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(text)
    assert score(file) == 1
    assert f"{file}:{where}: error {code} " in capsys.readouterr().out
    assert score(file, "--format", "json") == 1
    assert code in {item["code"] for item in json.loads(capsys.readouterr().out)["problems"]}


def test_a_certificate_without_a_score_says_so(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificate(file, "SMIT2026-039")
    assert score(file, scheme="it-service-credit") == 1
    assert "missing-key" in capsys.readouterr().out


def test_a_score_that_reaches_no_grade_is_still_worked_out(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('total: "69.5"')
    assert score(file) == 0
    assert "总分 69.5。没有达到最低级别的分数线，不授予级别。" in capsys.readouterr().out


def test_wrong_use_ends_with_two(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(SHEET)
    assert score(file, scheme="after-sales-certificatio") == 2
    assert "after-sales-certification" in capsys.readouterr().err
    assert score(file, scheme="../secret") == 2
    assert score(tmp_path / "missing.yaml") == 2
    assert score(file, root=tmp_path) == 2
    certificate(file)
    assert score(file, scheme="it-service-credit") == 2
    assert SCHEME in capsys.readouterr().err


def test_a_scheme_that_cannot_be_read_shows_its_problems(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "registry" / "schemes"
    folder.mkdir(parents=True)
    (folder / "broken.yaml").write_text("id: broken\nnam: x\n")
    file.write_text(SHEET)
    assert score(file, scheme="broken", root=tmp_path) == 1
    assert "registry/schemes/broken.yaml:2:1: error unknown-key" in capsys.readouterr().err


def test_what_is_no_file_is_a_problem_and_never_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(tmp_path) == 1
    os.mkfifo(tmp_path / "pipe.yaml")
    assert score(tmp_path / "pipe.yaml") == 1
    assert capsys.readouterr().out.count("not-a-regular-file") == 2


keys = st.sampled_from(["score", "total", "categories", "path", "points", "figures", "name", "value", "grade", "bonus"])
values = st.recursive(
    st.none() | st.integers() | st.text(max_size=6) | st.sampled_from(["售后服务体系", "12", "EBITDA"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(keys, values), st.sampled_from([SCHEME, "it-service-credit", "lixin-honour"]))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_ends_in_a_traceback(file: Path, content: dict[str, Any], scheme: str) -> None:
    file.write_text(json.dumps(content))
    assert score(file, scheme=scheme) in (0, 1)


@given(st.binary(max_size=60))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_end_in_a_traceback(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert score(file, "--format", "json") in (0, 1)
