"""Paths and addresses of the site."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.render import urls

SITE = "https://lixin.example/credit/"


def test_the_front_page_is_the_bare_address() -> None:
    assert urls.absolute(SITE, urls.HOME) == SITE


def test_every_other_page_has_its_whole_path_in_its_address() -> None:
    assert urls.absolute(SITE, urls.CERTIFICATES) == f"{SITE}certificates/index.html"


@pytest.mark.parametrize(
    ("path", "way"),
    [("index.html", ""), ("c/1.html", "../"), ("certificates/region/440000/440300/index.html", "../../../../")],
)
def test_the_way_to_the_root_has_a_step_for_each_folder(path: str, way: str) -> None:
    assert urls.base(path) == way
    assert urls.link(urls.base(path), "about.html") == f"{way}about.html"


def test_what_an_address_cannot_hold_is_quoted() -> None:
    assert urls.absolute(SITE, 'media/图 "1".svg') == f"{SITE}media/%E5%9B%BE%20%221%22.svg"
    assert urls.link(urls.base("c/1.html"), "media/图 1.svg") == "../media/%E5%9B%BE%201.svg"


def test_a_link_keeps_its_query_and_its_fragment_but_an_address_has_neither() -> None:
    assert urls.link(urls.base("c/1.html"), "verify.html?n=1&s=2#result") == "../verify.html?n=1&s=2#result"
    assert urls.absolute(SITE, "media/a?b#c.svg") == f"{SITE}media/a%3Fb%23c.svg"


@pytest.mark.parametrize(
    ("path", "lasting"),
    [
        (urls.certificate("DEMO-2024-0001"), True),
        (urls.enterprise("91110101PDY00001XN"), True),
        (urls.certificate_json("DEMO-2024-0001"), False),
        (urls.enterprise_json("91110101PDY00001XN"), False),
        (urls.vcard("91110101PDY00001XN"), False),
        (urls.report("91110101PDY00001XN"), False),
        (urls.seal("DEMO-2024-0001"), False),
        (urls.CERTIFICATES, False),
        (urls.ENTERPRISES, False),
        (urls.notice("c"), False),
        ("news/c/1.html", False),
    ],
)
def test_only_pages_that_printed_codes_lead_to_must_last(path: str, lasting: bool) -> None:
    assert urls.lasting(path) is lasting


@pytest.mark.parametrize(
    ("facet", "key", "number", "path"),
    [
        ("", "", 0, "certificates/index.html"),
        ("", "", 2, "certificates/page-2.html"),
        ("status", "valid", 0, "certificates/status/valid/index.html"),
        ("scheme", "after-sales/five-star", 3, "certificates/scheme/after-sales/five-star/page-3.html"),
    ],
)
def test_the_page_of_an_index_that_is_read_first_is_its_folder(facet: str, key: str, number: int, path: str) -> None:
    assert urls.index_page("certificates", facet, key, number) == path


def test_an_asset_carries_its_mark_before_its_ending() -> None:
    assert urls.asset("lixin.css", "1a2b3c4d") == "assets/lixin.1a2b3c4d.css"
    assert urls.asset("LICENSE", "1a2b3c4d") == "assets/LICENSE.1a2b3c4d"


@pytest.mark.parametrize("number", [0, 1, 12])
def test_the_number_of_an_index_page_can_be_read_from_its_name(number: int) -> None:
    assert urls.page_number(urls.index_page("certificates", "", "", number).rpartition("/")[2]) == number


@pytest.mark.parametrize("name", ["page-.html", "page-1", "page-01x.html", "2026.html", "page--1.html"])
def test_other_names_are_no_index_pages(name: str) -> None:
    assert urls.page_number(name) is None


@pytest.mark.parametrize("make", [urls.certificate, urls.certificate_json, urls.seal])
def test_the_certificate_of_a_path_can_be_read_from_it(make: Callable[[str], str]) -> None:
    assert urls.record_at(make("DEMO-2024-0001")) == ("certificate", "DEMO-2024-0001")


@pytest.mark.parametrize("make", [urls.enterprise, urls.enterprise_json, urls.vcard, urls.report])
def test_the_enterprise_of_a_path_can_be_read_from_it(make: Callable[[str], str]) -> None:
    assert urls.record_at(make("91110101PDY00001XN")) == ("enterprise", "91110101PDY00001XN")


@pytest.mark.parametrize("path", ["index.html", "c/index/x.html", "schemes/a.html", "c/a.svg", "notices/a/b.html"])
def test_other_paths_are_no_records(path: str) -> None:
    assert urls.record_at(path) is None
