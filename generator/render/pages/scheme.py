"""The page of a scheme, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Literal

from msgspec import Struct

from generator.model.grades import grade_text
from generator.model.sources import given_by
from generator.model.views import CertificateSummary, FacetLink, SchemeRow, StandardSummary
from generator.render import urls
from generator.render.environment import number
from generator.render.house import House
from generator.render.pages.certificate import basis_lines
from generator.schema.scheme import Indicator, RuleName, Scheme

FOLD_ABOVE = 40
"""Indicators of one page that are still read without folding."""
KINDS = ("certification", "assessment", "credit-grade")


class GradeLine(Struct, frozen=True):
    """A grade in the table of bands; `band` is empty when the sources give none, `name_en` where it says no more."""

    text: str
    name_en: str
    band: str
    awardable: bool
    note: str | None


class Milestone(Struct, frozen=True):
    """A point on the time line of a certificate; `month` counts from its issue, None where the sources do not say."""

    kind: Literal["issue", "surveillance", "recertification", "expiry"]
    month: int | None


def scheme_page(
    house: House,
    path: str,
    scheme: Scheme,
    standards: tuple[StandardSummary, ...],
    grade_links: tuple[FacetLink, ...],
    latest: tuple[CertificateSummary, ...],
    count: int,
) -> bytes:
    """The page of one scheme: what it is, its grades and indicators, how it runs, and what is not known of it."""
    known = {standard.id: standard for standard in standards}
    lines = grade_lines(house, scheme)
    return house.render(
        "scheme.html",
        path,
        scheme=scheme,
        basis_lines=basis_lines(scheme.basis, standards),
        covers=[(id, known.get(id)) for id in scheme.covers],
        grade_lines=lines,
        awardable=awardable(house, scheme),
        course=course(scheme),
        cited=partial(cited, house, scheme),
        folded=sum(1 for _ in _nodes(scheme.indicators)) > FOLD_ABOVE,
        leaves=leaves,
        has_notes=any(line.note or not line.awardable for line in lines),
        has_clauses=any(node.clause for node in _nodes(scheme.indicators)),
        has_points=scheme.full_points is not None or any(node.points is not None for node in _nodes(scheme.indicators)),
        grade_links=grade_links,
        latest=latest,
        count=count,
        index_path=urls.index_page("certificates", "scheme", scheme.id, 0),
    )


def scheme_list(house: House, path: str, schemes: tuple[SchemeRow, ...]) -> bytes:
    """All schemes, certifications apart from assessments."""
    grouped = ((kind, [row for row in schemes if row.scheme.kind == kind]) for kind in KINDS)
    return house.render("scheme-list.html", path, groups=[(kind, rows) for kind, rows in grouped if rows])


def grade_lines(house: House, scheme: Scheme) -> list[GradeLine]:
    """The grades, highest first, with the points they need; unranked grades in the order of the source."""
    lang = house.settings.language
    lines = [
        GradeLine(
            grade_text(house.t, lang, scheme, grade.id),
            grade.name_en if grade.name_en != grade.name else "",
            band,
            grade.awardable,
            grade.note,
        )
        for grade, band in zip(scheme.grades, _bands(scheme), strict=True)
    ]
    return lines[::-1] if scheme.direction == "ascending" else lines


def awardable(house: House, scheme: Scheme) -> list[str]:
    """The grades that an enterprise may ask for, in words; none where the scheme ranks none."""
    if scheme.direction != "ascending":
        return []
    return [grade_text(house.t, house.settings.language, scheme, item.id) for item in scheme.grades if item.awardable]


def course(scheme: Scheme) -> list[Milestone]:
    """What happens to a certificate from its issue to its expiry, with every surveillance in between."""
    end, every = scheme.validity_months, scheme.surveillance_months
    months: Sequence[int | None] = range(every, end, every) if end is not None and every is not None else [every]
    checks = [Milestone("surveillance", month) for month in months]
    renewal = [Milestone("recertification", None)] if scheme.recertification else []
    return [Milestone("issue", 0), *checks, *renewal, Milestone("expiry", end)]


def cited(house: House, scheme: Scheme, *rules: RuleName) -> str:
    """The sources that give any of the rules, each once; empty where none does."""
    comma: str = house.t.score.comma
    return comma.join(dict.fromkeys(title for rule in rules for title in given_by(scheme, rule)))


def leaves(node: Indicator) -> int:
    """How many indicators below `node` have none below themselves; itself alone if it is one of them."""
    return sum(leaves(child) for child in node.children) if node.children else 1


def _nodes(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    for indicator in indicators:
        yield indicator
        yield from _nodes(indicator.children)


def _bands(scheme: Scheme) -> list[str]:
    """Each grade's band in points, the lower bound inclusive: ``80 \u2264 x < 90``."""
    floors = [grade.from_points for grade in scheme.grades]
    ceilings: list[Decimal | None] = [*floors[1:], None][: len(floors)]
    return [_band(floor, ceiling) for floor, ceiling in zip(floors, ceilings, strict=True)]


def _band(floor: Decimal | None, ceiling: Decimal | None) -> str:
    if floor is None:
        return f"x < {number(ceiling)}" if ceiling is not None else ""
    return f"{number(floor)} \u2264 x" + (f" < {number(ceiling)}" if ceiling is not None else "")
