"""The scoring engine: a scheme and a score sheet give a total, a grade or the reason why there is none, and ratios.

Pure and exact. Nothing is invented: what the scheme does not say has no value here, and the reason is named.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.scoring.bands import band, banded
from generator.model.scoring.points import Points, points_of
from generator.model.scoring.ratios import ratios_of
from generator.model.scoring.tree import tree_of
from generator.model.scoring.working import NoGrade, Step, StepKind, Working, step
from generator.model.sources import SEPARATOR, given_by
from generator.problems import Report
from generator.schema.certificate import DishonestyFinding, Score
from generator.schema.scheme import Grade, Scheme


def work(scheme: Scheme, score: Score) -> Working:
    """The working of a score under a scheme. Never raises: what is wrong with the score is among its `faults`."""
    tree, report = tree_of(scheme), Report("")
    points = points_of(scheme, tree, score, report)
    faulty = points.total is None and bool(report.problems)
    ratios = ratios_of(scheme, tree, score, report)
    decided = "faulty" if faulty else _grade(scheme, points)
    steps = (*points.steps, *_conditions(scheme, points, score))
    if score.dishonesty:
        decided = "serious-dishonesty"
    grade, reason = (decided, None) if isinstance(decided, Grade) else (None, decided)
    return Working(steps, points.total, grade, reason, ratios, tuple(report))


def _grade(scheme: Scheme, points: Points) -> Grade | NoGrade:
    if not scheme.grades:
        return "no-grades"
    if not banded(scheme):
        return "no-bands"
    if points.total is None:
        return "no-points"
    if _too_many(scheme, points):
        return "too-many-special-deductions"
    grade = band(scheme, points.total)
    if grade is None:
        return "below-lowest"
    return grade if grade.awardable else "not-awardable"


def _too_many(scheme: Scheme, points: Points) -> bool:
    limit = scheme.special_deductions_below
    return limit is not None and points.count >= limit


def _conditions(scheme: Scheme, points: Points, score: Score) -> Iterator[Step]:
    limit = scheme.special_deductions_below
    if limit is not None and points.count:
        kind: StepKind = "condition-broken" if _too_many(scheme, points) else "condition"
        source = SEPARATOR.join(given_by(scheme, "special_deductions_below"))
        yield step(kind, count=str(points.count), limit=str(limit), source=source)
    for finding in score.dishonesty:
        yield step("dishonesty", **_found(finding))


def _found(finding: DishonestyFinding) -> dict[str, str]:
    day = finding.found_on.isoformat() if finding.found_on else None
    return {name: text for name, text in (("what", finding.what), ("source", finding.source), ("day", day)) if text}
