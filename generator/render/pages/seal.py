"""The seal: the picture of a certificate that its holder may show elsewhere.

A picture cannot know what becomes of its certificate, so it claims no status and leads to the page that does.
"""

from __future__ import annotations

from unicodedata import east_asian_width

from generator.model.views import CertificateSummary, EnterpriseSummary
from generator.render import urls
from generator.render.house import House
from generator.render.pages.code import page_code

LINE = 52
"""Columns of four pixels that a line of text has beside the code; a Chinese character takes three, a letter two."""


def seal(house: House, path: str, certificate: CertificateSummary, holder: EnterpriseSummary) -> bytes:
    """The seal of one certificate as a standalone SVG; its code and its words lead to the certificate's page."""
    return house.render(
        "seal.svg",
        path,
        certificate=certificate,
        number=fitted(certificate.number, LINE - 8),
        scheme=fitted(certificate.scheme_name, LINE),
        holder=fitted(holder.short_name or certificate.holder_name, LINE),
        name=fitted(house.settings.name, LINE - 16),
        address=fitted(house.settings.host, 2 * LINE),
        qr=page_code(house, urls.certificate(certificate.number), house.t.rights.seal_code),
    )


def fitted(text: str, columns: int) -> str:
    """The text, cut with an ellipsis where it is wider than `columns`."""
    if sum(map(_columns, text)) <= columns:
        return text
    kept, width = "", 2
    for character in text:
        width += _columns(character)
        if width > columns:
            break
        kept += character
    return kept.rstrip() + "\u2026"


def _columns(character: str) -> int:
    return 3 if east_asian_width(character) in "WF" else 2
