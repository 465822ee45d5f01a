"""The registry as one SQLite file, the same bytes from the same records.

Made in memory, part by part: each part is a small database of its own, whose rows are copied as they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date
from typing import Any

from generator.model.views import EnterpriseFacts, Gone
from generator.render import tables
from generator.render.house import House
from generator.render.tables import Cell, CertificateRow, StatusRow, Table
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice
from generator.schema.scheme import Scheme
from generator.schema.standard import Standard

PAGE_BYTES = 4096
_TYPES = {"text": "TEXT", "day": "TEXT", "count": "INTEGER", "flag": "INTEGER"}
_COLUMNS = "CREATE TABLE columns (in_table TEXT, name TEXT, type TEXT, label TEXT, text TEXT)"
_ABOUT = "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID"
_AFTERWARDS = """
CREATE INDEX certificates_by_holder ON certificates (holder);
CREATE VIEW certificates_today AS
SELECT certificates.*, (
    SELECT status FROM status_changes
    WHERE status_changes.number = certificates.number AND since <= date('now', '+8 hours')
    ORDER BY since DESC LIMIT 1
) AS status_today FROM certificates;
"""
"""A certificate's status is that of the moment of asking, in Asia/Shanghai (UTC+8)."""


def certificates_part(house: House, rows: Sequence[CertificateRow]) -> bytes:
    """Some certificates, in the order of their numbers, with their changes of status."""
    changes = (StatusRow(row.facts.certificate.number, change) for row in rows for change in row.facts.schedule)
    return _part(house, (tables.CERTIFICATES, rows), (tables.STATUS_CHANGES, changes))


def enterprises_part(house: House, rows: Sequence[EnterpriseFacts]) -> bytes:
    """Some enterprises, in the order of their credit codes."""
    return _part(house, (tables.ENTERPRISES, rows))


def rules_part(
    house: House,
    schemes: Sequence[Scheme],
    issuers: Sequence[Issuer],
    standards: Sequence[Standard],
    notices: Sequence[Notice],
    withdrawn: Sequence[Gone],
) -> bytes:
    """All that is short, and what the file says of itself. Every list is in the order of its ids."""
    return _part(
        house,
        (tables.SCHEMES, schemes),
        (tables.ISSUERS, issuers),
        (tables.STANDARDS, standards),
        (tables.NOTICES, notices),
        (tables.WITHDRAWALS, withdrawn),
    )


def database(parts: Iterable[bytes]) -> Iterable[bytes]:
    """One database with the rows of all the parts, which come in the order of their keys."""
    with closing(_new()) as whole:
        for table in tables.TABLES:
            whole.execute(_declared(table))
        whole.execute(_COLUMNS)
        whole.execute(_ABOUT)
        for content in parts:
            whole.execute(
                "ATTACH ':memory:' AS part"
            )  # each time anew: SQLite remembers where an attached table begins
            whole.deserialize(content, name="part")
            for (name,) in whole.execute("SELECT name FROM part.sqlite_schema WHERE type = 'table'").fetchall():
                whole.execute(f'INSERT INTO main."{name}" SELECT * FROM part."{name}"')  # noqa: S608 - our own names
            whole.execute("DETACH part")
        whole.executescript(_AFTERWARDS)
        yield whole.serialize()


def about_part(house: House) -> bytes:
    """What the database says of itself: whose it is, on what terms, and what each column means."""
    site, lang = house.settings, house.settings.language
    facts = {
        "publisher": site.operator or site.name,
        "site": site.url,
        "licence": site.data_licence,
        "licence_url": site.data_licence_url,
        "status": house.t.data.status_note,
        "demo": house.t.footer.demo if site.demo else "",
    }
    words = [(table.name, item) for table in tables.TABLES for item in tables.described(table, house.t, lang)]
    with closing(_new()) as part:
        part.execute(_COLUMNS)
        part.execute(_ABOUT)
        part.executemany(
            "INSERT INTO columns VALUES (?, ?, ?, ?, ?)",
            [(table, item.column, item.type, item.name, item.text) for table, item in words],
        )
        part.executemany("INSERT INTO about VALUES (?, ?)", sorted(item for item in facts.items() if item[1]))
        return part.serialize()


def _part(house: House, *filled: tuple[Table[Any], Iterable[Any]]) -> bytes:
    with closing(_new()) as part:
        for table, rows in filled:
            part.execute(_declared(table))
            places = ", ".join("?" * len(table.columns))
            cells = ([_stored(cell) for cell in table.cells(house, row)] for row in rows)
            part.execute("BEGIN")
            part.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', cells)  # noqa: S608 - our own names
            part.execute("COMMIT")
        return part.serialize()


def _new() -> sqlite3.Connection:
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    fresh.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    return fresh


def _declared(table: Table[Any]) -> str:
    columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
    keys = ", ".join(f'"{column.name}"' for column in table.columns[: table.keys])
    return f'CREATE TABLE "{table.name}" ({columns}, PRIMARY KEY ({keys})) WITHOUT ROWID'


def _stored(cell: Cell) -> str | int | None:
    return cell.isoformat() if isinstance(cell, date) else (None if cell == "" else cell)
