"""The picture that a chat shows for a link to a brand homepage: 1200 by 630, as Open Graph wants it.

A picture cannot know what becomes of a certificate: it names the enterprise and its page, and claims no status.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.model.views import EnterpriseSummary
from generator.paper.typefaces import Typefaces
from generator.paper.typesetter import Untypeset, png
from generator.render import qr, urls
from generator.render.environment import codegroup, monogram
from generator.render.house import House
from generator.schema import industries, regions

WIDTH, HEIGHT = 1200, 630
"""Pixels."""


class Logo(Struct, frozen=True):
    """A picture of the registry, by its file."""

    file: Path


def share_picture(house: House, path: str, faces: Typefaces, enterprise: EnterpriseSummary, logo: Logo | None) -> bytes:
    """The picture of one enterprise as PNG. A logo that cannot be set gives way to the first letters of the name."""
    words = _words(house, faces, enterprise)
    if logo is not None:
        try:
            return png("share", {**words, "logo": str(logo.file.absolute())})
        except Untypeset:
            pass
    return png("share", words)


def _words(house: House, faces: Typefaces, enterprise: EnterpriseSummary) -> dict[str, object]:
    site, t = house.settings, house.t
    page = urls.absolute(site.url, urls.enterprise(enterprise.credit_code))
    region = regions.name(enterprise.region) if site.language == "zh" else regions.province(enterprise.region, "en")
    names = [enterprise.name, enterprise.name_en or ""]
    first, second = names if site.language == "zh" or not enterprise.name_en else reversed(names)
    return {
        "lang": site.language,
        "display": faces.display,
        "text": faces.text,
        "site": site.name,
        "host": site.host,
        "card": str(t.enterprise.card),
        "name": first,
        "second": second,
        "code": " ".join(codegroup(enterprise.credit_code)),
        "place": f"{region} \u00b7 {industries.name(enterprise.industry, site.language)}",
        "demo": str(t.demo.name) if enterprise.demo else "",
        "scan": str(t.enterprise.qr),
        "qr": qr.svg(page, title="", kept=house.compiled),
        "logo": "",
        "monogram": monogram(enterprise.short_name or enterprise.name),
    }
