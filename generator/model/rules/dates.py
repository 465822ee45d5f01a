"""Dates that belong in an order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from generator.problems import Place, Problem, problem
from generator.schema.enterprise import Objection
from generator.schema.shape import group_name


def in_order(file: str, value: object, pairs: Sequence[tuple[str, str]], place: Place = ()) -> Iterator[Problem]:
    """A problem for each pair of fields of `value` whose first day is after its second; equal days are fine."""
    for first, second in pairs:
        first_day: date | None = getattr(value, first)
        second_day: date | None = getattr(value, second)
        if first_day is not None and second_day is not None and first_day > second_day:
            group = group_name(type(value))
            yield problem(
                "dates-out-of-order",
                file,
                (*place, second),
                first=f"{group}.{first}",
                first_date=first_day,
                second=f"{group}.{second}",
                second_date=second_day,
            )


ANSWER_DAYS = 20
"""The days within which an objection is answered (Regulation on Credit Reporting, article 25)."""


def answered(file: str, objections: Sequence[Objection], at: date) -> Iterator[Problem]:
    """A problem for each objection answered before it was raised, too late or not at all, or open in spite of it."""
    for index, item in enumerate(objections):
        if item.answered_on is not None and item.answered_on < item.raised_on:
            place = ("objections", index, "answered_on")
            yield problem("objection-dates", file, place, raised=item.raised_on, answered=item.answered_on)
        decided = item.status in ("upheld", "rejected")
        if (item.status == "open" and item.answered_on is not None) or (decided and item.answered_on is None):
            yield problem("objection-status", file, ("objections", index, "status"), status=item.status)
        last = item.raised_on + timedelta(days=ANSWER_DAYS)
        if item.status != "withdrawn" and (item.answered_on or at) > last:
            values = {"raised": item.raised_on, "last": last, "days": ANSWER_DAYS}
            yield problem("objection-overdue", file, ("objections", index, "raised_on"), **values)
