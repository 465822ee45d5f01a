"""The page of the open data, and the same for programs: what there is, on what terms, what each column means."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from msgspec import Struct

from generator.render import tables, urls
from generator.render.families import is_left_out
from generator.render.house import House
from generator.render.tables import Described, Table

_TYPES = {"text": "string", "day": "date", "count": "integer", "flag": "boolean"}
SHOWN = (tables.CERTIFICATES, tables.ENTERPRISES)
"""The tables that are files of their own."""


class Figures(Struct, frozen=True):
    """How many rows the files have, and the day `at` on which their statuses were true."""

    certificates: int
    enterprises: int
    at: date


FEEDS = ((urls.CHANGES_FEED, "changes_feed"), (urls.NOTICES_FEED, "notices_feed"), (urls.NEWS_FEED, "news_feed"))


def data_page(house: House, path: str, figures: Figures) -> bytes:
    """The page that explains the data files."""
    files = (
        (urls.CERTIFICATES_CSV, "certificates_csv", figures.certificates),
        (urls.CERTIFICATES_JSONL, "certificates_jsonl", figures.certificates),
        (urls.ENTERPRISES_CSV, "enterprises_csv", figures.enterprises),
        (urls.ENTERPRISES_JSONL, "enterprises_jsonl", figures.enterprises),
        (urls.DATABASE, "database", None),
        (urls.OPENAPI, "openapi", None),
        (urls.DATA_PACKAGE, "datapackage", None),
        (urls.CHECKSUMS, "checksums", None),
    )
    return house.render(
        "data.html",
        path,
        files=files,
        at=figures.at,
        tables=[(table.name, list(_described(house, table))) for table in tables.TABLES],
        patterns=(urls.certificate_json("{number}"), urls.enterprise_json("{credit_code}")),
        feeds=[feed for feed in FEEDS if not is_left_out(feed[0], house.settings.without)],
    )


def data_package(house: House, path: str, figures: Figures) -> bytes:
    """A Data Package descriptor (Frictionless Data Package v1, Table Schema v1) of the CSV files."""
    site = house.settings
    names = {tables.CERTIFICATES.name: urls.CERTIFICATES_CSV, tables.ENTERPRISES.name: urls.ENTERPRISES_CSV}
    licence = {"title": site.data_licence, "path": site.data_licence_url}
    package: dict[str, Any] = {
        "name": "registry",
        "title": site.name,
        "description": site.description,
        "homepage": urls.absolute(site.url, urls.DATA),
        "status_as_of": figures.at.isoformat(),
        **({"licenses": [{name: value for name, value in licence.items() if value}]} if any(licence.values()) else {}),
        "resources": [
            {
                "name": table.name,
                "path": names[table.name].rpartition("/")[2],
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": {
                    "fields": [_field_of(item) for item in _described(house, table)],
                    "primaryKey": table.columns[0].name,
                },
            }
            for table in SHOWN
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _described(house: House, table: Table[Any]) -> list[Described]:
    return list(tables.described(table, house.t, house.settings.language))


def _field_of(item: Described) -> dict[str, str]:
    words = {"title": item.name, **({"description": item.text} if item.text else {})}
    return {"name": item.column, "type": _TYPES[item.type], **words}
