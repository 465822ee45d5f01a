"""The score bands of a scheme, each from its inclusive lower bound to the next, and numbers shown within them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor

from generator.schema.scheme import Grade, Scheme

SHOWN, WRITTEN = 2, 6
"""Decimals a rounded number is shown with, and those that the numbers of a record have at most."""


@lru_cache(maxsize=4_096)
def exact(value: Decimal | int) -> Fraction:
    """A number of a record, exactly: most come again and again."""
    return Fraction(value)


def banded(scheme: Scheme) -> bool:
    """Whether the scheme's grades are decided by a score."""
    return any(grade.from_points is not None for grade in scheme.grades)


def band(scheme: Scheme, points: Fraction) -> Grade | None:
    """The grade that `points` give: the highest band whose inclusive lower bound they reach; None below the lowest."""
    return next((scheme.grades[place] for place, bound in _bounds(_edges(scheme)) if points >= bound), None)


def lowest(scheme: Scheme) -> Decimal | None:
    """The lowest score that gives a grade."""
    return min((grade.from_points for grade in scheme.grades if grade.from_points is not None), default=None)


def above(scheme: Scheme, points: Fraction) -> Fraction | None:
    """The lower bound of the next band up, which `points` do not reach; None in the highest."""
    return min((bound for _, bound in _bounds(_edges(scheme)) if bound > points), default=None)


def shown_total(scheme: Scheme, total: Fraction) -> str:
    """A total as text: exact if six decimals hold it, else rounded to two, but never across the edge of a band."""
    if _is_short(total):
        return decimal_text(total, WRITTEN)
    rounded = Fraction(_scaled(total, SHOWN), 10**SHOWN)
    if band(scheme, rounded) == band(scheme, total):
        return _fixed(rounded, SHOWN)
    return decimal_text(Fraction(floor(total * 10**WRITTEN), 10**WRITTEN), WRITTEN)


@lru_cache(maxsize=4_096)
def shown(value: Fraction, decimals: int = SHOWN) -> tuple[str, bool]:
    """A number as text, and whether that is exactly it: exact if six decimals hold it, else rounded half up."""
    if _is_short(value):
        return decimal_text(value, WRITTEN), True
    return _fixed(value, decimals), False


def decimal_text(value: Fraction, decimals: int) -> str:
    """A number rounded half up to `decimals`, without needless zeros: ``92.5``, ``-3``."""
    if value.denominator == 1:
        return str(value.numerator)
    return _fixed(value, decimals).rstrip("0").rstrip(".")


def _fixed(value: Fraction, decimals: int) -> str:
    """The same with all its decimals: ``92.50``."""
    scaled = _scaled(value, decimals)
    whole, part = divmod(abs(scaled), 10**decimals)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{decimals}}"


def _scaled(value: Fraction, decimals: int) -> int:
    scaled: Fraction = value * 10**decimals + Fraction(1, 2)
    return floor(scaled)


def _is_short(value: Fraction) -> bool:
    return bool(10**WRITTEN % value.denominator == 0)


@lru_cache(maxsize=64)
def _bounds(points: tuple[Decimal | None, ...]) -> tuple[tuple[int, Fraction], ...]:
    """The places of the grades that a score decides, each with its lower bound, the highest first."""
    bounds = ((place, Fraction(bound)) for place, bound in enumerate(points) if bound is not None)
    return tuple(sorted(bounds, key=lambda pair: pair[1], reverse=True))


def _edges(scheme: Scheme) -> tuple[Decimal | None, ...]:
    """The lower bound of each grade; equal ladders share their bounds, not the words of their grades."""
    return tuple(grade.from_points for grade in scheme.grades)
