"""The page of a standard, and the list of all."""

from __future__ import annotations

from generator.model.views import SchemeSummary, StandardSummary
from generator.render import urls
from generator.render.house import House
from generator.schema.standard import Standard


def standard_page(
    house: House,
    path: str,
    standard: Standard,
    replaced_by: StandardSummary | None,
    replaces: tuple[StandardSummary, ...],
    schemes: tuple[SchemeSummary, ...],
    count: int,
) -> bytes:
    """The page of one standard: its edition, what replaced it, and the schemes that rest on it."""
    return house.render(
        "standard.html",
        path,
        standard=standard,
        replaced_by=replaced_by,
        replaces=replaces,
        schemes=schemes,
        count=count,
        index_path=urls.index_page("certificates", "standard", standard.id, 0),
    )


def standard_list(house: House, path: str, standards: tuple[StandardSummary, ...]) -> bytes:
    return house.render("standard-list.html", path, standards=standards)
