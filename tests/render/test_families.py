"""Families of outputs, and the paths that belong to them."""

from __future__ import annotations

import pytest

from generator.render import urls
from generator.render.families import FAMILIES, family_of, is_left_out


@pytest.mark.parametrize(
    ("path", "family"),
    [
        (urls.certificate_json("1"), "json"),
        (urls.enterprise_json("1"), "json"),
        (urls.seal("1"), "seals"),
        (urls.vcard("1"), "vcards"),
        (urls.report("1"), "reports"),
        (urls.enterprise_calendar("1"), "calendars"),
        (urls.CALENDAR, "calendars"),
        (urls.CHANGES_FEED, "feeds"),
        (urls.DATABASE, "data"),
        (urls.DATA, "data"),
        (urls.certificate_json("{number}"), "json"),
        (urls.certificate("1"), ""),
        (urls.enterprise("1"), ""),
        (urls.HOME, ""),
        (urls.SITEMAP, ""),
        (urls.search_shard("a.json"), ""),
    ],
)
def test_every_path_knows_its_family(path: str, family: str) -> None:
    assert family_of(path) == family


def test_nothing_is_left_out_unless_its_family_is_named() -> None:
    assert not is_left_out(urls.vcard("1"), ())
    assert not is_left_out(urls.vcard("1"), ("seals",))
    assert is_left_out(urls.vcard("1"), ("seals", "vcards"))
    assert not is_left_out(urls.certificate("1"), tuple(FAMILIES))
