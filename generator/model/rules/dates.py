"""Dates that belong in an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.problems import Place, Problem, problem
from generator.schema.enterprise import Objection


def in_order(file: str, value: object, pairs: Sequence[tuple[str, str]], place: Place = ()) -> Iterator[Problem]:
    """A problem for each pair of fields of `value` whose first day is after its second; equal days are fine."""
    for first, second in pairs:
        first_day: date | None = getattr(value, first)
        second_day: date | None = getattr(value, second)
        if first_day is not None and second_day is not None and first_day > second_day:
            yield problem(
                "dates-out-of-order",
                file,
                (*place, second),
                first=first,
                first_date=first_day,
                second=second,
                second_date=second_day,
            )


def answered(file: str, objections: Sequence[Objection]) -> Iterator[Problem]:
    """A problem for each objection answered before it was raised."""
    for index, item in enumerate(objections):
        if item.answered_on is not None and item.answered_on < item.raised_on:
            place = ("objections", index, "answered_on")
            yield problem("objection-dates", file, place, raised=item.raised_on, answered=item.answered_on)
