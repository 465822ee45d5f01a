"""Synthetic grades and scores: where the scheme has bands, the grade is the one that the score gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from generator.model.scoring import work
from generator.model.scoring.bands import banded, lowest, shown_total
from generator.model.scoring.formula import Formula, read_formula
from generator.model.scoring.tree import Node, tree_of
from generator.sample.draw import Draw
from generator.sample.words import Words
from generator.schema.certificate import CategoryScore, Figure, Score
from generator.schema.scheme import Scheme

FORMULAS = 4
"""How many ratios of a scheme have their figures on record."""


def grade_and_score(draw: Draw, words: Words, scheme: Scheme, issued: date) -> tuple[str | None, Score | None]:
    """A grade of the scheme with the score that gives it; None for what the scheme does not have."""
    if banded(scheme) and scheme.full_points is not None:
        score = _points(draw, scheme)
        working = work(scheme, score)
        assert working.grade is not None
        assert working.total is not None
        return working.grade.id, replace(score, total=Decimal(shown_total(scheme, working.total)))
    grades = [grade.id for grade in scheme.grades if grade.awardable]
    grade = draw.pick(grades) if grades else None
    figures = tuple(_figures(draw, scheme)) if draw.chance(600) else ()
    period = words.say("score_period", year=issued.year - 1)
    return grade, Score(period=period, figures=figures) if figures else None


def _points(draw: Draw, scheme: Scheme) -> Score:
    """Points well above what the lowest grade asks for: by category where these have points, else in total."""
    full, least = scheme.full_points, lowest(scheme)
    assert full is not None
    assert least is not None
    share = draw.between(int(least / full * 1000) + 40, 990)
    weighted = [(node, node.points) for node in tree_of(scheme).tops if node.points is not None]
    if sum(points for _, points in weighted) != full:
        return Score(total=(full * share / 100).quantize(Decimal(1)) / 10)
    return Score(
        categories=tuple(
            CategoryScore(
                path=node.path,
                points=Decimal(min(int(points * 2), int(points * (share + draw.between(0, 20)) / 500) + 1)) / 2,
                applicable=Decimal(int(points)),
            )
            for node, points in weighted
        ),
        special_deductions=draw.weighted(((6, 0), (3, 1), (1, 2))),
        bonus=draw.below(2),
    )


def _figures(draw: Draw, scheme: Scheme) -> Iterator[Figure]:
    """Figures for the first ratios of the scheme."""
    found = (read_formula(node.formula) for node in _with_formula(scheme))
    formulas = [formula for formula in found if isinstance(formula, Formula)][:FORMULAS]
    for name in dict.fromkeys(name for formula in formulas for name in formula.names):
        yield Figure(name=name, value=Decimal(draw.between(500, 200_000)) / 10)


def _with_formula(scheme: Scheme) -> Iterator[Node]:
    return (node for top in tree_of(scheme).tops for node in top.within() if node.formula is not None)
