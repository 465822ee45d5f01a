"""Paths and addresses of the site."""

from __future__ import annotations

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
        ("", "", 1, "certificates/index.html"),
        ("", "", 2, "certificates/page-2.html"),
        ("status", "valid", 1, "certificates/status/valid/index.html"),
        ("scheme", "after-sales/five-star", 3, "certificates/scheme/after-sales/five-star/page-3.html"),
    ],
)
def test_the_first_page_of_an_index_is_its_folder(facet: str, key: str, number: int, path: str) -> None:
    assert urls.index_page("certificates", facet, key, number) == path


def test_an_asset_carries_its_mark_before_its_ending() -> None:
    assert urls.asset("lixin.css", "1a2b3c4d") == "assets/lixin.1a2b3c4d.css"
    assert urls.asset("LICENSE", "1a2b3c4d") == "assets/LICENSE.1a2b3c4d"
