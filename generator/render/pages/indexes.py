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
    about = _some(t.index.some_certificates, view.total_rows) if view.facet else t.index.certificates
    return _index(house, path, view, "certificate-index.html", t.nav.certificates, about)


def enterprise_index(house: House, path: str, view: IndexPage[EnterpriseRow]) -> bytes:
    """One page of an index of enterprises."""
    t = house.t
    about = _some(t.index.some_enterprises, view.total_rows) if view.facet else t.index.enterprises
    return _index(house, path, view, "enterprise-index.html", t.nav.enterprises, about)


def open_facets(facets: Sequence[FacetGroup]) -> list[tuple[FacetGroup, bool]]:
    """Each facet, and whether it stands open: those with a current link do. On a wide screen page.js opens the first
    where no other is; opened here, it would push the list down a phone's screen and let it jump up again.
    """
    return [(group, any(item.current for item in group.links)) for group in facets]


def _some(words: str, count: int | None) -> str:
    return fill(words, count=thousands(count)) if count is not None else ""


def _beside(near: Sequence[int | None], number: int, step: int) -> int | None:
    """The page read before or after this one, if there is one."""
    place = near.index(number) + step
    return near[place] if 0 <= place < len(near) else None


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
        description=t.common.comma.join(part for part in (label if view.facet else "", about) if part),
        about=about,
        trail=[(crumb.label, crumb.path) for crumb in view.crumbs],
        here=view.label or name,
        page_path=partial(urls.index_page, view.index, view.facet, view.key),
        newer=_beside(view.near, view.number, -1),
        older=_beside(view.near, view.number, 1),
    )
