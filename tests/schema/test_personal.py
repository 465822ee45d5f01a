"""Personal data is found in free text; numbers that are something else are left alone."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.schema import credit_code, personal
from generator.schema.personal import personal_data

MOBILE = "1381234" + "5678"  # in two parts, so that the file itself shows no whole number


@pytest.mark.parametrize(
    "text",
    [
        MOBILE,
        f"电话{MOBILE}。",
        f"电话:{MOBILE}",
        f"{MOBILE}(王经理)",
        f"0571-88886666/{MOBILE}",
        f"联系人-{MOBILE}",
        "138 1234 5678",
        "138-1234-5678",
        "1381 234 5678",
        "138 123 45678",
        "138 12 34 56 78",
        f"+86{MOBILE}",
        f"+86 {MOBILE}",
        "１３８１２３４５６７８",
        f"0086{MOBILE}",
        f"(86){MOBILE}",
        "138.1234.5678",
        "138·1234·5678",
        "138 12345678",
        "1381234 5678",
        "138  1234  5678",
        "138—1234—5678",
        "138\u00a01234\u00a05678",
        "138\u30001234\u30005678",
        "1 3 8 1 2 3 4 5 6 7 8",
        "①③⑧①②③④⑤⑥⑦⑧",
        "¹³⁸¹²³⁴⁵⁶⁷⁸",
        "١٣٨١٢٣٤٥٦٧٨",
        f"tel{MOBILE}",
        f"微信wx:{MOBILE}",
        f"QQ {MOBILE}",
    ],
)
def test_an_unmasked_mobile_number_is_found(text: str) -> None:
    assert personal_data(text) == "mobile"


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "身份证 11010519491231002x 号",
        "440524188001010014",
        "１１０１０５１９４９１２３１００２Ｘ",
        "130503670401001",
        "110105 19491231 002X",
        "110105-19491231-002x",
        "11010519491231****",
        "ID11010519491231002X",
        "id: 11010519491231002X",
    ],
)
def test_an_identity_number_is_found(text: str) -> None:
    assert personal_data(text) == "identity-number"


@pytest.mark.parametrize(
    "text",
    [
        "138****5678",
        "150.12345678",
        "1381234.5678",
        "GB/T 27922 2011 1380 2019 2020",
        "0571-88886666",
        "400-138-1234",
        "LX-13812345678",
        "RZ13812345678",
        "13812345678A",
        "2013812345678",
        "CNCA-R-2013-123",
        "200700101100035",  # a MOFCOM credit certificate
        "330106000012345",  # an old registration number
        "110105194912310021",  # the check digit does not fit
        "110105194913310028",  # no thirteenth month
        "914403001922038216",
        "91110101PDY00001XN",
        "6222021234567890123",
        "2024-01-01 2025-12-31",
        "GB/T 27922-2011",
        "价格 13500-120000 元",
        "规格 150/2000/3000",
        "RID11010519491231002X",
        "注册资本 10000000000 元",
    ],
)
def test_numbers_that_are_something_else_are_left_alone(text: str) -> None:
    assert personal_data(text) is None


@given(st.integers(1, 99_999), st.sampled_from(["91", "92", "11", "12", "53"]))
def test_a_credit_code_is_never_taken_for_an_identity_number(number: int, category: str) -> None:
    assert personal_data(credit_code.make_reserved(category, "110101", number)) is None


def test_only_characters_passed_over_at_once_hold_no_digit() -> None:
    plain = (chr(code) for code in range(0x110000) if not personal._NUMERIC.match(chr(code)))
    assert not re.search(r"\d", unicodedata.normalize("NFKC", "\n".join(plain)))


def test_digits_of_another_script_in_an_address_are_no_trouble() -> None:
    assert not personal.has_identity_number("https://example.com/\u0661105101949123100" + "2X")
    assert personal.has_identity_number("\u066110510194912310021/11010519491231" + "002X")


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_has_an_answer(text: str) -> None:
    assert personal_data(text) in (None, "mobile", "identity-number", "fax")


@pytest.mark.parametrize("text", ["1" * 200_000, "f" * 200_000, "传" * 200_000, "1 " * 100_000 + "fa"])
def test_a_long_run_of_one_character_is_read_in_no_time(text: str) -> None:
    assert personal_data(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "传真：0571-8888 6666",
        "Fax 0571-88886666",
        "电话 400-000-0000，传真 (0571)88886666",
        "传 真：0571-88886666",
        "傳真 0571-88886666",
        "电传：0571-88886666",
        "图文传真机 0571-88886666",
        "ＦＡＸ：０５７１－８８８８６６６６",
        "F.A.X. 0571-88886666",
        "Tel/Fax: 0571-88886666",
        "Telefax 0571-88886666",
        "tele-fax +86 571 88886666",
        "Facsimile: 0571-88886666",
        "f\u200bax 0571-88886666",
        "T: 0571-81000000 F: 0571-88886666",
        "电话：0571-88886666（传真同号）",
        "0571-88886666 传真",
        "0571-88886666(fax)",
        "传真：0571-88****66",
        "chuanzhen 0571-88886666",
        "传真：\n0571-88886666",
    ],
)
def test_a_fax_number_is_personal_data(text: str) -> None:
    assert personal_data(text) == "fax"


@pytest.mark.parametrize(
    "text",
    [
        "可用传真报送材料",
        "不再接受传真\n2026-01-01 起实行",
        "Faxing is possible until 2026-01-01",
        "申报途径：电子邮件、微信、传真均可",
        "电话 0571-88886666，本机构不接受传真",
        "Halifax 0571-88886666",
        "压电传感器 2026030100",
        "电传动机车 20260301",
        "楼层 F: 12",
    ],
)
def test_speaking_of_a_fax_is_not(text: str) -> None:
    assert personal_data(text) is None
