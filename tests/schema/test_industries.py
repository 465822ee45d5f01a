from generator.schema import industries


def test_there_are_twenty_sections_from_a_to_t() -> None:
    assert "".join(industries.sections()) == "ABCDEFGHIJKLMNOPQRST"


def test_every_section_has_a_chinese_and_an_english_name() -> None:
    names = [industries.name(section, lang) for section in industries.sections() for lang in ("zh", "en")]
    assert len(set(names)) == 40
    assert all(industries.name(section, "en").isascii() for section in industries.sections())


def test_names_are_those_of_the_standard() -> None:
    assert industries.name("I") == "信息传输、软件和信息技术服务业"
    assert industries.name("N", "zh") == "水利、环境和公共设施管理业"


def test_another_letter_is_not_known_and_stands_for_itself() -> None:
    assert not industries.known("U")
    assert not industries.known("a")
    assert industries.name("U") == "U"
