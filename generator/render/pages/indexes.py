"""The browsable indexes of certificates and enterprises."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from generator.model.views import CertificateSummary, EnterpriseRow, FacetGroup, IndexPage
from generator.render import urls
from generator.render.environment import fill, thousands
from generator.render.house import House

UNSPOKEN = ("status", "year", "initial")
"""Facets whose labels do not say what they are labels of."""


def certificate_index(house: House, path: str, view: IndexPage[CertificateSummary]) -> bytes:
    """One page of an index of certificates."""
    t = house.t
    about = fill(t.index.some_certificates, count=thousands(view.total_rows)) if view.facet else t.index.certificates
    return _index(house, path, view, "certificate-index.html", t.nav.certificates, about)


def enterprise_index(house: House, path: str, view: IndexPage[EnterpriseRow]) -> bytes:
    """One page of an index of enterprises."""
    t = house.t
    about = fill(t.index.some_enterprises, count=thousands(view.total_rows)) if view.facet else t.index.enterprises
    return _index(house, path, view, "enterprise-index.html", t.nav.enterprises, about)


def window(current: int, total: int, around: int = 2) -> list[int | None]:
    """The page numbers to offer: the first, the last and those near the current one; None for a gap."""
    near = {1, total, *range(max(1, current - around), min(total, current + around) + 1)}
    shown: list[int | None] = []
    last = 0
    for number in sorted(near):
        if number - last == 2:
            shown.append(number - 1)
        elif number - last > 2:
            shown.append(None)
        shown.append(number)
        last = number
    return shown


def open_facets(facets: Sequence[FacetGroup]) -> list[tuple[FacetGroup, bool]]:
    """Each facet, and whether it stands open: those with a current link do; the first does when no other."""
    chosen = [any(item.current for item in group.links) for group in facets]
    return [(group, chosen[place] or (place == 0 and not any(chosen))) for place, group in enumerate(facets)]


def _index(
    house: House,
    path: str,
    view: IndexPage[CertificateSummary] | IndexPage[EnterpriseRow],
    template: str,
    name: str,
    about: str,
) -> bytes:
    """A slice is named with what it narrows: a grade says little without its scheme, a district without its city."""
    t = house.t
    label = f"{t.index.facet[view.facet]} {view.label}" if view.facet in UNSPOKEN else view.label
    label = " ".join([*(crumb.label for crumb in view.crumbs[1:]), label])
    return house.render(
        template,
        path,
        view=view,
        facets=open_facets(view.facets),
        heading=fill(t.index.slice, name=name, label=label) if view.facet else name,
        description=f"{label}{t.common.comma}{about}" if view.facet else about,
        about=about,
        trail=[(crumb.label, crumb.path) for crumb in view.crumbs],
        here=view.label or name,
        page_path=partial(urls.index_page, view.index, view.facet, view.key),
        window=window(view.number, view.total_pages),
    )
