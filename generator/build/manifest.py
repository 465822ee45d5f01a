"""What the last build wrote: one row a file, in SQLite, in a folder beside the site.

A build first stages every changed file, then records the whole change as pending, then moves the files into place.
A build that is cut short before that leaves the site as it was; one cut short while moving is finished by the next.

The manifest is a journal too: it knows for each path the last build that changed or removed it, so that whoever holds
an earlier state of the site can catch up without looking at what stayed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

FORMAT = "1"
SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outputs (path TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moves (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removals (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (path TEXT PRIMARY KEY, build INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS changes_by_build ON changes (build);
"""


@dataclass(frozen=True, slots=True)
class Stand:
    """One state of a site: `site` names it for as long as its manifest lives, `build` counts the changes from 1."""

    site: str
    build: int


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
        if not self.meta("site"):
            self.set_meta("site", uuid4().hex)

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
            self._note_changes()
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _note_changes(self) -> None:
        """Counts a build that changes something. The first changes everything, and nobody has less to catch up with."""
        touched = "SELECT path FROM moves UNION SELECT path FROM removals"
        if self._db.execute(f"{touched} LIMIT 1").fetchone() is None:
            return
        build = self.stand.build + 1
        self.set_meta("build", str(build))
        if build > 1:
            self._db.execute(f"INSERT OR REPLACE INTO changes SELECT path, ? FROM ({touched})", (build,))  # noqa: S608

    @property
    def stand(self) -> Stand:
        """The state of the site as this manifest has it; build 0 is an empty site."""
        return Stand(self.meta("site"), int(self.meta("build") or 0))

    def changed_since(self, earlier: Stand) -> list[str] | None:
        """Every path that was written or removed after `earlier`, sorted; None if that is no state of this site."""
        if earlier.site != self.stand.site or not 0 < earlier.build <= self.stand.build:
            return None
        found = self._db.execute("SELECT path FROM changes WHERE build > ? ORDER BY path", (earlier.build,))
        return [_inside(row[0]) for row in found]

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
