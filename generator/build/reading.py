"""From the files of the registry to the store: only what has changed since the last time is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from time import time_ns
from typing import Any, NamedTuple

from msgspec import Struct

from generator.build.store import Read, Store, packed, unpacked
from generator.build.tasks import Work, pieces_of, shared_out
from generator.model.coded import encoded
from generator.model.relations import Id, named_in
from generator.problems import Problem, Report
from generator.records.files import Folder, Source, Stamp, digest, folders_to_scan, read_bytes, scan_folder
from generator.records.load import record_of
from generator.records.record import Record

PIECE = 500
"""Files read at a time."""

LARGE = 2_000_000
"""Bytes of what is known of the folders: above it, a look at all their files is worth starting processes for."""

FRESH = 50_000_000
"""Nanoseconds within which a file may change twice and look the same: one as young as this is read again next time."""


class Changes(Struct):
    """What has changed in the registry: the ids of changed records, and all that these named or name."""

    ids: set[Id] = set()
    named: set[Id] = set()
    problems: tuple[Problem, ...] = ()

    def note(self, record: Record[Any]) -> None:
        self.ids.add((record.kind, record.id))
        self.named |= named_in(record)


def read_changes(root: Path, store: Store, jobs: int, only: frozenset[str] | None = None) -> Changes:
    """Brings the records in the store up to date with the files below `root`, and says what has changed.

    Where it is known that nothing else has, `only` these folders of records are looked at. To be called inside a
    transaction.
    """
    now = time_ns()
    known = store.folders()
    filled = bool(known)
    paths, problems = folders_to_scan(root, only if filled else None)
    if only is not None:
        known = {path: files for path, files in known.items() if path in only}
    seen = _seen(root, paths, known, jobs)
    problems += [item for folder in seen for item in folder.problems]
    listed = {item.path: item.folder for item in seen if item.folder is None or item.folder.files}
    changed, gone = _compared(listed, known)
    changes = Changes(problems=tuple(problems))
    _forget(store, gone, changes)
    pieces = list(pieces_of(changed, PIECE))
    for reads in shared_out(partial(_reader, root), pieces, jobs if len(pieces) > 1 else 1):
        _take_over(store, reads, changes, filled)
    store.set_folders(
        {
            path: {name: stamp if max(stamp[1:3]) < now - FRESH else _UNSETTLED for name, stamp in folder.files.items()}
            for path, folder in listed.items()
            if folder is not None
        },
        known.keys() - listed.keys(),
    )
    return changes


_UNSETTLED: Stamp = (0, 0, 0, 0)


class Seen(NamedTuple):
    """A folder as it was found; without `folder` if it is as it was known."""

    path: str
    folder: Folder | None
    problems: list[Problem]


def _seen(root: Path, paths: Sequence[str], known: Mapping[str, bytes], jobs: int) -> list[Seen]:
    """All these folders, in their order; where there is much to look at, several processes do, at the largest first."""
    many = sum(map(len, known.values())) > LARGE
    largest_first = sorted(paths, key=lambda path: -len(known.get(path, b"")))
    seen = shared_out(partial(_scanner, root, known), largest_first, jobs if many else 1)
    return sorted(seen, key=lambda item: item.path)


@contextmanager
def _scanner(root: Path, known: Mapping[str, bytes]) -> Iterator[Work[str, Seen]]:
    def look(path: str) -> Seen:
        folder, problems = scan_folder(root, path)
        return Seen(path, None if known.get(path) == packed(folder.files) else folder, problems)

    yield look


def _compared(listed: Mapping[str, Folder | None], known: Mapping[str, bytes]) -> tuple[list[Source], list[str]]:
    """The files that are new or look otherwise than before, and the files that are gone."""
    changed: list[Source] = []
    gone = [f"{path}/{name}" for path in known.keys() - listed.keys() for name in unpacked(known[path])]
    for path, folder in listed.items():
        if folder is None:
            continue
        stamps = unpacked(known[path]) if path in known else {}
        for name, stamp in folder.files.items():
            if stamps.get(name) != stamp:
                size, mtime, ctime, inode = stamp
                changed.append(Source(f"{path}/{name}", folder.kind, size, mtime, inode, ctime))
        gone += [f"{path}/{name}" for name in stamps.keys() - folder.files.keys()]
    return changed, gone


@contextmanager
def _reader(root: Path) -> Iterator[Work[Sequence[Source], list[Read]]]:
    yield lambda sources: [_read(root, source) for source in sources]


def _read(root: Path, source: Source) -> Read:
    report = Report(source.path)
    data = read_bytes(root, source, report)
    record = record_of(source.kind, source.path, data, report) if data is not None else None
    problems = tuple(report)
    if record is None:
        stem = PurePosixPath(source.path).stem
        return Read(source.path, source.kind, stem, digest(data or b""), None, (), problems)
    names = tuple(sorted(named_in(record)))
    return Read(source.path, record.kind, record.id, record.digest, encoded(record.value), names, problems)


def _take_over(store: Store, reads: Sequence[Read], changes: Changes, known: bool) -> None:
    """Puts what was read into the store; a file that says what it said before is no change."""
    if known:
        reads = [read for read in reads if read.problems or store.digest(read.file) != read.digest]
        _forget(store, [read.file for read in reads], changes)
    store.put(reads)
    for read in reads:
        changes.ids.add((read.kind, read.id))
        changes.named.update(read.names)


def _forget(store: Store, files: Sequence[str], changes: Changes) -> None:
    for file in files:
        before = store.in_file(file)
        if before is not None:
            changes.note(before)
    store.drop(files)
