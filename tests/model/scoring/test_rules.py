"""Scores inside the check: a wrong grade is refused by name and source, and formulas must be readable."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from msgspec.structs import replace

from generator.language import strings
from generator.model.registry import Registry
from generator.model.rules.grades import check_grade
from generator.model.rules.schemes import indicators
from generator.model.scoring import work
from generator.model.scoring.bands import banded
from generator.model.scoring.formula import Formula, read_formula
from generator.model.scoring.tree import tree_of
from generator.model.scoring.words import spoken
from generator.model.sources import given_by, rule_source
from generator.problems import Problem, Report
from generator.problems.catalogue import hint, message
from generator.records.files import scan
from generator.records.load import load_one
from generator.schema.certificate import Certificate, DishonestyFinding, Score
from generator.schema.kinds import KINDS
from generator.schema.scheme import Grade, Indicator, Scheme
from tests.model import made
from tests.model.scoring.sheets import AFTER_SALES, FILLED, HOME, IT_SERVICE, lines, rulebook, schemes, three

AT = date(2026, 11, 22)
BANDED = [scheme for scheme in schemes().values() if banded(scheme)]
WRONG = [
    (scheme, declared, given)
    for scheme in BANDED
    for declared in scheme.grades
    for given in scheme.grades
    if declared is not given
]
RATIOS = {
    "研发费用投入水平": "近三年平均研发费用 ÷ 营业收入",
    "现金比率": "(货币资金 + 有价证券) ÷ 流动负债 × 100 %",
    "流动比率": "流动资产 ÷ 流动负债 × 100 %",
    "速动比率": "速动资产 ÷ 流动负债 × 100 %",
    "资产负债率": "负债总额 ÷ 资产总额 × 100 %",
    "总资产报酬率": "(利润总额 + 费用化利息支出) ÷ 平均资产总额 × 100 %",
    "净资产收益率": "净利润 ÷ 平均所有者权益 × 100 %",
    "主营业务利润率": "主营业务利润 ÷ 主营业务收入净额 × 100 %",
    "EBITDA利润率": "EBITDA ÷ 销售(营业)收入",
    "资本保值增值率": "期末所有者权益 ÷ 期初所有者权益 × 100 %",
    "主营业务收入增长率": "(本期主营业务收入 − 上期主营业务收入) ÷ 上期主营业务收入 × 100 %",
    "三年营业利润平均增长率": "[(年末利润总额 ÷ 三年前年末利润总额)^(1/3) − 1] × 100 %",
    "应收账款周转率": "赊销收入净额 ÷ 应收账款平均余额 × 100 %",
    "存货周转率": "销售成本 ÷ 存货平均余额 × 100 %",
    "总资产周转率": "营业收入净额 ÷ 平均资产总额 × 100 %",
}


def checked(scheme: Scheme, grade: str | None, score: Score) -> list[Problem]:
    known = dataclasses.replace(rulebook(), schemes={scheme.id: made.record(scheme)})
    certificate = made.certificate(scheme=scheme.id, grade=grade, score=score)
    return list(check_grade(known, made.record(certificate), AT))


@pytest.mark.parametrize(("scheme", "declared", "given"), WRONG, ids=[f"{a.id}-{b.id}-for-{c.id}" for a, b, c in WRONG])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_wrong_grade_is_refused_with_the_rule_and_its_source(
    scheme: Scheme, declared: Grade, given: Grade, lang: str
) -> None:
    (found,) = checked(scheme, declared.id, Score(total=given.from_points))
    assert (found.code, found.place) == ("score-grade-mismatch", ("grade",))
    said = message(found, lang)
    bound = str(given.from_points)
    for part in (scheme.name, given.id, declared.id, bound, *rule_source(rulebook(), scheme, "grades").split("; ")):
        assert part in said, (part, said)


@pytest.mark.parametrize("scheme", BANDED, ids=lambda scheme: scheme.id)
def test_a_score_below_the_lowest_grade_is_refused_with_the_rule_and_its_source(scheme: Scheme) -> None:
    (found,) = checked(scheme, scheme.grades[0].id, Score(total=Decimal("69.99")))
    assert found.code == "score-below-minimum"
    assert all(part in message(found, "zh") for part in ("69.99", "70", scheme.name, given_by(scheme, "grades")[0]))


@pytest.mark.parametrize("scheme", BANDED, ids=lambda scheme: scheme.id)
def test_the_right_grade_of_each_band_passes(scheme: Scheme) -> None:
    for grade in scheme.grades:
        assert checked(scheme, grade.id, Score(total=grade.from_points)) == []


def test_a_declared_grade_is_held_against_the_points_even_without_a_total() -> None:
    assert checked(AFTER_SALES, "five-star", three("38", "34", "24")) == []
    (found,) = checked(AFTER_SALES, "five-star", three("32", "28", "19.999"))
    assert "79.999" in message(found, "zh")
    assert "qualified" in message(found, "zh")


@pytest.mark.parametrize("id", ["after-sales-certification", "it-service-credit", "lixin-honour"])
def test_serious_dishonesty_refuses_every_grade_whatever_the_score(id: str) -> None:
    scheme = schemes()[id]
    grade = scheme.grades[0].id if scheme.grades else None
    score = Score(dishonesty=(DishonestyFinding(what="被列为失信被执行人"),))
    (found,) = checked(scheme, grade, replace(score, total=Decimal(100)))
    assert (found.code, found.place) == ("serious-dishonesty", ("score", "dishonesty", 0))
    assert all(part in message(found, "zh") for part in ("被列为失信被执行人", scheme.name))
    assert ("依据" in message(found, "zh")) == bool(given_by(scheme, "disqualifiers") + given_by(scheme, "stop_rules"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_too_many_special_deductions_name_the_rule_and_the_one_source_that_has_it(lang: str) -> None:
    (found,) = checked(AFTER_SALES, "five-star", three("40", "35", "25", special_deductions=5))
    assert found.code == "too-many-special-deductions"
    said = message(found, lang)
    assert all(part in said for part in ("5", AFTER_SALES.name, "一家机构公开的评分规则"))
    assert "GB/T" not in said


def test_the_working_cites_the_source_of_the_condition() -> None:
    words = spoken(strings("zh"), "zh", AFTER_SALES, work(AFTER_SALES, three("40", "35", "25", special_deductions=4)))
    assert words.steps[-1] == "特别扣分 4 项，少于 5 项，符合评定条件（一家机构公开的评分规则）"


def test_a_score_that_leads_to_no_grade_is_refused() -> None:
    assert [found.code for found in checked(AFTER_SALES, "qualified", Score(bonus=1))] == ["score-without-points"]
    assert checked(IT_SERVICE, "A", Score()) == []


def test_faults_of_the_sheet_are_placed_inside_the_score() -> None:
    (found,) = checked(FILLED, "low", Score(categories=lines(("体系", "50"), ("服务/配送", "31"), ("服务/监督", "9"))))
    assert (found.file, found.place) == (
        "registry/certificates/2024/DEMO-2024-0001.yaml",
        ("score", "categories", 1, "points"),
    )
    assert message(found, "zh") == "“服务/配送”的 31 分超过了它的上限 30 分。"
    assert hint(found, "en")


# The schemes ----------------------------------------------------------------------------------------------------------


def of_scheme(*tree: Indicator) -> list[Problem]:
    return list(indicators(Registry(), made.record(replace(made.SCHEME, indicators=tree)), AT))


def test_a_formula_that_cannot_be_read_is_a_problem_of_the_scheme_at_its_place() -> None:
    inner = Indicator(name="比率", formula="流动资产 ÷ × 2")
    (found,) = of_scheme(Indicator(name="甲"), Indicator(name="乙", children=(inner,)))
    assert (found.code, found.place) == ("bad-formula", ("indicators", 1, "children", 0, "formula"))
    assert "7" in message(found, "zh")


def test_two_indicators_cannot_have_one_path() -> None:
    (found,) = of_scheme(Indicator(name="甲"), Indicator(name="甲"))
    assert (found.code, found.place) == ("scheme-indicator-repeated", ("indicators", 1, "name"))


def test_points_of_the_parts_add_up_to_those_of_the_whole() -> None:
    parts = (Indicator(name="一", points=Decimal(3)), Indicator(name="二", points=Decimal("4.5")))
    assert of_scheme(Indicator(name="甲", points=Decimal("7.5"), children=parts)) == []
    (found,) = of_scheme(Indicator(name="甲", points=Decimal(8), children=parts))
    assert (found.code, found.place) == ("scheme-points", ("indicators", 0, "points"))
    unknown = (*parts, Indicator(name="三"))
    assert of_scheme(Indicator(name="甲", points=Decimal(8), children=unknown)) == []


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.id)
def test_the_schemes_of_the_registry_have_sound_indicators(scheme: Scheme) -> None:
    assert list(indicators(Registry(), made.record(scheme), AT)) == []


def test_the_fifteen_formulas_stand_as_they_are_printed_and_can_be_read() -> None:
    printed = {
        node.path.rpartition("/")[2]: node.formula for node in tree_of(IT_SERVICE).by_path.values() if node.formula
    }
    assert printed == RATIOS
    assert all(isinstance(read_formula(text), Formula) for text in printed.values())
    assert len([text for text in printed.values() if text.endswith("× 100 %")]) == 13


def test_the_tree_of_the_credit_standard_has_its_fifty_seven_leaves() -> None:
    nodes = tree_of(IT_SERVICE).by_path
    seen = [path for path, node in nodes.items() if not node.children and "/" in path]
    assert len(seen) == 57


# The samples ----------------------------------------------------------------------------------------------------------


@cache
def samples() -> Mapping[str, Certificate]:
    sources, _ = scan(HOME, {"certificate": KINDS["certificate"]})
    records = (load_one(HOME, source, Report(source.path)) for source in sources)
    return {record.id: record.value for record in records if record is not None}


@pytest.mark.parametrize("scheme", BANDED, ids=lambda scheme: scheme.id)
def test_a_scored_sample_stands_in_every_awardable_grade(scheme: Scheme) -> None:
    scored = {
        item.grade for item in samples().values() if item.scheme == scheme.id and item.score and not item.withdrawal
    }
    assert scored == {grade.id for grade in scheme.grades if grade.awardable}


@pytest.mark.parametrize("scheme", schemes().values(), ids=lambda scheme: scheme.id)
def test_a_sample_stands_in_every_awardable_grade(scheme: Scheme) -> None:
    graded = {item.grade for item in samples().values() if item.scheme == scheme.id and not item.withdrawal}
    assert graded >= {grade.id for grade in scheme.grades if grade.awardable}
    assert graded


def test_every_score_of_the_samples_works_out() -> None:
    for item in samples().values():
        if item.score is not None:
            working = work(schemes()[item.scheme], item.score)
            assert working.faults == ()
            assert (working.grade.id if working.grade else item.grade) == item.grade


@pytest.mark.parametrize("scheme", schemes().values(), ids=schemes())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_scheme_refuses_a_grade_that_is_not_its_own_and_names_its_source(scheme: Scheme, lang: str) -> None:
    wrong = next((grade.id for grade in scheme.grades if not grade.awardable), "no-such-grade")
    certificate = made.certificate(scheme=scheme.id, grade=wrong)
    (found,) = check_grade(rulebook(), made.record(certificate), AT)
    assert found.code in {"grade-unknown", "grade-not-awardable", "grade-not-expected"}
    said = message(found, lang)
    assert all(part in said for part in (scheme.name, wrong, *rule_source(rulebook(), scheme, "grades").split("; ")))
