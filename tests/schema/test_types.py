"""Each field type: what it takes, what it refuses and with which problem, and that no text makes it raise."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.problems import Report
from generator.schema import types
from generator.schema.credit_code import check_character
from generator.schema.raw import Bare, Raw
from generator.schema.types import INVALID, FieldType, choice_type

NAMES = [
    *("Text", "LongText", "Date", "Exact", "Integer", "Flag", "Identifier", "CreditCode", "Region", "Industry"),
    *("Url", "Email", "Phone", "Media", "Months", "GradeRef"),
    *("EnterpriseRef", "CertificateRef", "IssuerRef", "SchemeRef", "StandardRef", "NoticeRef"),
]
MOBILE = "1381234" + "5678"


def of(name: str) -> FieldType:
    found = get_args(getattr(types, name))[1]
    assert isinstance(found, FieldType)
    return found


def read(name: str, raw: Raw) -> tuple[object, list[tuple[str, dict[str, str]]]]:
    report = Report("f.yaml")
    value = of(name).read(raw, ("place",), report)
    assert all(problem.place == ("place",) for problem in report)
    return value, [(problem.code, dict(problem.values)) for problem in report]


def codes(name: str, raw: Raw) -> list[str]:
    """The problems of a value that cannot be read."""
    value, found = read(name, raw)
    assert value is INVALID
    return [code for code, _ in found]


def accepts(name: str, raw: Raw) -> bool:
    return read(name, raw) == (raw, [])


@pytest.mark.parametrize("text", ["甲", "示例科技(北京)有限公司", "龑", "𰻝", "a" * 200, "A\u3000B", "é", "null"])
def test_a_line_of_words_is_a_text(text: str) -> None:
    assert accepts("Text", text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty-value"),
        ("   ", "empty-value"),
        (" a", "bad-text"),
        ("a\u3000", "bad-text"),
        ("a" * 201, "too-long"),
        ("a\nb", "control-character"),
        ("a\tb", "control-character"),
        ("a\x00b", "control-character"),
        ("a\u202eb", "control-character"),
        ("a\u200bb", "control-character"),
        ("a\u2028b", "control-character"),
        ("a\ufeffb", "control-character"),
        ("a\ud800b", "control-character"),
        (f"电话 {MOBILE}", "personal-data"),
        ("11010519491231002X", "personal-data"),
    ],
)
def test_a_text_says_what_is_wrong_with_it(text: str, problem: str) -> None:
    assert codes("Text", text) == [problem]


def test_a_text_reports_all_that_is_wrong_at_once() -> None:
    everything = ["control-character", "bad-text", "too-long", "personal-data"]
    assert codes("Text", f" {MOBILE}\u200b" + "a" * 200) == everything


def test_a_long_text_may_have_lines_and_five_thousand_characters() -> None:
    assert accepts("LongText", "甲\n\n乙")
    assert accepts("LongText", "字" * 5_000)
    assert codes("LongText", "字" * 5_001) == ["too-long"]
    assert codes("LongText", "a\n") == ["bad-text"]
    assert codes("LongText", "a\rb") == ["control-character"]
    assert codes("LongText", f"一\n{MOBILE}") == ["personal-data"]


def test_a_control_character_is_named_by_its_code_point() -> None:
    assert read("Text", "a\u202eb")[1] == [("control-character", {"character": "U+202E"})]


def test_a_date_is_a_day_of_the_calendar() -> None:
    assert read("Date", "2024-02-29") == (date(2024, 2, 29), [])
    assert read("Date", "1900-01-01") == (date(1900, 1, 1), [])
    assert read("Date", "2200-12-31") == (date(2200, 12, 31), [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2023-02-29", "bad-date"),
        ("2024-2-9", "bad-date"),
        ("20240209", "bad-date"),
        ("2024-W01-1", "bad-date"),
        ("2024/02/09", "bad-date"),
        ("2024-02-09T00:00:00", "bad-date"),
        ("２０２４-02-09", "bad-date"),
        (" 2024-02-09", "bad-date"),
        ("1899-12-31", "out-of-range"),
        ("2201-01-01", "out-of-range"),
    ],
)
def test_what_is_not_a_date_is_refused(text: str, problem: str) -> None:
    assert codes("Date", text) == [problem]


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_of_the_range_is_read_back(day: date) -> None:
    assert read("Date", day.isoformat()) == (day, [])


@pytest.mark.parametrize("text", ["0", "100", "92.5", "0.000001", "1000000000", "90.0"])
@pytest.mark.parametrize("written", [str, Bare])
def test_a_number_is_kept_exactly_with_and_without_quotes(text: str, written: Any) -> None:
    value, found = read("Exact", written(text))
    assert isinstance(value, Decimal)
    assert (str(value), found) == (str(Decimal(text)), [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1e3", "bad-number"),
        ("0123", "bad-number"),
        ("1,000", "bad-number"),
        ("1_000", "bad-number"),
        (".5", "bad-number"),
        ("5.", "bad-number"),
        ("92.5分", "bad-number"),
        ("９２", "bad-number"),
        ("NaN", "bad-number"),
        ("1.0000001", "bad-number"),
        ("1" * 5_000, "bad-number"),
        ("-1", "out-of-range"),
        ("-0", "out-of-range"),
        ("1000000001", "out-of-range"),
        ("1000000000.5", "out-of-range"),
    ],
)
def test_what_is_not_a_plain_number_is_refused(text: str, problem: str) -> None:
    assert codes("Exact", Bare(text)) == [problem]


@given(st.decimals(0, 10**9, places=2))
def test_no_number_passes_through_binary(value: Decimal) -> None:
    assert read("Exact", f"{value:f}") == (value, [])


@pytest.mark.parametrize(
    ("text", "problem"), [("1.5", "bad-number"), ("007", "bad-number"), ("-3", "out-of-range"), ("12人", "bad-number")]
)
def test_a_whole_number_has_no_fraction_and_no_leading_zero(text: str, problem: str) -> None:
    assert read("Integer", Bare("120")) == (120, [])
    assert read("Integer", "1000000000") == (10**9, [])
    assert codes("Integer", text) == [problem]


def test_a_flag_is_true_or_false_and_guesses_what_was_meant() -> None:
    assert read("Flag", Bare("true")) == (True, [])
    assert read("Flag", "false") == (False, [])
    assert read("Flag", Bare("NO"))[1] == [
        ("bad-choice", {"value": "NO", "choices": "true, false", "nearest": "false"})
    ]
    assert read("Flag", "是")[1] == [("bad-choice", {"value": "是", "choices": "true, false"})]


@pytest.mark.parametrize("text", ["a", "A", "LX-2026-0001", "gbt-27922-2011", "a_b.c", "9", "a" * 80, "conference"])
def test_a_safe_name_is_an_identifier(text: str) -> None:
    assert accepts("Identifier", text)


@pytest.mark.parametrize(
    "text",
    [
        *("-a", ".a", "_a", "a.", "a..b", "..", "a/b", "a\\b", "a b", "甲", "a\n", "ａ", "a%b", "a:b"),
        *("con", "CON", "nul.yaml", "Com1", "lpt9.x", "index", "INDEX"),
    ],
)
def test_an_unsafe_name_is_not_an_identifier(text: str) -> None:
    assert codes("Identifier", text) == ["bad-identifier"]


def test_an_identifier_has_at_most_eighty_characters() -> None:
    assert codes("Identifier", "a" * 81) == ["too-long"]


@given(st.from_regex(r"[A-Za-z0-9._/\\ -]{1,20}", fullmatch=True))
def test_an_accepted_identifier_can_be_a_file_name(text: str) -> None:
    if accepts("Identifier", text):
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text)
        assert ".." not in text
        assert not text.endswith(".")


def test_a_long_hostile_identifier_is_refused_quickly() -> None:
    assert codes("Identifier", "a." * 40_000 + "!") == ["too-long"]


def test_a_credit_code_is_normalised_and_its_findings_are_reported() -> None:
    assert accepts("CreditCode", "91110101PDY00001XN")
    assert codes("CreditCode", "91330100799655058C") == ["credit-code-check"]
    assert codes("CreditCode", "12345") == ["credit-code-length"]
    assert codes("CreditCode", "9" * 10_000) == ["too-long"]


def test_a_code_in_another_form_is_refused_and_the_right_form_is_given() -> None:
    value, found = read("CreditCode", "９１110101pdy00001xn")
    assert value is INVALID
    assert found[0][1]["normalised"] == "91110101PDY00001XN"


def test_warnings_about_a_code_stand_only_at_the_record_that_carries_it() -> None:
    assert accepts("CreditCode", "914403001922038216")
    assert accepts("EnterpriseRef", "914403001922038216")
    doubtful = "91999999PDY00001X" + check_character("91999999PDY00001X")
    assert [code for code, _ in read("CreditCode", doubtful)[1]] == ["credit-code-region"]
    assert read("EnterpriseRef", doubtful) == (doubtful, [])


def test_a_region_is_a_code_of_the_table() -> None:
    assert accepts("Region", "330106")
    assert codes("Region", "999999") == ["bad-region"]
    assert codes("Region", "浙江" * 100_000) == ["bad-region"]


def test_a_region_no_longer_in_use_is_taken_with_a_warning() -> None:
    value, found = read("Region", "330103")
    assert value == "330103"
    assert found == [("region-abolished", {"value": "330103"})]


def test_an_industry_is_one_capital_letter() -> None:
    assert accepts("Industry", "A")
    assert accepts("Industry", "T")
    assert read("Industry", "i")[1] == [("bad-industry", {"value": "i", "nearest": "I"})]
    assert read("Industry", "软件")[1] == [("bad-industry", {"value": "软件"})]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.example.com/",
        "http://example.com",
        "HTTPS://EXAMPLE.com:8443/a?b=c#d",
        "https://例子.中国/路径",
        "http://[2001:db8::1]/",
        "http://192.0.2.1/x",
    ],
)
def test_a_web_address_is_taken(text: str) -> None:
    assert accepts("Url", text)


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//example.com/",
        "www.example.com",
        "ftp://example.com/",
        "https://",
        "https:///path",
        "https://user@example.com/",
        "https://user:pass@example.com/",
        "https://@example.com/",
        "https://exa mple.com/",
        "https://example.com/\n",
        " https://example.com/",
        'https://example.com/"onmouseover=',
        "https://example.com/<script>",
        "https://example.com\\@evil.example/",
        "https://example.com:99999/",
        "https://example.com:x/",
        "https://[::1",
        "https://exa%6dple.com/",
        "https://example.com/\u202e",
    ],
)
def test_what_is_not_a_safe_web_address_is_refused(text: str) -> None:
    assert codes("Url", text) == ["bad-url"]


@pytest.mark.parametrize("text", ["138" + "12345678@example.com", "11010519491231002X@example.com"])
def test_an_email_address_does_not_give_a_person_away(text: str) -> None:
    assert codes("Email", text) == ["personal-data"]


def test_a_web_address_does_not_give_a_person_away() -> None:
    assert codes("Url", "https://example.com/?id=11010519491231002X") == ["personal-data"]
    assert accepts("Url", "https://shop.example.com/item?id=138" + "12345678")


@pytest.mark.parametrize("text", ["service@example.com", "a.b+c@sub.example.com.cn"])
def test_an_email_address_is_taken(text: str) -> None:
    assert accepts("Email", text)


@pytest.mark.parametrize(
    "text",
    [
        *("a", "a@", "@b.cn", "a@b", "a b@c.cn", "a@b..cn", ".a@b.cn", "a@-b.cn", "a@b.cn\n", "a@b.cn,c@d.cn"),
        *("mailto:a@b.cn?x", "<a@b.cn>", "甲@b.cn", "a" * 250 + "@b.cn"),
    ],
)
def test_what_is_not_an_email_address_is_refused(text: str) -> None:
    assert codes("Email", text) == ["bad-email"]


@pytest.mark.parametrize(
    "text",
    [
        *("138****5678", "0571-88****66", "0571-8888****", "0571-88886666", "010-88886666-801", "02088886666"),
        *("400-000-0000", "4000000000", "400-8888-888", "800-820-8888", "95588", "12315", "+852-2123-4567"),
    ],
)
def test_an_office_or_masked_number_is_a_phone(text: str) -> None:
    assert accepts("Phone", text)


@pytest.mark.parametrize("text", [MOBILE, "138-1234-5678", "138 1234 5678", f"+86 {MOBILE}", f"0086{MOBILE}"])
def test_a_private_mobile_number_in_full_is_personal_data(text: str) -> None:
    assert codes("Phone", text) == ["personal-data"]


@pytest.mark.parametrize(
    "text",
    [f"0{MOBILE}", "138***5678", "12", "88886666", "0571-88886666/7", "电话", "****", "0571-8", "０５７１-88886666"],
)
def test_what_is_not_a_phone_number_is_refused(text: str) -> None:
    assert codes("Phone", text) == ["bad-phone"]


@pytest.mark.parametrize("text", ["a.svg", "logos/a.svg", "gallery/2024/客户大厅.JPG", "a/b.c.webp", "x_1-2.avif"])
def test_a_picture_below_the_media_folder_is_taken(text: str) -> None:
    assert accepts("Media", text)


@pytest.mark.parametrize(
    "text",
    [
        *("../a.svg", "a/../b.svg", "/a.svg", "a//b.svg", "a\\b.svg", "C:/a.svg", "a.gif", "a", "a.svg/", ".svg"),
        *("./a.svg", ".hidden/a.svg", "a b.svg", "a.svg\n", "http://x/a.svg", "a\u202eb.svg", "a.svg?x", "a#.svg"),
        "a/" * 200 + "a.svg",
    ],
)
def test_any_other_path_is_refused(text: str) -> None:
    assert codes("Media", text) == ["bad-media"]


QUOTED = [name for name in NAMES if not of(name).plain]


@pytest.mark.parametrize("name", QUOTED)
def test_a_value_that_needs_quotes_and_has_none_is_refused(name: str) -> None:
    value, found = read(name, Bare("0123"))
    assert value is INVALID
    assert found == [("unquoted", {"value": "0123", "kind": of(name).name})]


@pytest.mark.parametrize("name", NAMES)
def test_a_list_or_group_is_not_a_value(name: str) -> None:
    assert read(name, ["a"])[1] == [("wrong-shape", {"expected": "text", "found": "list"})]
    assert read(name, {"a": "b"})[1] == [("wrong-shape", {"expected": "text", "found": "group"})]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("raw", ["", Bare(""), None])
def test_nothing_is_not_a_value(name: str, raw: Raw) -> None:
    assert codes(name, raw) == ["empty-value"]


@pytest.mark.parametrize("name", NAMES)
@given(text=st.text(min_size=1) | st.text("0123456789.-*ax/:@ \n\t\u202e\ud800", min_size=1, max_size=20))
def test_any_text_is_read_or_refused_with_a_problem(name: str, text: str) -> None:
    value, found = read(name, text)
    if value is INVALID:
        assert found
    else:
        jsonschema.validate(text, of(name).json_schema())


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_type_is_of_that_type(name: str) -> None:
    value, found = read(name, of(name).example)
    assert value is not INVALID
    assert found == []
    jsonschema.validate(of(name).json_value(of(name).example), of(name).json_schema())


def test_references_say_which_kind_they_name() -> None:
    named = {name: of(name).refers_to for name in NAMES if of(name).refers_to is not None}
    assert named == {"Media": "media"} | {
        f"{kind.capitalize()}Ref": kind
        for kind in ("enterprise", "certificate", "issuer", "scheme", "standard", "notice")
    }


@pytest.mark.parametrize("text", ["2026/3/1", "2026.03.01", "20260301", "2026年3月1日", "2026-3-1"])
def test_a_date_written_in_another_way_is_told_the_right_one(text: str) -> None:
    _, ((code, values),) = read("Date", text)
    assert (code, values["example"]) == ("bad-date", "2026-03-01")


@pytest.mark.parametrize("text", ["0", "601", "1000000000"])
def test_months_are_a_number_that_makes_sense(text: str) -> None:
    assert codes("Months", text) == ["out-of-range"]


@pytest.mark.parametrize(("text", "nearest"), [("i", "I"), ("制造业", "C"), ("批发零售业", "F"), ("I65", "I")])
def test_an_industry_written_by_its_name_is_told_its_letter(text: str, nearest: str) -> None:
    _, ((code, values),) = read("Industry", text)
    assert (code, values["nearest"]) == ("bad-industry", nearest)


def test_a_choice_written_by_its_name_is_told_its_word() -> None:
    found = choice_type(("issued", "suspended"), "event.kind")
    for text in ("暂停", "Suspended"):
        report = Report("f.yaml")
        assert found.read(text, (), report) is INVALID
        assert dict(report.problems[0].values)["nearest"] == "suspended"


def test_a_code_that_a_spreadsheet_has_rounded_is_named_as_such() -> None:
    assert codes("CreditCode", "9.11E+17") == ["number-lost-digits"]
