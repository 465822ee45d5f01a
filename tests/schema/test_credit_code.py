import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from generator.schema import credit_code

VALID = (
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91110000710926094P",
    "121200004013590816",
    "91110101PDY00001XN",
    "91440305PDY00001XB",
    "N2110101MF0000005E",
    "Y1110101MF00000134",
)
characters = st.sampled_from(credit_code.ALPHABET)


def codes(text: str) -> list[str]:
    found = credit_code.inspect(text)
    return [code for code, _ in found.errors + found.warnings]


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_has_no_faults(code: str) -> None:
    assert credit_code.inspect(code) == credit_code.Inspection(code, (), ())


@pytest.mark.parametrize(("code", "expected"), [("91330100799655058C", "B"), ("A1110000600037341L", "K")])
def test_a_wrong_check_character_is_named_with_the_expected_one(code: str, expected: str) -> None:
    assert credit_code.inspect(code).errors == (("credit-code-check", {"found": code[-1], "expected": expected}),)


def test_every_character_outside_the_alphabet_is_named_with_its_position() -> None:
    found = credit_code.inspect("9111000060003IOZSV")
    assert [values["character"] + values["position"] for _, values in found.errors] == [
        "I14",
        "O15",
        "Z16",
        "S17",
        "V18",
    ]
    assert {code for code, _ in found.errors} == {"credit-code-character"}


def test_a_wrong_length_says_how_many_characters_there_are() -> None:
    assert credit_code.inspect("12345").errors == (("credit-code-length", {"value": "12345", "length": "5"}),)


@pytest.mark.parametrize(
    "text",
    [
        "91330100799655058b",
        "9133 0100 7996 5505 8B",
        "91-330100-799655058-B",
        "９１３３０１００７９９６５５０５８Ｂ",
        "\ufeff91330100799655058B\n",
    ],
)
def test_another_form_of_a_valid_code_is_an_error_that_gives_the_right_form(text: str) -> None:
    found = credit_code.inspect(text)
    assert found.normalised == "91330100799655058B"
    assert found.errors == (("credit-code-form", {"value": text, "normalised": "91330100799655058B"}),)


def test_a_wrong_organisation_check_is_a_warning() -> None:
    first17 = "91330100799655059"
    code = first17 + credit_code.check_character(first17)
    assert credit_code.inspect(code).errors == ()
    assert credit_code.inspect(code).warnings == (("credit-code-organisation-check", {"found": "9", "expected": "8"}),)


def test_an_unknown_category_or_region_is_a_warning() -> None:
    assert codes(credit_code.make_reserved("9Y", "110101", 1)) == ["credit-code-category"]
    assert codes(credit_code.make_reserved("91", "990000", 1)) == ["credit-code-region"]


@pytest.mark.parametrize("region", ["100000", "110100", "330103", "320571"])
def test_national_bodies_table_headings_dropped_regions_and_zones_are_no_reason_to_warn(region: str) -> None:
    assert codes(credit_code.make_reserved("91", region, 7)) == []


@given(st.integers(1, 99_999), st.sampled_from(["91", "92", "51", "N2"]))
def test_reserved_codes_are_faultless_and_known_as_reserved(n: int, category: str) -> None:
    code = credit_code.make_reserved(category, "330106", n)
    assert codes(code) == []
    assert credit_code.is_reserved(code)


def test_the_first_reserved_code_is_the_documented_one() -> None:
    assert credit_code.make_reserved("91", "110101", 1) == "91110101PDY00001XN"


@pytest.mark.parametrize("n", [0, 100_000, -1])
def test_a_number_outside_the_reserved_range_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="reserved range"):
        credit_code.make_reserved("91", "110101", n)


@pytest.mark.parametrize("code", ["91330100799655058B", "91110101PDY000000X", "PDY00001", ""])
def test_other_codes_are_not_reserved(code: str) -> None:
    assert not credit_code.is_reserved(code)


@given(st.text(characters, min_size=17, max_size=17))
def test_the_check_character_agrees_with_an_independent_implementation(first17: str) -> None:
    assert credit_code.check_character(first17) == uscc.calc_check_digit(first17)


@given(st.text(characters, min_size=17, max_size=17), st.integers(0, 16), characters)
def test_one_mistyped_character_is_always_caught(first17: str, place: int, character: str) -> None:
    code = first17 + credit_code.check_character(first17)
    mistyped = code[:place] + character + code[place + 1 :]
    assert ("credit-code-check" in codes(mistyped)) == (mistyped != code)


@given(st.text())
def test_any_text_can_be_inspected(text: str) -> None:
    whole = len(text) == 18 and all(character in credit_code.ALPHABET for character in text)
    right = whole and credit_code.check_character(text[:17]) == text[17]
    assert bool(credit_code.inspect(text).errors) != right


@pytest.mark.parametrize("first17", ["", "1" * 16, "1" * 18, "I" * 17])
def test_a_check_character_needs_seventeen_characters_of_the_alphabet(first17: str) -> None:
    with pytest.raises(ValueError, match=r"characters|substring"):
        credit_code.check_character(first17)
