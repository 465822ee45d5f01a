"""The registry as it was last read, in tables: what the next build compares with, and looks things up in.

It lies in the manifest's database and holds nothing that the registry does not say. When it is of another release or
made under other settings it is emptied and filled again; damage is told. Its pickles are of this program's own
problems; nothing of the registry is ever unpickled.
"""

from __future__ import annotations

import marshal
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from generator.model.coded import CodeError, decoded
from generator.model.relations import Id, named_in
from generator.plan.faces import Face
from generator.plan.runs import END, RowMark, Run, cut
from generator.problems import Problem
from generator.records.files import Stamp
from generator.records.record import Record
from generator.schema.kinds import KINDS

SCHEMA = """
CREATE TABLE IF NOT EXISTS folders (path TEXT PRIMARY KEY, files BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
    file TEXT PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, folded TEXT NOT NULL, digest BLOB NOT NULL,
    value BLOB);
CREATE INDEX IF NOT EXISTS records_by_id ON records (kind, id, file) WHERE value IS NOT NULL;
CREATE INDEX IF NOT EXISTS records_unread ON records (kind, id) WHERE value IS NULL;
CREATE INDEX IF NOT EXISTS records_alike ON records (kind, folded, file) WHERE value IS NOT NULL;
CREATE TABLE IF NOT EXISTS names (
    kind TEXT, id TEXT, by_kind TEXT, by_id TEXT, file TEXT,
    PRIMARY KEY (kind, id, by_kind, by_id, file)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reading (file TEXT PRIMARY KEY, problems BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS findings (file TEXT PRIMARY KEY, error INTEGER, problems BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS turns (file TEXT PRIMARY KEY, day TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS turns_by_day ON turns (day);
CREATE TABLE IF NOT EXISTS faces (
    kind TEXT, id TEXT, summary BLOB, schedule BLOB, history BLOB, certificates INTEGER, shown BLOB, row BLOB,
    places BLOB, found BLOB, PRIMARY KEY (kind, id));
CREATE TABLE IF NOT EXISTS marks (
    kind TEXT, id TEXT, digest BLOB, place INTEGER, withdrawn INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS marks_withdrawn ON marks (kind, id) WHERE withdrawn;
CREATE TABLE IF NOT EXISTS runs (
    kind TEXT, after TEXT, last TEXT, facts BLOB, rows BLOB, shown INTEGER, withdrawn INTEGER,
    PRIMARY KEY (kind, last)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS groups (name TEXT PRIMARY KEY, size INTEGER NOT NULL, items BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS shards (number INTEGER PRIMARY KEY, pieces BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS owed (unit TEXT PRIMARY KEY) WITHOUT ROWID;
"""
TABLES = (
    "folders",
    "records",
    "names",
    "reading",
    "findings",
    "turns",
    "faces",
    "marks",
    "runs",
    "groups",
    "shards",
    "owed",
)

CACHE_KIB = 16_000
"""How much of the database a reading connection keeps at hand."""

MOST_ASKED = 500
"""So many ids are asked for at once: older releases of SQLite take 999 values."""

Shard = dict[str, "list[str] | int"]
"""Piece → the rows that it lists, or their number once there are too many to list."""


class Read(NamedTuple):
    """One file as it was read: without `value`, an encoded record, if it could not be."""

    file: str
    kind: str
    id: str
    digest: bytes
    value: bytes | None
    names: tuple[Id, ...]
    problems: tuple[Problem, ...]


class Known(NamedTuple):
    """The record in a file, and the first of all whose ids differ from its own by case alone."""

    kind: str
    id: str
    first_file: str
    first_id: str


class DamagedError(sqlite3.DatabaseError):
    """What is in a row cannot be read back."""


def packed(value: Any) -> bytes:
    """Plain values as bytes; equal values give equal bytes, as later versions of marshal do not."""
    return marshal.dumps(value, 2)


def unpacked(data: bytes) -> Any:
    """The value that `packed` made into these bytes.

    Raises:
        DamagedError: they are damaged.
    """
    try:
        return marshal.loads(data)  # noqa: S302 - our own
    except (EOFError, TypeError, ValueError) as error:
        raise DamagedError(f"damaged: {error}") from None


def unpickled(data: bytes) -> Any:
    """The same for a pickle."""
    try:
        return pickle.loads(data)  # noqa: S301 - our own
    except (pickle.UnpicklingError, EOFError, TypeError, ValueError, AttributeError, ImportError, IndexError) as error:
        raise DamagedError(f"damaged: {error}") from None


def read_back(kind: type, data: bytes) -> Any:
    """The value of this type that `generator.model.coded.encoded` made into these bytes.

    Raises:
        DamagedError: they are damaged.
    """
    try:
        return decoded(kind, data)
    except CodeError as error:
        raise DamagedError(f"damaged: {error}") from None


class Finding(Protocol):
    """What the rules said of the record in one file; `turn` is the day on which they may say something else."""

    @property
    def file(self) -> str: ...
    @property
    def problems(self) -> tuple[Problem, ...]: ...
    @property
    def error(self) -> bool: ...
    @property
    def turn(self) -> str | None: ...


class Shown(NamedTuple):
    """What pages of other records show of one record: each part encoded, None where there is no such part."""

    summary: bytes | None
    schedule: bytes | None
    history: bytes | None
    certificates: int


class Store:
    """The tables on an open connection."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def prepare(self) -> None:
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written inside, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def forget(self) -> None:
        """Makes every table anew, whatever it was like; what the site owes is unknown until all is read again."""
        for table in TABLES:
            self._db.execute(f"DROP TABLE {table}")
        for statement in SCHEMA.split(";"):
            self._db.execute(statement)

    def mark(self, name: str) -> str:
        """What an earlier build noted under this name, or an empty text."""
        row = self._one("SELECT value FROM meta WHERE name = ?", name)
        return str(row[0]) if row else ""

    def set_mark(self, name: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    # Files

    def folders(self) -> dict[str, bytes]:
        return dict(self._db.execute("SELECT path, files FROM folders"))

    def set_folders(self, folders: Mapping[str, Mapping[str, Stamp]], gone: Iterable[str]) -> None:
        rows = ((path, packed(dict(files))) for path, files in folders.items())
        self._db.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?)", rows)
        self._db.executemany("DELETE FROM folders WHERE path = ?", ((path,) for path in gone))

    def digest(self, file: str) -> bytes | None:
        row = self._one("SELECT digest FROM records WHERE file = ?", file)
        return row[0] if row else None

    def put(self, reads: Sequence[Read]) -> None:
        """Records as they were read, in place of what their files said before."""
        rows = ((r.file, r.kind, r.id, r.id.upper(), r.digest, r.value) for r in reads)
        self._db.executemany("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)", rows)
        names = ((*name, r.kind, r.id, r.file) for r in reads for name in r.names)
        self._db.executemany("INSERT OR REPLACE INTO names VALUES (?, ?, ?, ?, ?)", names)
        troubled = ((r.file, pickle.dumps(r.problems)) for r in reads if r.problems)
        self._db.executemany("INSERT INTO reading VALUES (?, ?)", troubled)

    def drop(self, files: Iterable[str]) -> None:
        """Forgets what these files said."""
        for file in files:
            record = self.in_file(file)
            if record is not None:
                names = ((*name, record.kind, record.id, file) for name in named_in(record))
                self._db.executemany(
                    "DELETE FROM names WHERE (kind, id, by_kind, by_id, file) = (?, ?, ?, ?, ?)", names
                )
            for table in ("records", "reading", "findings", "turns"):
                self._db.execute(f"DELETE FROM {table} WHERE file = ?", (file,))  # noqa: S608 - names of our own

    # Records

    def in_file(self, file: str) -> Record[Any] | None:
        row = self._one("SELECT kind, id, value, digest, file FROM records WHERE file = ? AND value IS NOT NULL", file)
        return _record(row) if row else None

    def record(self, kind: str, id: str) -> Record[Any] | None:
        """The record of this id; of several, the one whose file comes first."""
        query = "SELECT kind, id, value, digest, file FROM records WHERE kind = ? AND id = ? AND value IS NOT NULL"
        row = self._one(f"{query} ORDER BY file LIMIT 1", kind, id)
        return _record(row) if row else None

    def digests(self, kind: str, ids: Sequence[str]) -> list[bytes]:
        """The digests of records, in the order of their ids, without fetching the records.

        Raises:
            KeyError: there is none of one of these ids.
        """
        query = "SELECT id, digest FROM records WHERE kind = ? AND value IS NOT NULL AND id IN"
        found = dict(self._of(ids, f"{query} (...) ORDER BY file DESC", kind))
        return [found[id] for id in ids]

    def records(self, kind: str, ids: Sequence[str]) -> dict[str, Record[Any]]:
        """The records of these ids that there are, by id; of several, the one whose file comes first."""
        query = "SELECT kind, id, value, digest, file FROM records WHERE kind = ? AND value IS NOT NULL AND id IN"
        rows = self._of(ids, f"{query} (...) ORDER BY file DESC", kind)
        return {row[1]: _record(row) for row in rows}

    def ids(self, kind: str) -> list[str]:
        query = "SELECT DISTINCT id FROM records WHERE kind = ? AND value IS NOT NULL ORDER BY id"
        return [row[0] for row in self._db.execute(query, (kind,))]

    def count(self, kind: str) -> int:
        ids = "SELECT DISTINCT id FROM records WHERE kind = ? AND value IS NOT NULL"
        return int(self._one(f"SELECT COUNT(*) FROM ({ids})", kind)[0])  # noqa: S608 - a query of our own

    def families(self) -> dict[str, Id]:
        """Every file that holds a record: those that rest on no enterprise, then each enterprise before its
        certificates, so that records which are looked at together come one after the other.
        """
        read = "FROM records WHERE value IS NOT NULL AND kind"
        query = f"""
            SELECT file, kind, id, '' AS family, 0 AS part {read} NOT IN ('enterprise', 'certificate')
            UNION ALL SELECT file, kind, id, id, 0 {read} = 'enterprise'
            UNION ALL SELECT file, by_kind, by_id, id, 1 FROM names
                WHERE kind = 'enterprise' AND by_kind = 'certificate'
            ORDER BY family, part, file"""  # noqa: S608 - words of our own
        return {file: (kind, id) for file, kind, id, *_ in self._db.execute(query)}

    def alike(self, kind: str, id: str) -> list[tuple[str, str]]:
        """File and id of the records whose ids differ by case alone, in the order of the files."""
        query = "SELECT file, id FROM records WHERE kind = ? AND folded = ? AND value IS NOT NULL ORDER BY file"
        return list(self._db.execute(query, (kind, id.upper())))

    def known(self, files: Sequence[str]) -> dict[str, Known]:
        """What is known of the record in each of these files that holds one."""
        query = """
            SELECT here.file, here.kind, here.id, alike.file, alike.id FROM records here JOIN records alike
            ON alike.kind = here.kind AND alike.folded = here.folded AND alike.value IS NOT NULL
            WHERE here.value IS NOT NULL AND here.file IN (...) ORDER BY alike.file DESC"""
        return {file: Known(*record) for file, *record in self._of(files, query)}

    def naming(self, kind: str, id: str) -> list[Id]:
        """The records that name this one."""
        query = "SELECT DISTINCT by_kind, by_id FROM names WHERE kind = ? AND id = ?"
        return list(self._db.execute(query, (kind, id)))

    def all_naming(self, kind: str, ids: Sequence[str]) -> dict[str, list[Id]]:
        """The same for each of several records, by id."""
        found: dict[str, list[Id]] = {id: [] for id in ids}
        query = "SELECT DISTINCT id, by_kind, by_id FROM names WHERE kind = ? AND id IN (...)"
        for id, *by in self._of(ids, query, kind):
            found[id].append((by[0], by[1]))
        return found

    def unread(self) -> frozenset[Id]:
        """The records that are there and could not be read, by the names of their files."""
        return frozenset(self._db.execute("SELECT kind, id FROM records WHERE value IS NULL"))

    # What the rules found

    def set_findings(self, found: Sequence[Finding]) -> None:
        """Keeps what the rules said of some files, in place of what they said before."""
        for table in ("findings", "turns"):
            query = f"DELETE FROM {table} WHERE file = ?"  # noqa: S608 - names of our own
            self._db.executemany(query, ((item.file,) for item in found))
        troubled = ((item.file, item.error, pickle.dumps(item.problems)) for item in found if item.problems)
        self._db.executemany("INSERT INTO findings VALUES (?, ?, ?)", troubled)
        turning = ((item.file, item.turn) for item in found if item.turn is not None)
        self._db.executemany("INSERT INTO turns VALUES (?, ?)", turning)

    def problems(self) -> Iterator[Problem]:
        """All problems of reading and of the rules."""
        for (blob,) in self._db.execute("SELECT problems FROM reading UNION ALL SELECT problems FROM findings"):
            yield from unpickled(blob)

    def in_error(self) -> list[str]:
        """The files in which the rules found an error."""
        return [row[0] for row in self._db.execute("SELECT file FROM findings WHERE error")]

    def turning(self, day: str) -> list[str]:
        """The files of which something else is to be said from this day on."""
        return [row[0] for row in self._db.execute("SELECT file FROM turns WHERE day <= ?", (day,))]

    # Faces

    def face(self, kind: str, id: str) -> Face | None:
        known = self._one("SELECT * FROM faces WHERE kind = ? AND id = ?", kind, id)
        if known is None:
            return None
        _, _, summary, schedule, history, certificates, shown, row, places, found = known
        marked = self._one("SELECT id, digest, place, withdrawn FROM marks WHERE kind = ? AND id = ?", kind, id)
        mark = _mark(marked) if marked else None
        stands = tuple(map(tuple, unpacked(places)))
        return Face(summary, schedule, history, certificates, shown, row, stands, unpacked(found), mark)

    def marks(self, kind: str, run: Run) -> Iterator[RowMark]:
        """The marks of one run, by id."""
        return self._marks_between(kind, run.after, run.last)

    def _marks_between(self, kind: str, after: str, last: str) -> Iterator[RowMark]:
        query = "SELECT id, digest, place, withdrawn FROM marks WHERE kind = ? AND id > ? AND id <= ? ORDER BY id"
        return map(_mark, self._db.execute(query, (kind, after, last)))

    def withdrawn(self, kind: str) -> Iterator[RowMark]:
        """The marks of all withdrawn records of one kind, by id."""
        query = "SELECT id, digest, place, withdrawn FROM marks WHERE kind = ? AND withdrawn ORDER BY id"
        return map(_mark, self._db.execute(query, (kind,)))

    def runs(self, kind: str) -> list[Run]:
        """The runs of open data of one kind, in order, as they were cut last."""
        query = "SELECT after, last, facts, rows, shown, withdrawn FROM runs WHERE kind = ? ORDER BY last"
        return [Run(*row) for row in self._db.execute(query, (kind,))]

    def cut_runs(self, kind: str) -> None:
        """Cuts the runs of one kind again where marks have come, changed or gone since."""
        start, wanting = "", []
        for run in self.runs(kind):
            if run.after != start:
                wanting.append((start, run.last))
            start = run.last
        if start != END:
            wanting.append((start, END))
        for after, last in wanting:
            self._db.execute("DELETE FROM runs WHERE kind = ? AND last > ? AND last <= ?", (kind, after, last))
            fresh = ((kind, *run) for run in cut(self._marks_between(kind, after, last), after))
            self._db.executemany("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", fresh)

    def _uncut(self, records: Iterable[Id]) -> None:
        """Forgets the runs that these marks belong to."""
        its = "SELECT MIN(last) FROM runs WHERE kind = ?1 AND last >= ?2"
        query = f"DELETE FROM runs WHERE kind = ?1 AND after < ?2 AND last = ({its})"  # noqa: S608 - a query of our own
        self._db.executemany(query, records)

    def shown(self, kind: str, id: str) -> Shown | None:
        query = "SELECT summary, schedule, history, certificates FROM faces WHERE kind = ? AND id = ?"
        row = self._one(query, kind, id)
        return Shown(*row) if row else None

    def all_shown(self, kind: str, ids: Sequence[str]) -> dict[str, Shown]:
        """The same of several records, by id."""
        query = "SELECT id, summary, schedule, history, certificates FROM faces WHERE kind = ? AND id IN (...)"
        return {id: Shown(*shown) for id, *shown in self._of(ids, query, kind)}

    def set_faces(self, faces: Iterable[tuple[Id, Face]]) -> None:
        """Keeps the faces of some records; one that is found nowhere is no longer there."""
        kept = list(faces)
        self._uncut(record for record, _ in kept)
        gone = [record for record, face in kept if not face.found]
        for table in ("faces", "marks"):
            self._db.executemany(f"DELETE FROM {table} WHERE kind = ? AND id = ?", gone)  # noqa: S608 - of our own
        rows = (_face_row(record, face) for record, face in kept if face.found)
        self._db.executemany("INSERT OR REPLACE INTO faces VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        marks = ((record[0], *face.mark) for record, face in kept if face.mark is not None)
        self._db.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?)", marks)

    def found(self) -> Iterator[Mapping[str, tuple[str, ...]]]:
        """What every record adds to the search index."""
        return (unpacked(row[0]) for row in self._db.execute("SELECT found FROM faces"))

    def faces(self) -> int:
        return int(self._db.execute("SELECT COUNT(*) FROM faces").fetchone()[0])

    # Groups and shards

    def group(self, name: str) -> list[str]:
        row = self._one("SELECT items FROM groups WHERE name = ?", name)
        return unpacked(row[0]) if row else []

    def group_size(self, name: str) -> int:
        row = self._one("SELECT size FROM groups WHERE name = ?", name)
        return int(row[0]) if row else 0

    def groups_below(self, name: str) -> dict[str, int]:
        query = "SELECT name, size FROM groups WHERE name > ? AND name < ? ORDER BY name"
        return dict(self._db.execute(query, (f"{name}/", f"{name}0")))  # 0 is the character after the slash

    def set_group(self, name: str, items: list[str]) -> None:
        if items:
            self._db.execute("INSERT OR REPLACE INTO groups VALUES (?, ?, ?)", (name, len(items), packed(items)))
        else:
            self._db.execute("DELETE FROM groups WHERE name = ?", (name,))

    def clear_groups(self, roots: Iterable[str]) -> None:
        for root in roots:
            self._db.execute(
                "DELETE FROM groups WHERE name = ? OR (name > ? AND name < ?)", (root, f"{root}/", f"{root}0")
            )

    def shard(self, number: int) -> Shard:
        row = self._one("SELECT pieces FROM shards WHERE number = ?", number)
        return unpacked(row[0]) if row else {}

    def shards(self) -> int:
        return int(self._db.execute("SELECT COUNT(*) FROM shards").fetchone()[0])

    def set_shard(self, number: int, pieces: Shard) -> None:
        self._db.execute("INSERT OR REPLACE INTO shards VALUES (?, ?)", (number, packed(pieces)))

    def clear(self, table: str) -> None:
        assert table in TABLES
        self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own

    # What the site still owes

    def owe(self, units: Iterable[str]) -> None:
        """Notes units that are to be planned again, until they have been."""
        self._db.executemany("INSERT OR IGNORE INTO owed VALUES (?)", ((unit,) for unit in units))

    def owed(self) -> set[str]:
        return {row[0] for row in self._db.execute("SELECT unit FROM owed")}

    def _of(self, ids: Sequence[str], query: str, *values: object) -> list[Any]:
        """The rows of a query whose last values are these ids, which stand for its dots."""
        rows: list[Any] = []
        for start in range(0, len(ids), MOST_ASKED):
            asked = ids[start : start + MOST_ASKED]
            rows += self._db.execute(query.replace("...", ",".join("?" * len(asked))), (*values, *asked))
        return rows

    def _one(self, query: str, *values: object) -> Any:
        return self._db.execute(query, values).fetchone()


@contextmanager
def reading_store(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that reads what had been committed to the database at `path` when it first looked."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        db.execute("BEGIN")
        yield db
    finally:
        db.close()


def _face_row(record: Id, face: Face) -> tuple[object, ...]:
    said = (face.summary, face.schedule, face.history, face.certificates, face.shown, face.row)
    return (*record, *said, packed(face.places), packed(dict(face.found)))


def _mark(row: tuple[str, bytes, int, int]) -> RowMark:
    id, digest, place, withdrawn = row
    return RowMark(id, digest, place, bool(withdrawn))


def _record(row: tuple[str, str, bytes, bytes, str]) -> Record[Any]:
    kind, id, value, digest, file = row
    return Record(kind, id, read_back(KINDS[kind].record, value), digest, file)
