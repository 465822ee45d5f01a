"""What the page of a scheme works out: the time line of a certificate, and where its rules come from."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from generator.render.house import House
from generator.render.pages.scheme import Milestone, cited, course, scheme_page
from tests.render import made


@pytest.mark.parametrize(
    ("validity", "every", "checks"),
    [(36, 12, [12, 24]), (24, 12, [12]), (12, 12, []), (30, 12, [12, 24]), (None, 12, [12]), (36, None, [None])],
)
def test_every_surveillance_before_expiry_stands_on_the_time_line(
    validity: int | None, every: int | None, checks: list[int | None]
) -> None:
    scheme = replace(made.CERTIFICATION, validity_months=validity, surveillance_months=every, recertification=True)
    assert course(scheme) == [
        Milestone("issue", 0),
        *(Milestone("surveillance", month) for month in checks),
        Milestone("recertification", None),
        Milestone("expiry", validity),
    ]


def test_a_scheme_without_recertification_promises_none() -> None:
    assert "recertification" not in [stop.kind for stop in course(replace(made.CERTIFICATION, recertification=False))]


def test_a_source_is_named_once_with_the_rules_taken_from_it(house: House) -> None:
    assert cited(house, made.CERTIFICATION, "validity_months", "surveillance_months") == "实施规则"
    assert cited(house, made.CERTIFICATION, "grades", "validity_months") == "国家标准 GB/T 27922-2011、实施规则"
    assert cited(house, made.CERTIFICATION, "uses") == ""


def test_the_page_says_where_each_rule_was_found(house: House) -> None:
    content = scheme_page(house, "schemes/x.html", made.CERTIFICATION, (), (), (), 0).decode()
    line = content.index("少于 5 项")
    assert "出处：实施规则" in content[line : line + 200]
    assert "出处：国家标准 GB/T 27922-2011" in content


def test_a_ladder_that_is_not_wholly_known_names_no_highest_grade(house: House) -> None:
    scheme = replace(made.CERTIFICATION, ladder_unknown=True)
    assert "（最高）" not in scheme_page(house, "schemes/x.html", scheme, (), (), (), 0).decode()


def test_a_name_that_is_the_same_in_english_stands_once(house: House) -> None:
    letters = tuple(replace(grade, name="A", name_en="A") for grade in made.CERTIFICATION.grades)
    for grades, spans in ((made.CERTIFICATION.grades, len(letters)), (letters, 0)):
        page = scheme_page(house, "schemes/x.html", replace(made.CERTIFICATION, grades=grades), (), (), (), 0).decode()
        assert page.count('<span class="lx-muted lx-block" lang="en">') == spans
