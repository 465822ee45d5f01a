"""What the last build wrote, in SQLite, in a folder beside the site: for each unit its files and their keys.

A build first stages every changed file, then records the whole change as pending, then moves the files into place.
A build that is cut short before that leaves the site as it was; one cut short while moving is finished by the next.

The manifest is a journal too: it knows for each path the last build that changed or removed it, so that whoever holds
an earlier state of the site can catch up without looking at what stayed.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from uuid import uuid4

from msgspec import Struct

FORMAT = "2"
DISOWNED = "disowned"
"""The unit of files that are known from another format alone: the first build plans no such unit, so they go."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS units (unit TEXT PRIMARY KEY, files BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS homes (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moves (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removals (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS changes (path TEXT PRIMARY KEY, build INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS changes_by_build ON changes (build);
"""


class Stand(Struct, frozen=True):
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
            self._disown()
        self.set_meta("format", FORMAT)
        if not self.meta("site"):
            self.set_meta("site", uuid4().hex)

    def _disown(self) -> None:
        """After another format: what was written stays known, so that it can be removed one day, but no key counts."""
        paths = [path for unit in self.units() for path in self.files_of(unit)]
        if self._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'outputs'").fetchone():
            paths += [row[0] for row in self._db.execute("SELECT path FROM outputs")]
        self._db.executescript("DELETE FROM units; DELETE FROM meta; DROP TABLE IF EXISTS outputs;")
        self._put({DISOWNED: dict.fromkeys(paths, b"")})

    @property
    def connection(self) -> sqlite3.Connection:
        """For whoever keeps other tables in the same database."""
        return self._db

    def close(self) -> None:
        self._db.close()

    def meta(self, name: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def keys(self) -> dict[str, bytes]:
        """The key of every file that this program has put into the site."""
        return {path: key for unit in self.units() for path, key in self.files_of(unit).items()}

    def units(self) -> list[str]:
        """Every unit that has files in the site."""
        return [row[0] for row in self._db.execute("SELECT unit FROM units")]

    def files_of(self, unit: str) -> dict[str, bytes]:
        """The files of one unit, with their keys."""
        return files_of(self._db, [unit])[unit]

    def homes(self) -> list[str]:
        """The folders that hold files of the site."""
        return [row[0] and _inside(row[0]) for row in self._db.execute("SELECT path FROM homes")]

    def begin(
        self,
        files: Mapping[str, Mapping[str, bytes]],
        moves: Iterable[str],
        removals: Iterable[str],
        along: Callable[[], None] = lambda: None,
    ) -> None:
        """Records, in one transaction, what the site will be: from here on the change can only go forward.

        `files` has the units that have changed with all their files; `along` does what belongs to the same change.
        """
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._put(files)
            self._db.executemany("INSERT OR REPLACE INTO moves VALUES (?)", ((path,) for path in moves))
            self._db.executemany("INSERT OR REPLACE INTO removals VALUES (?)", ((path,) for path in removals))
            self._note_changes()
            along()
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _put(self, files: Mapping[str, Mapping[str, bytes]]) -> None:
        rows = ((unit, marshal.dumps(dict(held), 2)) for unit, held in files.items() if held)
        self._db.executemany("INSERT OR REPLACE INTO units VALUES (?, ?)", rows)
        self._db.executemany("DELETE FROM units WHERE unit = ?", ((unit,) for unit, held in files.items() if not held))

    def set_homes(self, new: Iterable[str], gone: Iterable[str]) -> None:
        """Folders that the site has now, and folders that it has no longer."""
        self._db.executemany("INSERT OR IGNORE INTO homes VALUES (?)", ((path,) for path in new))
        self._db.executemany("DELETE FROM homes WHERE path = ?", ((path,) for path in gone))

    def _note_changes(self) -> None:
        """Counts a build that changes something. The first changes everything, and nobody has less to catch up with."""
        touched = "SELECT path FROM moves UNION SELECT path FROM removals"
        if self._db.execute(f"{touched} LIMIT 1").fetchone() is None:
            return
        build = self.stand.build + 1
        self.set_meta("build", str(build))
        if build > 1:
            self._db.execute(f"INSERT OR REPLACE INTO changes SELECT path, ? FROM ({touched})", (build,))  # noqa: S608 - a query of our own

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


def files_of(db: sqlite3.Connection, units: Sequence[str]) -> dict[str, dict[str, bytes]]:
    """The files of some units in the manifest behind `db`, with their keys, by unit."""
    found: dict[str, dict[str, bytes]] = {unit: {} for unit in units}
    query = f"SELECT unit, files FROM units WHERE unit IN ({','.join('?' * len(units))})"  # noqa: S608 - places alone
    for unit, files in db.execute(query, tuple(units)):
        found[unit] = {_inside(path): key for path, key in marshal.loads(files).items()}  # noqa: S302 - our own
    return found


def _inside(path: object) -> str:
    """The path, if it stays inside the site; a damaged manifest must not lead to other people's files."""
    if not isinstance(path, str) or not path or path[0] == "/" or (".." in path and ".." in path.split("/")):
        raise sqlite3.DatabaseError(f"no path of a site: {path!r}")
    return path
