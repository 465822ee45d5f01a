"""The registry as one SQLite file, the same bytes from the same records.

SQLite itself makes the frame, a database whose tables are empty. The rows are kept in parts, as the cells they will be
in the file, so that a change costs the cells of one part and the laying out of pages.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from typing import Any

from msgspec import Struct

from generator.model.coded import decoded, encoded
from generator.model.views import EnterpriseFacts, Gone
from generator.render import tables
from generator.render.btree import PAGE_BYTES, Cells, Value, cells, joined, tree
from generator.render.house import House
from generator.render.tables import Cell, CertificateRow, StatusRow, Table
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice
from generator.schema.scheme import Scheme
from generator.schema.standard import Standard

BY_HOLDER = "certificates_by_holder"
SIZE_AT = 28
"""Where the first page has the number of all pages (1.3.7 of the file format)."""

_TYPES = {"text": "TEXT", "day": "TEXT", "count": "INTEGER", "flag": "INTEGER"}
_OTHERS = """
CREATE TABLE columns (in_table TEXT, name TEXT, type TEXT, label TEXT, text TEXT);
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
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
    held = [(row.facts.holder.credit_code, row.facts.certificate.number) for row in rows]
    return _part(house, (tables.CERTIFICATES, rows), (tables.STATUS_CHANGES, changes), held=held)


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
    """All that is short. Every list is in the order of its ids."""
    return _part(
        house,
        (tables.SCHEMES, schemes),
        (tables.ISSUERS, issuers),
        (tables.STANDARDS, standards),
        (tables.NOTICES, notices),
        (tables.WITHDRAWALS, withdrawn),
    )


def frame_part(house: House) -> bytes:
    """The database with no record in it: what it says of itself, whose it is and on what terms, and of each column."""
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
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as frame:
        frame.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        frame.executescript("".join(f"{_declared(table)};" for table in tables.TABLES) + _OTHERS)
        frame.executemany(
            "INSERT INTO columns VALUES (?, ?, ?, ?, ?)",
            [(table, item.column, item.type, item.name, item.text) for table, item in words],
        )
        frame.executemany("INSERT INTO about VALUES (?, ?)", sorted(item for item in facts.items() if item[1]))
        return frame.serialize()


def database(parts: Iterable[bytes]) -> Iterator[bytes]:
    """One database, page by page: the frame, which comes first, and the rows of all other parts by their keys."""
    content, *others = parts
    frame = bytearray(content)
    held = [decoded(_Rows, part) for part in others]
    after = len(frame) // PAGE_BYTES
    trees = []
    for name, root in _roots(content).items():
        rows = _by_holder(held) if name == BY_HOLDER else _of_table(held, name)
        if rows.sizes:
            made = tree(rows, after + 1)
            frame[(root - 1) * PAGE_BYTES : root * PAGE_BYTES] = made.root
            after += made.added
            trees.append(made)
    frame[SIZE_AT : SIZE_AT + 4] = after.to_bytes(4, "big")
    yield bytes(frame)
    for made in trees:
        yield from made.others


class _Rows(Struct, frozen=True):
    """The rows of a part by table; and of the index by holders, each as what sorts it, a zero and its cell."""

    cells: dict[str, Cells]
    held: list[bytes]


def _part(house: House, *filled: tuple[Table[Any], Iterable[Any]], held: Iterable[tuple[str, str]] = ()) -> bytes:
    made = {table.name: cells(_stored(table.cells(house, row)) for row in rows) for table, rows in filled}
    return encoded(_Rows(made, [b"\0".join((*(text.encode() for text in row), cells([row]).content)) for row in held]))


def _of_table(parts: Iterable[_Rows], name: str) -> Cells:
    return joined(part.cells[name] for part in parts if name in part.cells)


def _by_holder(parts: Iterable[_Rows]) -> Cells:
    """The index of the certificates by those who hold them: it runs across all parts, so it is sorted each time."""
    found = [entry.rpartition(b"\0")[2] for entry in sorted(entry for part in parts for entry in part.held)]
    return Cells(list(map(len, found)), b"".join(found), {})


def _roots(frame: bytes) -> dict[str, int]:
    """The page at which each table and index begins that is to be filled."""
    names = {BY_HOLDER, *(table.name for table in tables.TABLES)}
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.deserialize(frame)
        found = empty.execute("SELECT name, rootpage FROM sqlite_schema ORDER BY rootpage")
        return {name: root for name, root in found if name in names}


def _declared(table: Table[Any]) -> str:
    columns = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in table.columns)
    keys = ", ".join(f'"{column.name}"' for column in table.columns[: table.keys])
    return f'CREATE TABLE "{table.name}" ({columns}, PRIMARY KEY ({keys})) WITHOUT ROWID'


def _stored(row: Iterable[Cell]) -> list[Value]:
    return [cell.isoformat() if isinstance(cell, date) else (None if cell == "" else cell) for cell in row]
