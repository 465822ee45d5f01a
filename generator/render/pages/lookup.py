"""The look-up page, the search page, and the page for addresses that do not exist."""

from __future__ import annotations

from generator.render.house import House


def verify_page(house: House, path: str) -> bytes:
    """Look-up of a certificate by its number."""
    return house.render("verify.html", path, mode="verify", words=house.t.lookup.verify)


def search_page(house: House, path: str) -> bytes:
    """Search over everything; ``?q=`` carries the words."""
    return house.render("search.html", path, mode="search", words=house.t.lookup.search)


def not_found_page(house: House, path: str) -> bytes:
    """The 404 page. Hosts show it at any depth, so its links start at the site's root."""
    return house.render("404.html", path, base=house.absolute_base)


def search_shard(house: House, path: str, content: bytes) -> bytes:
    """A shard of the search index, as it was worked out."""
    return content
