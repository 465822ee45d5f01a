import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import pinyin


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单县宏泰", "shan xian hong tai"),
        ("曾都区", "zeng du qu"),
        ("洪洞", "hong tong"),
        ("涡阳", "guo yang"),
        ("仇氏", "qiu shi"),
        ("单氏", "shan shi"),
        ("曾记", "zeng ji"),
        ("尉迟氏", "yu chi shi"),
        ("漯河", "luo he"),
        ("朝阳", "chao yang"),
        ("重庆长安", "chong qing chang an"),
        ("重型机械", "zhong xing ji xie"),
        ("银行", "yin hang"),
        ("丝绸之都", "si chou zhi du"),
        ("绿洲", "lv zhou"),
        ("龑骉", "yan biao"),
    ],
)
def test_names_are_read_as_people_read_them(name: str, read: str) -> None:
    assert " ".join(pinyin.syllables(name)) == read
    assert pinyin.full(name) == read.replace(" ", "")
    assert pinyin.initials(name) == "".join(syllable[0] for syllable in read.split())


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("杭州ABC12科技", "hangzhouabc12keji", "hzabc12kj"),
        ("ＡＢＣ科技（北京）", "abckejibeijing", "abckjbj"),
        ("Café 21", "cafe21", "cafe21"),
        ("·、 ", "", ""),
    ],
)
def test_latin_letters_and_digits_stay_and_signs_go(name: str, full: str, initials: str) -> None:
    assert pinyin.full(name) == full
    assert pinyin.initials(name) == initials


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("重庆", "C"),
        ("（中国）石油", "Z"),
        ("abc", "A"),
        ("Été", "E"),
        ("360", "#"),
        ("", "#"),
        ("😀", "#"),
        ("𠮷野家", "#"),
    ],
)
def test_the_first_letter_is_a_to_z_or_a_hash(name: str, letter: str) -> None:
    assert pinyin.first_letter(name) == letter


@given(st.text())
def test_any_name_can_be_read(name: str) -> None:
    assert pinyin.full(name).isascii() or not any("\u4e00" <= character <= "\u9fff" for character in name)
    assert pinyin.first_letter(name) in "ABCDEFGHIJKLMNOPQRSTUVWXYZ#"
    assert len(pinyin.initials(name)) <= len(pinyin.full(name))


@pytest.mark.bench
def test_a_hundred_thousand_names_take_seconds() -> None:
    names = [f"浙江{chr(0x4E00 + n % 20_000)}{chr(0x4E00 + n * 7 % 20_000)}信息科技有限公司" for n in range(10_000)]
    pinyin.full(names[0])
    started = time.perf_counter()
    for name in names:
        pinyin.full(name)
    assert time.perf_counter() - started < 1


def test_the_tables_are_those_of_the_library() -> None:
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    assert {word: pinyin._phrase(word) for word in pinyin._phrases()} == PHRASES_DICT
    assert pinyin._characters() == PINYIN_DICT
