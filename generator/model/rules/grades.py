"""Grades and scores: the grade belongs to the scheme, may be awarded, and is the one the score gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from generator.model.registry import Registry
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate, Score
from generator.schema.scheme import Grade, Scheme


def check_grade(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Problem]:
    """All problems of a certificate's grade and score."""
    known = registry.schemes.get(record.value.scheme)
    if known is None:
        return
    scheme, grade, score = known.value, record.value.grade, record.value.score
    if not scheme.grades:
        if grade is not None:
            yield problem("grade-not-expected", record.file, ("grade",), grade=grade, scheme=scheme.name)
        return
    if grade is None:
        yield problem("grade-missing", record.file, (), scheme=scheme.name, choices=choices(scheme))
        return
    yield from _awardable(scheme, grade, record.file)
    if score is not None:
        yield from _score(scheme, score, record.file)
        yield from _band(scheme, score, grade, record.file)


def choices(scheme: Scheme) -> str:
    """The grades that may be awarded, by id and name: ``five-star Five stars / …``."""
    return " / ".join(f"{grade.id} {grade.name}" for grade in scheme.grades if grade.awardable)


def grade_for(scheme: Scheme, points: Decimal) -> Grade | None:
    """The grade that `points` give: the highest band whose inclusive lower bound they reach; None below the lowest."""
    reached = [grade for grade in scheme.grades if grade.from_points is not None and points >= grade.from_points]
    return max(reached, key=lambda grade: grade.from_points or Decimal(0), default=None)


def _awardable(scheme: Scheme, grade: str, file: str) -> Iterator[Problem]:
    found = next((item for item in scheme.grades if item.id == grade), None)
    values = {"grade": grade, "scheme": scheme.name, "choices": choices(scheme)}
    if found is None:
        yield problem("grade-unknown", file, ("grade",), **values)
    elif not found.awardable:
        yield problem("grade-not-awardable", file, ("grade",), **values, note=found.note or "")


def _score(scheme: Scheme, score: Score, file: str) -> Iterator[Problem]:
    full = scheme.full_points
    if full is not None and not 0 <= score.total <= full:
        yield problem("score-out-of-range", file, ("score", "total"), score=score.total, full=full)
    limit = scheme.special_deductions_below
    if limit is not None and (score.special_deductions or 0) >= limit:
        place = ("score", "special_deductions")
        yield problem("too-many-special-deductions", file, place, count=score.special_deductions, limit=limit)
    if score.categories and full is not None:
        expected = _total(score, full)
        if expected is not None and abs(expected - score.total) >= Decimal("0.05"):
            yield problem("score-sum-mismatch", file, ("score", "total"), score=score.total, expected=expected)


def _total(score: Score, full: Decimal) -> Decimal | None:
    """Points got over points applicable, on the scheme's scale, less special deductions, plus the bonus."""
    got = sum((item.points for item in score.categories), Decimal(0))
    applicable = sum((item.applicable for item in score.categories if item.applicable is not None), Decimal(0))
    if any(item.applicable is None for item in score.categories):
        applicable = full
    if applicable <= 0:
        return None
    total = got / applicable * full - (score.special_deductions or 0) + (score.bonus or 0)
    return total.quantize(Decimal("0.01"))


def _band(scheme: Scheme, score: Score, grade: str, file: str) -> Iterator[Problem]:
    if not any(item.from_points is not None for item in scheme.grades):
        return
    expected = grade_for(scheme, score.total)
    if expected is None:
        yield problem("score-below-minimum", file, ("score", "total"), score=score.total, scheme=scheme.name)
    elif expected.id != grade:
        values = {"score": score.total, "grade": grade, "expected": expected.id, "expected_name": expected.name}
        yield problem("score-grade-mismatch", file, ("grade",), **values)
