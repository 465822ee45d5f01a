"""Grades in words. A grade is only readable with its own scheme's scale, so it is never printed bare."""

from __future__ import annotations

from generator.language import Strings
from generator.schema.scheme import Grade, Scheme


def find_grade(scheme: Scheme, id: str | None) -> Grade | None:
    return next((grade for grade in scheme.grades if grade.id == id), None)


def grade_text(t: Strings, lang: str, scheme: Scheme, id: str) -> str:
    """The grade with its scale: the highest says so, every other how many there are; unranked grades say that too.

    Where the sources do not give the whole ladder, the grade points to the issuer's own rules.
    """
    grade = find_grade(scheme, id)
    if grade is None:
        return id
    name = grade.name if lang == "zh" else grade.name_en
    if scheme.direction != "ascending":
        return str(t.grade.unranked_name).format(name=name)
    if scheme.ladder_unknown:
        return str(t.grade.own_scale).format(name=name)
    if grade is scheme.grades[-1]:
        return str(t.grade.top).format(name=name)
    count = len(scheme.grades)
    return str(t.grade.of).format(name=name, count=t.numerals[count] if count < len(t.numerals) else count)
