"""The look-up page, the search page, and the page for addresses that do not exist."""

from __future__ import annotations

from generator.model.views import SchemeSummary
from generator.render.house import House
from generator.schema import regions


def verify_page(house: House, path: str, schemes: tuple[SchemeSummary, ...]) -> bytes:
    """Look-up of a certificate by its number, or by its code through a camera or a picture."""
    names = narrowing(house, schemes)
    return house.render("verify.html", path, mode="verify", words=house.t.lookup.verify, names=names)


def search_page(house: House, path: str, schemes: tuple[SchemeSummary, ...]) -> bytes:
    """Search over everything; ``?q=`` carries the words."""
    names = narrowing(house, schemes)
    return house.render("search.html", path, mode="search", words=house.t.lookup.search, names=names)


def narrowing(house: House, schemes: tuple[SchemeSummary, ...]) -> dict[str, dict[str, str]]:
    """What people call the schemes and regions that results are narrowed by."""
    t, lang = house.t, house.settings.language
    facets = {"kind": t.index.kind} | {name: t.index.facet[name] for name in ("scheme", "region", "status")}
    called = {scheme.id: scheme.short_name if lang == "zh" else scheme.name for scheme in schemes}
    return {"facet": facets, "scheme": called, "region": regions.provinces(lang)}


def not_found_page(house: House, path: str) -> bytes:
    """The 404 page. Hosts show it at any depth, so its links start at the site's root."""
    return house.render("404.html", path, base=house.absolute_base)


def search_shard(house: House, path: str, content: bytes) -> bytes:
    """A shard of the search index, as it was worked out."""
    return content
