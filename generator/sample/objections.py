"""Synthetic objections: raised, and answered within the days that the law gives."""

from __future__ import annotations

from datetime import date, timedelta

from generator.model.rules.dates import ANSWER_DAYS
from generator.sample.draw import Draw
from generator.sample.words import Words
from generator.schema.enterprise import Objection


def objections(draw: Draw, words: Words, first: date, at: date, per_thousand: int) -> tuple[Objection, ...]:
    """None or one, raised between `first` and `at`; only one raised of late is still open."""
    if not draw.chance(per_thousand) or first > at:
        return ()
    about = draw.pick(words.texts["objections"])
    if draw.chance(300):
        raised = max(first, at - timedelta(days=draw.below(ANSWER_DAYS)))
        return (Objection(about=about, raised_on=raised, status="open"),)
    raised = draw.day(max(first, at - timedelta(days=700)), at)
    if draw.chance(100):
        return (Objection(about=about, raised_on=raised, status="withdrawn"),)
    answered = min(at, raised + timedelta(days=draw.between(3, ANSWER_DAYS)))
    upheld = draw.below(2)
    status = ("rejected", "upheld")[upheld]
    answer = words.texts["answers"][upheld]
    return (Objection(about=about, raised_on=raised, status=status, answered_on=answered, answer=answer),)  # type: ignore[arg-type]  # one of two above
