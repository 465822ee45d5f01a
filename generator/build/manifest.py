"""What the last build wrote: one row a file, in SQLite, in a folder beside the site.

A build first stages every changed file, then records the whole change as pending, then moves the files into place.
A build that is cut short before that leaves the site as it was; one cut short while moving is finished by the next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

FORMAT = "1"
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outputs (path TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moves (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removals (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class Manifest:
    """The manifest at `path`; opened for one build at a time."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        try:
            self._open()
        except BaseException:
            self._db.close()
            raise

    def _open(self) -> None:
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(SCHEMA)
        if self.meta("format") not in ("", FORMAT):
            # What was written stays known, so that it can be removed one day; only its keys mean nothing any more.
            self._db.executescript("UPDATE outputs SET key = x''; DELETE FROM meta;")
        self.set_meta("format", FORMAT)

    def close(self) -> None:
        self._db.close()

    def meta(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def keys(self) -> dict[str, bytes]:
        """The key of every file that this program has put into the site."""
        return {_inside(path): key for path, key in self._db.execute("SELECT path, key FROM outputs")}

    def begin(self, keys: Mapping[str, bytes], moves: Iterable[str], removals: Iterable[str]) -> None:
        """Records, in one transaction, what the site will be: from here on the change can only go forward."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.executemany("INSERT OR REPLACE INTO outputs VALUES (?, ?)", keys.items())
            self._db.executemany("INSERT OR REPLACE INTO moves VALUES (?)", ((path,) for path in moves))
            gone = [(path,) for path in removals]
            self._db.executemany("INSERT OR REPLACE INTO removals VALUES (?)", gone)
            self._db.executemany("DELETE FROM outputs WHERE path = ?", gone)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def pending(self) -> tuple[list[str], list[str]]:
        """Moves and removals that a build recorded and has not finished."""
        moves = [_inside(row[0]) for row in self._db.execute("SELECT path FROM moves")]
        removals = [_inside(row[0]) for row in self._db.execute("SELECT path FROM removals")]
        return moves, removals

    def finish(self) -> None:
        """The recorded change stands in the site."""
        self._db.executescript("BEGIN; DELETE FROM moves; DELETE FROM removals; COMMIT;")


def _inside(path: object) -> str:
    """The path, if it stays inside the site; a damaged manifest must not lead to other people's files."""
    if not isinstance(path, str) or not path or path.startswith("/") or ".." in path.split("/"):
        raise sqlite3.DatabaseError(f"no path of a site: {path!r}")
    return path
