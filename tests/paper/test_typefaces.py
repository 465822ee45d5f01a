"""Which typefaces Chinese is set in."""

from __future__ import annotations

from generator.paper.typefaces import Typefaces, chosen


def test_names_stand_in_a_serif_and_the_rest_in_a_sans() -> None:
    assert chosen({"Arial", "Noto Sans CJK SC", "Noto Serif CJK SC"}) == Typefaces(
        "Noto Serif CJK SC", "Noto Sans CJK SC"
    )


def test_one_of_them_does_for_both() -> None:
    assert chosen({"Noto Sans SC"}) == Typefaces("Noto Sans SC", "Noto Sans SC")
    assert chosen({"Songti SC"}) == Typefaces("Songti SC", "Songti SC")


def test_a_machine_without_chinese_has_none() -> None:
    assert chosen({"Arial", "Noto Sans CJK KR"}) is None
