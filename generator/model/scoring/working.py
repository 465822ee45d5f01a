"""What the scoring engine says: every step, the total, the grade or why there is none, and the ratios.

Numbers are exact: `Fraction` while they are worked out, text when they are shown. Nothing here is a binary float.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct

from generator.model.scoring.formula import NotComputable
from generator.problems import Problem
from generator.schema.scheme import Grade

StepKind = Literal[
    "points",
    "not-applicable",
    "sum",
    "scaled",
    "deduction",
    "deductions",
    "bonus",
    "capped",
    "declared",
    "condition",
    "condition-broken",
    "dishonesty",
]

NoGrade = Literal[
    "serious-dishonesty",
    "faulty",
    "no-grades",
    "no-bands",
    "no-points",
    "too-many-special-deductions",
    "below-lowest",
    "not-awardable",
]
"""Why there is no grade, the reason that decides first coming first."""


class Step(Struct, frozen=True):
    """One thing that was added, taken out, divided or compared. `clause` is that of the indicator it is about."""

    kind: StepKind
    values: tuple[tuple[str, str | Fraction], ...]
    clause: str | None = None


class Ratio(Struct, frozen=True):
    """A ratio worked out from statement figures; its value already holds the `× 100` of its formula, if any."""

    path: str
    formula: str
    unit: str
    value: Fraction | NotComputable


class Working(Struct, frozen=True):
    """`total` is None where the score has no points or cannot be worked out; `grade` and `reason` exclude each other.

    `faults` are the problems of the score, their places relative to it.
    """

    steps: tuple[Step, ...]
    total: Fraction | None
    grade: Grade | None
    reason: NoGrade | None
    ratios: tuple[Ratio, ...]
    faults: tuple[Problem, ...]


def step(kind: StepKind, clause: str | None = None, **values: str | Fraction) -> Step:
    return Step(kind, tuple(values.items()), clause)
