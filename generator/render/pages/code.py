"""The QR code of a page: its absolute address, so that a camera opens what the reader sees."""

from __future__ import annotations

from markupsafe import Markup

from generator.render import qr, urls
from generator.render.house import House


def follow_code(house: House, path: str, content: str) -> bytes:
    """The QR code that makes a reader follow an account, as a standalone SVG."""
    return qr.svg(content, title=house.t.float.follow, kept=house.compiled).encode()


def page_code(house: House, path: str, title: str | None = None) -> Markup:
    """Inline SVG of the QR code that opens the page at `path`; `title` is read out where that is another page."""
    address = urls.absolute(house.settings.url, path)
    drawing = qr.svg(address, title=title or house.t.code.title, kept=house.compiled)
    return Markup(drawing)  # noqa: S704 - drawn from modules, its title escaped
