"""The navigation of articles in another language than the one that mkdocs.yml is written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mkdocs.structure.nav import Section


def navigation_of(nav: Any, there: frozenset[str]) -> list[Any]:
    """A navigation without what is not `there`, and without titles, which are in another language than the articles.

    A section keeps the name it had until `name_sections` gives it its own.
    """
    return list(_kept(nav or (), there))


def name_sections(items: Iterable[Any]) -> None:
    """Calls each section by the title of its first page, once pages are read and have titles; innermost first."""
    for section in (item for item in items if isinstance(item, Section)):
        name_sections(section.children)
        section.title = str(section.children[0].title)


def _kept(nav: Iterable[Any], there: frozenset[str]) -> Iterator[Any]:
    for item in nav:
        name, inside = next(iter(item.items())) if isinstance(item, dict) else ("", item)
        if isinstance(inside, list):
            below = list(_kept(inside, there))
            if below:
                yield {name: below}
        elif inside in there or "://" in inside:
            yield inside
