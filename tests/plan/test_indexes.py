"""The indexes of certificates and of enterprises: their rows, their slices and the order of both."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from generator.language import strings
from generator.model.summaries import Summaries
from generator.model.views import IndexPage
from generator.plan.groups import made_groups
from generator.plan.indexes import certificate_index, enterprise_index
from generator.plan.slices import FIRST
from generator.schema.certificate import Basis
from generator.schema.enterprise import Withdrawal
from tests.model import made
from tests.model.made import certificate, happened, registry

AT = date(2026, 11, 22)
GONE = Withdrawal(date=date(2026, 1, 1), reason="重复登记")
NUMBER = made.CERTIFICATE.number
SHENZHEN = replace(made.ENTERPRISE, credit_code="91440305PDY00001XB", name="岭南示例有限公司", region="440305")
HANGZHOU = replace(made.ENTERPRISE, credit_code="91330106PDY00001X0", name="爱企示例有限公司", region="330106")
NUMBERED = replace(made.ENTERPRISE, credit_code="91110101PDY00002X0", name="360示例有限公司", industry="C")
CLOSED = replace(made.ENTERPRISE, credit_code="91110101PDY00003X0", name="百年示例有限公司", withdrawal=GONE)
WITHDRAWN = certificate(number="DEMO-2024-0099", grade="basic", issued_on=date(2019, 1, 1), withdrawal=GONE)


def certificates(*values: object, at: date = AT, lang: str = "zh") -> dict[str, IndexPage[Any]]:
    summaries = Summaries(registry(*values), strings(lang), lang)
    index = certificate_index(summaries, made_groups(summaries, at))
    return {path: view.value for path, view in index.pages()}


def enterprises(*values: object, lang: str = "zh") -> dict[str, IndexPage[Any]]:
    summaries = Summaries(registry(*values), strings(lang), lang)
    index = enterprise_index(summaries, made_groups(summaries, AT))
    return {path: view.value for path, view in index.pages()}


def numbers(page: IndexPage[Any]) -> list[str]:
    return [row.number for row in page.rows]


def names(page: IndexPage[Any]) -> list[str]:
    return [row.summary.name[:2] for row in page.rows]


def links(page: IndexPage[Any], group: str) -> list[tuple[str, int | None]]:
    """The ways onward of one group: label and count of each."""
    return [(link.label, link.count) for item in page.facets if item.name == group for link in item.links]


def slices(pages: dict[str, IndexPage[Any]], facet: str) -> list[str]:
    """The keys of a facet's slices in the order of their pages."""
    return [page.key for page in pages.values() if page.facet == facet and page.number == FIRST]


def test_certificates_come_newest_first_and_those_of_one_day_by_number() -> None:
    older = certificate(number="DEMO-2024-0002", issued_on=date(2023, 1, 1))
    newer = certificate(number="DEMO-2024-0009", issued_on=date(2025, 1, 1))
    twin = certificate(number="DEMO-2024-0008", issued_on=date(2025, 1, 1))
    page = certificates(older, newer, twin)["certificates/index.html"]
    assert numbers(page) == [twin.number, newer.number, NUMBER, older.number]


def test_a_withdrawn_certificate_is_in_no_index() -> None:
    pages = certificates(WITHDRAWN)
    assert all(WITHDRAWN.number not in numbers(page) for page in pages.values())
    assert slices(pages, "year") == ["2024"]
    assert "certificates/scheme/after-sales/basic/index.html" not in pages


def test_years_come_latest_first() -> None:
    dated = [certificate(number=f"DEMO-{year}", issued_on=date(year, 5, 1)) for year in (2023, 2026, 2025)]
    pages = certificates(*dated)
    assert slices(pages, "year") == ["2026", "2025", "2024", "2023"]
    assert links(pages["certificates/index.html"], "year") == [("2026", 1), ("2025", 1), ("2024", 1), ("2023", 1)]
    assert numbers(pages["certificates/year/2025/index.html"]) == ["DEMO-2025"]


def test_the_status_slices_are_those_of_the_day() -> None:
    suspended = certificate(number="DEMO-2024-0002", events=happened(("suspended", date(2025, 3, 1))))
    assert slices(certificates(suspended, at=date(2025, 2, 28)), "status") == ["valid"]
    day = certificates(suspended, at=date(2025, 3, 1))
    assert numbers(day["certificates/status/suspended/index.html"]) == [suspended.number]
    assert numbers(day["certificates/status/valid/index.html"]) == [NUMBER]
    assert slices(certificates(suspended, at=date(2026, 12, 31)), "status") == ["valid", "suspended"]
    assert slices(certificates(suspended, at=date(2027, 1, 1)), "status") == ["expired"]
    assert slices(certificates(at=date(2023, 12, 31)), "status") == ["not-yet-valid"]


def test_certificates_are_browsed_by_every_standard_of_their_basis() -> None:
    other = replace(made.STANDARD, id="GB-T-19001-2016", number="GB/T 19001-2016")
    both = (*made.CERTIFICATE.basis, Basis(standard=other.id, edition="2016"))
    twice = certificate(number="DEMO-2024-0002", basis=both)
    pages = certificates(other, twice)
    assert slices(pages, "standard") == ["GB-T-19001-2016", "GB-T-27922-2011"]
    assert links(pages["certificates/index.html"], "standard") == [("GB/T 19001-2016", 1), ("GB/T 27922-2011", 2)]
    assert numbers(pages["certificates/standard/GB-T-19001-2016/index.html"]) == [twice.number]


def test_grades_are_slices_of_their_scheme_in_the_order_of_its_ladder() -> None:
    basic = certificate(number="DEMO-2024-0002", grade="basic")
    stars = certificate(number="DEMO-2024-0003", grade="three-star")
    ungraded = certificate(number="DEMO-2024-0004", grade=None)
    pages = certificates(basic, stars, ungraded)
    scheme = pages["certificates/scheme/after-sales/index.html"]
    assert slices(pages, "scheme") == [
        "after-sales",
        "after-sales/basic",
        "after-sales/three-star",
        "after-sales/five-star",
    ]
    assert [count for _, count in links(scheme, "grade")] == [1, 1, 1]
    assert scheme.total_rows == 4
    assert links(pages["certificates/index.html"], "grade") == []
    assert numbers(pages["certificates/scheme/after-sales/basic/index.html"]) == [basic.number]


def test_a_grade_leads_only_to_the_grades_of_its_own_scheme() -> None:
    brand = replace(made.SCHEME, id="brand", name="品牌认证")
    pages = certificates(brand, certificate(number="DEMO-2024-0002", scheme="brand", grade="basic"))
    page = pages["certificates/scheme/brand/basic/index.html"]
    assert [(group.name, len(group.links)) for group in page.facets] == [("grade", 1)]
    assert [crumb.path for crumb in page.crumbs] == [
        "certificates/index.html",
        "certificates/scheme/brand/index.html",
    ]


def test_certificates_are_found_by_the_province_and_the_city_of_their_holder() -> None:
    held = [
        certificate(number="DEMO-2024-0002", holder=SHENZHEN.credit_code),
        certificate(number="DEMO-2024-0003", holder=HANGZHOU.credit_code),
    ]
    pages = certificates(SHENZHEN, HANGZHOU, *held)
    whole = pages["certificates/index.html"]
    assert links(whole, "region") == [("北京市", 1), ("浙江省", 1), ("广东省", 1)]
    assert links(whole, "city") == []
    assert links(pages["certificates/region/440000/index.html"], "city") == [("深圳市", 1)]
    assert numbers(pages["certificates/region/440000/440300/index.html"]) == ["DEMO-2024-0002"]


def test_in_a_municipality_the_districts_stand_where_the_cities_do() -> None:
    pages = certificates()
    assert links(pages["certificates/region/110000/index.html"], "city") == [("东城区", 1)]
    assert numbers(pages["certificates/region/110000/110101/index.html"]) == [NUMBER]


def test_slices_are_named_in_the_language_of_the_page() -> None:
    whole = certificates(lang="en")["certificates/index.html"]
    assert links(whole, "scheme") == [("After-sales service certification", 1)]
    assert links(whole, "region") == [("Beijing", 1)]
    assert links(whole, "status") == [(str(strings("en").status["valid"]), 1)]


def test_enterprises_come_by_the_sound_of_their_names_and_those_without_one_stand_apart() -> None:
    pages = enterprises(SHENZHEN, HANGZHOU, NUMBERED)
    whole = pages["enterprises/index.html"]
    assert [name for name in names(whole) if name != "36"] == ["爱企", "岭南", "云栖"]
    assert slices(pages, "initial") == ["A", "L", "Y", "other"]
    assert links(whole, "initial")[-1] == ("#", 1)
    assert names(pages["enterprises/initial/L/index.html"]) == ["岭南"]


def test_enterprises_of_one_initial_come_by_their_whole_sound() -> None:
    later = replace(SHENZHEN, credit_code="91440305PDY00002X0", name="洛阳示例有限公司")
    page = enterprises(later, SHENZHEN)["enterprises/initial/L/index.html"]
    assert names(page) == ["岭南", "洛阳"]


def test_a_withdrawn_enterprise_is_in_no_index() -> None:
    pages = enterprises(CLOSED)
    assert all("百年" not in names(page) for page in pages.values())
    assert slices(pages, "initial") == ["Y"]


def test_an_enterprise_counts_its_published_certificates_alone() -> None:
    (row,) = enterprises(WITHDRAWN, certificate(number="DEMO-2024-0002"))["enterprises/index.html"].rows
    assert row.certificates == 2
    rows = {row.summary.credit_code: row for row in enterprises(SHENZHEN)["enterprises/index.html"].rows}
    assert rows[SHENZHEN.credit_code].certificates == 0


def test_enterprises_are_found_by_the_schemes_they_hold_certificates_of_and_by_industry() -> None:
    pages = enterprises(SHENZHEN, NUMBERED)
    assert names(pages["enterprises/scheme/after-sales/index.html"]) == ["云栖"]
    assert slices(pages, "industry") == ["C", "F"]
    assert names(pages["enterprises/industry/C/index.html"]) == ["36"]
