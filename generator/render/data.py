"""The data files beside the pages: a record as open data, the sitemap, robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from operator import attrgetter
from typing import Any

from msgspec import Struct

from generator.model.views import CertificateFacts, CertificateSummary, EnterpriseFacts, Gone
from generator.render import urls
from generator.render.environment import mask_phone
from generator.render.house import House
from generator.render.json_text import compact, indented
from generator.schema.enterprise import Enterprise, Withdrawal

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def certificate_json(house: House, path: str, facts: CertificateFacts) -> bytes:
    """The certificate as open data: the record, the names behind its ids, and its changes of status."""
    return _certificate_json(house.settings.url, facts)


@lru_cache(maxsize=4)
def _certificate_json(site: str, facts: CertificateFacts) -> bytes:
    """Asked for twice in turn: the certificate's page tells its digest."""
    return _json(certificate_data(site, facts))


def enterprise_json(
    house: House, path: str, enterprise: Enterprise, certificates: tuple[CertificateSummary, ...]
) -> bytes:
    """The enterprise as open data, with the numbers and dates of its certificates."""
    return _json(enterprise_data(house.settings.url, EnterpriseFacts(enterprise, certificates)))


def withdrawn_json(house: House, path: str, id: str, withdrawal: Withdrawal) -> bytes:
    """What stays at the address of a withdrawn record's open data: that it is withdrawn, since when and why."""
    return _json(withdrawn_data(house.settings.url, path, id, withdrawal))


def certificate_data(site: str, facts: CertificateFacts) -> dict[str, object]:
    """A certificate as open data, for the site at the URL `site`."""
    certificate, holder, issuer, scheme = facts.certificate, facts.holder, facts.issuer, facts.scheme
    return {
        "kind": "certificate",
        "page": urls.absolute(site, urls.certificate(certificate.number)),
        "data": urls.absolute(site, urls.certificate_json(certificate.number)),
        "demo": holder.demo or issuer.demo,
        "record": plain(certificate),
        "holder": {"credit_code": holder.credit_code, "name": holder.name},
        "scheme": {"id": scheme.id, "name": scheme.name, "kind": scheme.kind},
        "issuer": {"id": issuer.id, "name": issuer.name},
        "schedule": [plain(change) for change in facts.schedule],
    }


def enterprise_data(site: str, facts: EnterpriseFacts) -> dict[str, object]:
    """An enterprise as open data, for the site at the URL `site`."""
    code = facts.enterprise.credit_code
    return {
        "kind": "enterprise",
        "page": urls.absolute(site, urls.enterprise(code)),
        "data": urls.absolute(site, urls.enterprise_json(code)),
        "demo": facts.enterprise.demo,
        "record": plain(facts.enterprise),
        "certificates": [
            {
                "number": row.number,
                "page": urls.absolute(site, urls.certificate(row.number)),
                "scheme": row.scheme,
                "grade": row.grade,
                "valid_from": plain(row.valid_from),
                "valid_until": plain(row.valid_until),
                "schedule": row.schedule,
            }
            for row in facts.certificates
        ],
    }


def withdrawn_data(site: str, path: str, id: str, withdrawal: Withdrawal) -> dict[str, object]:
    """A withdrawn record as open data, whose own address is `path`."""
    return {"id": id, "data": urls.absolute(site, path), "withdrawn": plain(withdrawal)}


def data_lines(house: House, items: Iterable[CertificateFacts | EnterpriseFacts | Gone]) -> bytes:
    """Open data of many records, one JSON object a line (JSON Lines), each equal to the record's own JSON file."""
    site = house.settings.url
    return b"".join([compact(_data(site, item)) + b"\n" for item in items])


def _data(site: str, item: CertificateFacts | EnterpriseFacts | Gone) -> dict[str, object]:
    if isinstance(item, CertificateFacts):
        return certificate_data(site, item)
    if isinstance(item, EnterpriseFacts):
        return enterprise_data(site, item)
    path = urls.certificate_json(item.id) if item.kind == "certificate" else urls.enterprise_json(item.id)
    return withdrawn_data(site, path, item.id, item.withdrawal)


def sitemap(house: House, path: str, entries: Iterable[tuple[str, date | None]]) -> bytes:
    """A sitemap (sitemaps.org 0.9) of site paths with the day of their last change, if known."""
    return _sitemap(house, "urlset", "url", entries)


def sitemap_index(house: House, path: str, parts: Iterable[tuple[str, date | None]]) -> bytes:
    """The index of several sitemaps."""
    return _sitemap(house, "sitemapindex", "sitemap", parts)


def robots(house: House, path: str) -> bytes:
    """robots.txt (RFC 9309): everything may be read."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {urls.absolute(house.settings.url, urls.SITEMAP)}\n".encode()


def plain(value: object) -> object:
    """A record as JSON values: empty fields left out, days as ISO 8601, decimals as exact text, phones masked."""
    kind = type(value)
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return _plain_fields(value) if isinstance(value, Struct) else value


def _plain_fields(record: Struct) -> dict[str, object]:
    names, values = _fields(record.__class__)
    plain_fields = {
        name: held if type(held) is str else plain(held)
        for name, held in zip(names, values(record), strict=True)
        if held or not (held is None or isinstance(held, tuple))
    }
    if "phone" in plain_fields:
        plain_fields["phone"] = mask_phone(str(plain_fields["phone"]))
    return plain_fields


@cache
def _fields(kind: type[Struct]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    """The names of the fields of a record, and what takes their values from it."""
    names = kind.__struct_fields__
    return names, attrgetter(*names) if len(names) > 1 else lambda record: (getattr(record, names[0]),)


def _json(value: object) -> bytes:
    return indented(value) + b"\n"


def _sitemap(house: House, top: str, item: str, entries: Iterable[tuple[str, date | None]]) -> bytes:
    rows = (
        f"<{item}><loc>{escape(urls.absolute(house.settings.url, path), quote=False)}</loc>"
        + (f"<lastmod>{day.isoformat()}</lastmod>" if day else "")
        + f"</{item}>\n"
        for path, day in entries
    )
    return f"{_HEAD}<{top} {_SPACE}>\n{''.join(rows)}</{top}>\n".encode()
