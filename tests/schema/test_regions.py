import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.schema import regions


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330106", "浙江省杭州市西湖区"),
        ("330100", "浙江省杭州市"),
        ("330000", "浙江省"),
        ("110105", "北京市朝阳区"),
        ("429021", "湖北省神农架林区"),
        ("330103", "浙江省杭州市下城区"),
        ("320571", "江苏省苏州市苏州工业园区"),
        ("710000", "台湾省"),
        ("810000", "香港特别行政区"),
    ],
)
def test_the_full_name_goes_from_province_to_county(code: str, name: str) -> None:
    assert regions.name(code) == name
    assert "".join(regions.parts(code)) == name


def test_a_dropped_code_is_known_and_abolished() -> None:
    assert regions.known("330103")
    assert regions.abolished("330103")
    assert not regions.abolished("330106")


def test_a_zone_is_known_and_not_abolished() -> None:
    assert regions.known("320571")
    assert not regions.abolished("320571")


@pytest.mark.parametrize("code", ["110100", "429000", "130101"])
def test_a_heading_of_the_table_is_listed_but_no_place(code: str) -> None:
    assert regions.listed(code)
    assert not regions.known(code)


@given(st.text())
def test_an_unlisted_code_stands_for_itself(code: str) -> None:
    if not regions.listed(code):
        assert regions.name(code) == code
        assert not regions.known(code)
        assert not regions.abolished(code)
        assert regions.second_level(code) is None


def test_the_province_has_a_chinese_and_an_english_name() -> None:
    assert regions.province("610102") == "陕西省"
    assert regions.province("610102", "en") == "Shaanxi"
    assert regions.province("990000") == "990000"


@pytest.mark.parametrize(
    ("code", "below"),
    [("330106", "330100"), ("330100", "330100"), ("110105", "110105"), ("429021", "429021"), ("330000", None)],
)
def test_the_second_level_is_the_prefecture_or_the_county_directly_below_the_province(code: str, below: str) -> None:
    assert regions.second_level(code) == below


@pytest.mark.parametrize(
    ("text", "code"),
    [("33010", "330100"), ("杭州", "330100"), ("西湖区", "330106"), ("浙江省杭州市", "330100"), (" 3301066", "330106")],
)
def test_the_nearest_code_is_found_by_digits_or_by_name(text: str, code: str) -> None:
    assert regions.nearest(text) == code


@pytest.mark.parametrize("text", ["", "x", "999999", "没有这个地方"])
def test_nothing_is_near_to_nonsense(text: str) -> None:
    assert regions.nearest(text) is None


def test_the_table_is_whole() -> None:
    table = regions._regions()
    provinces = [region for code, region in table.items() if code.endswith("0000")]
    assert len(provinces) == 34
    assert all(region.name_en for region in provinces)
    assert all(len(code) == 6 and code.isdecimal() and region.name for code, region in table.items())
    assert all(code[:2] + "0000" in table and code[:4] + "00" in table for code in table)
    assert sum(region.status == "current" for region in table.values()) > 3200
