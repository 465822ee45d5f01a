"""A grade is only readable within its own scheme: wherever one stands on a page, the page says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.language import strings
from generator.model.grades import grade_text
from tests.model.scoring.sheets import schemes

T = strings("zh")
GRADES = {grade_text(T, "zh", scheme, grade.id) for scheme in schemes().values() for grade in scheme.grades}
FOLDERS = ("c", "e", "schemes", "certificates", "enterprises", "issuers", "notices", "standards")


def pages(site: Path) -> dict[str, str]:
    found = [path for folder in FOLDERS for path in (site / folder).rglob("*.html")] + [site / "index.html"]
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_no_page_shows_a_grade_without_saying_that_grades_cannot_be_compared(site: Path) -> None:
    graded = {path: text for path, text in pages(site).items() if any(grade in text for grade in GRADES)}
    assert {path.split("/")[0] for path in graded} >= {"c", "e", "schemes", "certificates", "notices", "index.html"}
    assert [path for path, text in graded.items() if T.grade.not_comparable not in text] == []


@pytest.mark.parametrize("index", ["certificates", "enterprises"])
def test_no_index_is_browsed_by_grade_across_schemes(site: Path, index: str) -> None:
    assert not (site / index / "grade").exists()
    ids = {f"{scheme.id}/{grade.id}" for scheme in schemes().values() for grade in scheme.grades}
    narrowed = {
        path.parent.relative_to(site / index / "scheme").as_posix()
        for path in (site / index / "scheme").rglob("index.html")
    }
    assert {key for key in narrowed if "/" in key} <= ids
