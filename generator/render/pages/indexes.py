"""The browsable indexes of certificates and enterprises."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.views import CertificateSummary, EnterpriseRow, FacetGroup, IndexPage
from generator.render import urls
from generator.render.environment import fill
from generator.render.house import House


def certificate_index(house: House, path: str, view: IndexPage[CertificateSummary]) -> bytes:
    """One page of an index of certificates."""
    t = house.t
    return _index(
        house, path, view, "certificate-index.html", t.nav.certificates, urls.CERTIFICATES, t.index.certificates
    )


def enterprise_index(house: House, path: str, view: IndexPage[EnterpriseRow]) -> bytes:
    """One page of an index of enterprises."""
    t = house.t
    return _index(house, path, view, "enterprise-index.html", t.nav.enterprises, urls.ENTERPRISES, t.index.enterprises)


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
    home: str,
    description: str,
) -> bytes:
    whole = not view.facet
    heading = name if whole else fill(house.t.index.slice, name=name, label=view.label)
    trail = [(crumb.label, crumb.path) for crumb in view.crumbs]
    if not whole and not trail:
        trail = [(name, home)]
    return house.render(
        template,
        path,
        view=view,
        facets=open_facets(view.facets),
        heading=heading,
        description=description,
        trail=trail,
        here=name if whole else view.label,
        window=window(view.number, len(view.page_paths)),
    )
