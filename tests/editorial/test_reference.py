"""The reference pages that the program writes itself."""

from __future__ import annotations

import pytest

from generator.editorial.reference import problem_pages, reference_pages
from generator.problems.catalogue import codes
from generator.schema.kinds import KINDS


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_problem_has_a_place_of_its_own(lang: str) -> None:
    text = problem_pages(lang)
    assert [code for code in codes() if f"{{ #{code} }}" not in text] == []
    assert "{{" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_dictionary_names_every_kind(lang: str) -> None:
    pages = reference_pages(lang)
    assert all(f"`{kind}`" in pages["guides/dictionary.md"] for kind in KINDS)


def test_the_texts_of_problems_are_never_taken_for_markup() -> None:
    lines = problem_pages("zh").splitlines()
    assert [line for line in lines[1:] if line.startswith(("# ", "#N", "> ", "<"))] == []
