"""The nine schemes of the registry say what their sources say: kind, basis, ladder, bands, terms; and no more."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from generator.language import strings
from generator.model.grades import grade_text
from generator.schema.scheme import Scheme
from tests.model.scoring.sheets import schemes


class Row(NamedTuple):
    """A row of the table of schemes; a grade that is never awarded stands in brackets."""

    id: str
    kind: str
    basis: str
    grades: str
    bands: str = ""
    months: tuple[int | None, int | None] = (None, None)


ROWS = (
    Row("after-sales-assessment", "assessment", "GB-T-27922-2011", "(一级) (二级) 三级 四级 五级"),
    Row("performance-assessment", "assessment", "GB-T-19001-2016 GB-T-31863-2015", "一级 二级 三级"),
    Row("informatization-assessment", "assessment", "GB-T-23001-2017 SJ-T-11293-2003", "一级 二级 三级"),
    Row(
        "after-sales-certification",
        "certification",
        "GB-T-27922-2011",
        "达标级 三星 四星 五星",
        "70 80 90 95",
        (36, 12),
    ),
    Row(
        "ecommerce-platform-certification",
        "certification",
        "GB-T-31526-2025 GB-T-31524-2015 GB-T-31526-2015",
        "二星 三星 四星 五星",
        "70 80 90 95",
    ),
    Row("restaurant-service-certification", "certification", "", "三星 四星 五星", months=(36, 12)),
    Row("property-service-certification", "certification", "", "三星 四星 五星"),
    Row("it-service-credit", "credit-grade", "DB23-T-3819-2024", "A B C"),
    Row("lixin-honour", "assessment", "LX-GZ-01-2020", ""),
)


def row_of(scheme: Scheme) -> Row:
    return Row(
        scheme.id,
        scheme.kind,
        " ".join(item.standard for item in scheme.basis),
        " ".join(grade.name if grade.awardable else f"({grade.name})" for grade in scheme.grades),
        " ".join(str(grade.from_points) for grade in scheme.grades if grade.from_points is not None),
        (scheme.validity_months, scheme.surveillance_months),
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_scheme_says_what_its_sources_say(row: Row) -> None:
    assert row_of(schemes()[row.id]) == row


def test_there_are_nine() -> None:
    assert sorted(schemes()) == sorted(row.id for row in ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if row.months == (None, None)], ids=lambda row: row.id)
def test_what_the_sources_do_not_say_is_named_as_unknown(row: Row) -> None:
    assert any("有效期" in line for line in schemes()[row.id].unknowns)


@pytest.mark.parametrize("id", [row.id for row in ROWS if "星" in row.grades])
def test_stars_come_with_the_caveat_that_they_cannot_be_compared(id: str) -> None:
    assert any("不具有可比性" in line and "22 个" in line for line in schemes()[id].caveats)


@pytest.mark.parametrize(
    ("id", "grade", "zh", "en"),
    [
        ("after-sales-assessment", "level-5", "五级（最高）", "Level 5 (highest)"),
        ("after-sales-assessment", "level-3", "三级（共五级）", "Level 3 (of 5 grades)"),
        ("performance-assessment", "level-3", "三级（最高）", "Level 3 (highest)"),
        ("performance-assessment", "level-1", "一级（共三级）", "Level 1 (of 3 grades)"),
        ("after-sales-certification", "four-star", "四星（共四级）", "Four stars (of 4 grades)"),
        (
            "restaurant-service-certification",
            "five-star",
            "五星（以发证机构的规则为准）",
            "Five stars (on the issuer’s own scale)",
        ),
        ("it-service-credit", "A", "A（不分高低）", "A (unranked)"),
    ],
)
def test_a_grade_is_never_printed_without_its_scale(id: str, grade: str, zh: str, en: str) -> None:
    scheme = schemes()[id]
    assert grade_text(strings("zh"), "zh", scheme, grade) == zh
    assert grade_text(strings("en"), "en", scheme, grade) == en


def test_stop_rules_stand_in_every_assessment_of_the_platform() -> None:
    for row in ROWS:
        if row.kind == "assessment":
            assert len(schemes()[row.id].stop_rules) == 5


def test_property_services_list_what_must_be_reported() -> None:
    assert len(schemes()["property-service-certification"].must_report) == 10
