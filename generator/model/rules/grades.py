"""Grades and scores: the grade belongs to the scheme, may be awarded, and is the one the score gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from generator.model.grades import find_grade
from generator.model.nearest import nearest
from generator.model.registry import Registry
from generator.model.scoring import work
from generator.model.scoring.bands import lowest, shown_total
from generator.model.scoring.working import Working
from generator.model.sources import SEPARATOR, given_by, rule_source
from generator.problems import Place, Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate, Score
from generator.schema.scheme import Grade, Scheme


def check_grade(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Problem]:
    """All problems of a certificate's grade and score."""
    known = registry.schemes.get(record.value.scheme)
    if known is None:
        return
    scheme, score = known.value, record.value.score
    yield from _declared(registry, scheme, record)
    if score is None:
        return
    working = work(scheme, score)
    for fault in working.faults:
        yield replace(fault, file=record.file, place=("score", *fault.place))
    yield from _deducted(registry, scheme, score, working, record.file)
    yield from _dishonest(scheme, score, record.file)
    yield from _decided(registry, scheme, record, working)


def nearest_grade(scheme: Scheme, text: str) -> str | None:
    """The id of the grade that was probably meant, by id or by name, among those that may be awarded."""
    spellings = {
        spelling.lower(): grade.id
        for grade in scheme.grades
        if grade.awardable
        for spelling in (grade.name_en, grade.name, grade.id)
    }
    near = nearest(text.lower(), spellings)
    return spellings[near] if near else None


def grade_meant(scheme: Scheme, text: str) -> Grade | None:
    """The grade of this id, or the one that is never awarded and is called by its name."""
    closed = (grade for grade in scheme.grades if not grade.awardable and text in (grade.name, grade.name_en))
    return find_grade(scheme, text) or next(closed, None)


def choices(scheme: Scheme) -> str:
    """The grades that may be awarded, by id and by a name that says more: ``five-star Five stars / …``."""
    return " / ".join(" ".join(dict.fromkeys((grade.id, grade.name))) for grade in scheme.grades if grade.awardable)


def _declared(registry: Registry, scheme: Scheme, record: Record[Certificate]) -> Iterator[Problem]:
    grade, file = record.value.grade, record.file
    if grade is None:
        if scheme.grades:
            yield problem("grade-missing", file, (), scheme=scheme.name, choices=choices(scheme))
        return
    found = grade_meant(scheme, grade)
    if found is not None and found.awardable:
        return
    source = rule_source(registry, scheme, "grades")
    values = {"grade": grade, "scheme": scheme.name, "choices": choices(scheme), "source": source}
    if not scheme.grades:
        yield problem("grade-not-expected", file, ("grade",), grade=grade, scheme=scheme.name, source=source)
    elif found is None:
        yield problem("grade-unknown", file, ("grade",), **values, nearest=nearest_grade(scheme, grade))
    else:
        note = (found.note or "").rstrip(".\u3002") or None
        yield problem("grade-not-awardable", file, ("grade",), **values, note=note)


def _deducted(registry: Registry, scheme: Scheme, score: Score, working: Working, file: str) -> Iterator[Problem]:
    """More special deductions than the scheme allows, whatever the points."""
    if working.reason != "too-many-special-deductions":
        return
    count = len(score.deductions) if score.special_deductions is None else score.special_deductions
    place: Place = ("score", "special_deductions" if score.special_deductions is not None else "deductions")
    source = rule_source(registry, scheme, "special_deductions_below")
    rule = {"limit": scheme.special_deductions_below, "scheme": scheme.name, "source": source}
    yield problem("too-many-special-deductions", file, place, count=count, **rule)


def _dishonest(scheme: Scheme, score: Score, file: str) -> Iterator[Problem]:
    """A serious dishonesty decides alone; no source is named where none of the scheme's says so."""
    if not score.dishonesty:
        return
    source = SEPARATOR.join((*given_by(scheme, "disqualifiers"), *given_by(scheme, "stop_rules")))
    rule = {"scheme": scheme.name, "source": source or None}
    for index, finding in enumerate(score.dishonesty):
        yield problem("serious-dishonesty", file, ("score", "dishonesty", index), what=finding.what, **rule)


def _decided(registry: Registry, scheme: Scheme, record: Record[Certificate], working: Working) -> Iterator[Problem]:
    """What the score decides against the grade that is declared, if the scheme has that grade."""
    grade, score, file = record.value.grade, record.value.score, record.file
    declared = find_grade(scheme, grade)
    if working.reason == "no-points":
        yield problem("score-without-points", file, ("score",), scheme=scheme.name)
    elif working.reason == "below-lowest" and working.total is not None:
        place: Place = ("score", "total") if score is not None and score.total is not None else ("score",)
        shown, bound = shown_total(scheme, working.total), lowest(scheme)
        yield problem("score-below-minimum", file, place, score=shown, lowest=bound, **_rule(registry, scheme))
    elif working.grade is not None and working.total is not None and declared not in (None, working.grade):
        expected, shown = working.grade, shown_total(scheme, working.total)
        values = {"score": shown, "grade": grade, "expected": expected.id, "expected_name": expected.name}
        rule = _rule(registry, scheme)
        yield problem("score-grade-mismatch", file, ("grade",), **values, bound=expected.from_points, **rule)


def _rule(registry: Registry, scheme: Scheme) -> dict[str, str]:
    """The scheme and where its grades come from: sought only once there is something to say."""
    return {"scheme": scheme.name, "source": rule_source(registry, scheme, "grades")}
