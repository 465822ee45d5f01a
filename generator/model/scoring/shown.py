"""A score as pages show it: its total and its categories, with the share of the points that apply."""

from __future__ import annotations

from generator.model.scoring import work
from generator.model.scoring.bands import exact, shown_total
from generator.model.scoring.words import shown_path
from generator.model.scoring.working import Working
from generator.model.views import ScoreLine
from generator.schema.certificate import Score
from generator.schema.scheme import Scheme


def score_lines(score: Score | None) -> tuple[ScoreLine, ...]:
    if score is None:
        return ()
    return tuple(
        ScoreLine(
            shown_path(line.path),
            line.points,
            line.applicable,
            f"{min(100, 100 * line.points / line.applicable):.0f}" if line.applicable else None,
        )
        for line in score.categories
    )


def total_text(scheme: Scheme, score: Score | None, working: Working | None = None) -> str:
    """The total as recorded, or else as worked out, in the `working` if that is at hand; empty where there is none."""
    if score is None:
        return ""
    total = (working or work(scheme, score)).total if score.total is None else exact(score.total)
    return "" if total is None else shown_total(scheme, total)
