"""Places in the language of the page."""

from __future__ import annotations

import pytest

from generator.model.pinyin import romanised
from generator.model.places import place_name


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("330100", "杭州市", "Hangzhou"),
        ("110108", "海淀区", "Haidian"),
        ("610100", "西安市", "Xi'an"),
        ("650100", "乌鲁木齐市", "Ürümqi"),
        ("150100", "呼和浩特市", "Hohhot"),
        ("341621", "涡阳县", "Guoyang"),
        ("440000", "广东省", "Guangdong"),
    ],
)
def test_a_place_is_called_as_the_language_calls_it(code: str, zh: str, en: str) -> None:
    assert place_name(code, "zh") == zh
    assert place_name(code, "en") == en


def test_a_name_without_a_reading_is_no_name() -> None:
    assert romanised("") == ""
    assert romanised("\u5415\u6881") == "Lüliang"
