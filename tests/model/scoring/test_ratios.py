"""The fifteen ratios of DB23/T 3819-2024, computed by hand from one set of figures."""

from __future__ import annotations

from fractions import Fraction

import pytest

from generator.language import strings
from generator.model.scoring import work
from generator.model.scoring.formula import NotComputable
from generator.model.scoring.words import spoken
from generator.model.scoring.working import Ratio, Working
from generator.schema.certificate import Score
from tests.model.scoring.sheets import AFTER_SALES, IT_SERVICE, figures

F = Fraction
FIGURES = {
    "近三年平均研发费用": "120",
    "营业收入": "1500",
    "货币资金": "300",
    "有价证券": "60",
    "流动负债": "480",
    "流动资产": "960",
    "速动资产": "720",
    "负债总额": "700",
    "资产总额": "2000",
    "利润总额": "216",
    "费用化利息支出": "24",
    "平均资产总额": "1920",
    "净利润": "-130.5",
    "平均所有者权益": "1305",
    "主营业务利润": "450",
    "主营业务收入净额": "1440",
    "EBITDA": "330",
    "销售(营业)收入": "1500",
    "期末所有者权益": "1300",
    "期初所有者权益": "1250",
    "本期主营业务收入": "1440",
    "上期主营业务收入": "1600",
    "年末利润总额": "216",
    "三年前年末利润总额": "125",
    "赊销收入净额": "1200",
    "应收账款平均余额": "300",
    "销售成本": "900",
    "存货平均余额": "75",
    "营业收入净额": "1440",
}
TABLE = [
    ("研发费用投入水平", F(8, 100), "", "0.08"),  # 120 ÷ 1500
    ("现金比率", F(75), "%", "75 %"),  # 360 ÷ 480
    ("流动比率", F(200), "%", "200 %"),  # 960 ÷ 480
    ("速动比率", F(150), "%", "150 %"),  # 720 ÷ 480
    ("资产负债率", F(35), "%", "35 %"),  # 700 ÷ 2000
    ("总资产报酬率", F(25, 2), "%", "12.5 %"),  # 240 ÷ 1920
    ("净资产收益率", F(-10), "%", "-10 %"),  # −130.5 ÷ 1305
    ("主营业务利润率", F(125, 4), "%", "31.25 %"),  # 450 ÷ 1440
    ("EBITDA利润率", F(22, 100), "", "0.22"),  # 330 ÷ 1500
    ("资本保值增值率", F(104), "%", "104 %"),  # 1300 ÷ 1250
    ("主营业务收入增长率", F(-10), "%", "-10 %"),  # −160 ÷ 1600
    ("三年营业利润平均增长率", F(20), "%", "20 %"),  # 216 ÷ 125 = 1.728 = 1.2³
    ("应收账款周转率", F(400), "%", "400 %"),  # 1200 ÷ 300
    ("存货周转率", F(1200), "%", "1200 %"),  # 900 ÷ 75
    ("总资产周转率", F(75), "%", "75 %"),  # 1440 ÷ 1920
]


def worked(**changes: str | None) -> Working:
    given = {name: value for name, value in (FIGURES | changes).items() if value is not None}
    return work(IT_SERVICE, Score(figures=figures(given)))


def ratio(working: Working, name: str) -> Ratio:
    return next(item for item in working.ratios if item.path.endswith(f"/{name}"))


@pytest.mark.parametrize(("name", "value", "unit", "text"), TABLE)
def test_a_ratio_has_the_value_computed_by_hand(name: str, value: Fraction, unit: str, text: str) -> None:
    working = worked()
    found = ratio(working, name)
    assert (found.value, found.unit) == (value, unit)
    assert type(found.value) is Fraction
    words = spoken(strings("zh"), "zh", IT_SERVICE, working)
    assert next(item.value for item in words.ratios if item.name == name) == text


def test_there_are_fifteen_and_no_more() -> None:
    assert [item.path.rpartition("/")[2] for item in worked().ratios] == [row[0] for row in TABLE]
    assert worked().faults == ()


@pytest.mark.parametrize(
    ("name", "changes", "reason", "about"),
    [
        ("现金比率", {"流动负债": "0"}, "zero-denominator", ("流动负债",)),
        ("现金比率", {"流动负债": None}, "missing-figure", ("流动负债",)),
        ("现金比率", {"货币资金": None, "有价证券": None}, "missing-figure", ("货币资金", "有价证券")),
        ("存货周转率", {"存货平均余额": "0"}, "zero-denominator", ("存货平均余额",)),
        (
            "三年营业利润平均增长率",
            {"三年前年末利润总额": "-125"},
            "negative-base",
            ("三年前年末利润总额",),
        ),
        (
            "三年营业利润平均增长率",
            {"年末利润总额": "-216", "三年前年末利润总额": "-125"},
            "negative-base",
            ("三年前年末利润总额",),
        ),
        (
            "三年营业利润平均增长率",
            {"年末利润总额": "-216"},
            "negative-base",
            ("年末利润总额 ÷ 三年前年末利润总额",),
        ),
        ("三年营业利润平均增长率", {"三年前年末利润总额": "0"}, "zero-denominator", ("三年前年末利润总额",)),
    ],
)
def test_a_ratio_that_cannot_be_computed_names_its_reason(
    name: str, changes: dict[str, str | None], reason: str, about: tuple[str, ...]
) -> None:
    working = worked(**changes)
    assert ratio(working, name).value == NotComputable(reason, about)  # type: ignore[arg-type]  # written out above
    for lang in ("zh", "en"):
        said = next(i for i in spoken(strings(lang), lang, IT_SERVICE, working).ratios if i.name == name)
        assert not said.computable
        assert all(part in said.value for part in about)
        assert "0" not in said.value


def test_a_root_that_is_no_fraction_is_shown_as_rounded() -> None:
    words = spoken(strings("zh"), "zh", IT_SERVICE, worked(年末利润总额="250"))
    assert words.ratios[11].value == "\u2248 25.99 %"  # 2^(1/3) = 1.259921…


def test_brackets_of_either_width_name_the_same_figure() -> None:
    working = work(IT_SERVICE, Score(figures=figures({"EBITDA": "1", "销售\uff08营业\uff09收入": "4"})))
    assert working.faults == ()
    assert ratio(working, "EBITDA利润率").value == F(1, 4)


def test_no_grade_follows_from_ratios() -> None:
    assert (worked().grade, worked().total, worked().reason) == (None, None, "no-bands")


@pytest.mark.parametrize(
    ("names", "code", "nearest"),
    [(("流动资金产",), "unknown-figure", "流动资产"), (("流动资产", "流动资产"), "figure-repeated", None)],
)
def test_a_figure_that_no_formula_uses_or_that_stands_twice_is_a_fault(
    names: tuple[str, ...], code: str, nearest: str | None
) -> None:
    given = tuple(figures({name: str(index)})[0] for index, name in enumerate(names))
    (fault,) = work(IT_SERVICE, Score(figures=given)).faults
    assert (fault.code, fault.place) == (code, ("figures", len(names) - 1, "name"))
    assert dict(fault.values).get("nearest") == nearest


def test_a_scheme_without_formulas_has_no_ratios() -> None:
    assert work(AFTER_SALES, Score()).ratios == ()
