"""The edge of the exchange: the spreadsheet that comes in, and the record files that go out, all of them or none."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from generator.exchange.delimited import read_csv
from generator.exchange.importing import Change
from generator.exchange.table import MAX_BYTES, Table, Unreadable
from generator.exchange.workbook import is_workbook, read_workbook
from generator.records.files import digest

REGISTRY = "registry"
_TEXT_ENDINGS = (".csv", ".txt", ".tsv")


class Outside(Exception):
    """A folder of the registry leads elsewhere, or is none; the text is its path."""


class ChangedMeanwhile(Exception):
    """Someone else has written to a file since it was read; the text is its path."""


def read_table(path: Path) -> Table:
    """The sheet in a file, whatever its name says it is.

    Raises:
        Unreadable: it is no spreadsheet, or not one that can be taken.
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Unreadable("not-a-spreadsheet")
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable("spreadsheet-too-large", limit=MAX_BYTES)
    if is_workbook(data):
        return read_workbook(data)
    if path.suffix.lower() not in _TEXT_ENDINGS:
        raise Unreadable("not-a-spreadsheet")
    return read_csv(data)


class ProjectFiles(Struct, frozen=True):
    """The record files of the project at `root`, as the plan of an import sees them."""

    root: Path

    def read(self, file: str) -> str:
        return (self.root / file).read_bytes().decode("utf-8")

    def taken(self, file: str) -> bool:
        return os.path.lexists(self.root / file)


class _Writing(Struct):
    """What has been done so far, for undoing it."""

    staged: list[tuple[Path, Path]] = []
    folders: list[Path] = []
    undo: list[tuple[Path, bytes | None]] = []


def save(root: Path, changes: Sequence[Change]) -> None:
    """Writes every change beside its file first, then puts each in its place; after a failure the old files stand.

    Raises:
        Outside: a folder on the way is a link or no folder.
        ChangedMeanwhile: a file is not what the plan was made from.
        OSError: something cannot be written.
    """
    work = _Writing()
    try:
        for change in changes:
            _check_unchanged(root, change)
            _stage(root, change, work)
        for change, (temporary, target) in zip(changes, work.staged, strict=True):
            old = root / change.previous.file if change.previous else None
            work.undo.append((target, old.read_bytes() if old == target and old else None))
            temporary.replace(target)
            if old is not None and old != target:
                work.undo.append((old, old.read_bytes()))
                old.unlink()
    except BaseException:
        _undo(work)
        raise


def _check_unchanged(root: Path, change: Change) -> None:
    if change.previous is None:
        return
    try:
        same = digest((root / change.previous.file).read_bytes()) == change.previous.digest
    except OSError:
        same = False
    if not same:
        raise ChangedMeanwhile(change.previous.file)


def _stage(root: Path, change: Change, work: _Writing) -> None:
    file = PurePosixPath(change.record.file)
    target = root / file
    folder = _folder(root, file.parent, work)
    if change.previous is None and os.path.lexists(target):
        raise ChangedMeanwhile(change.record.file)
    temporary = folder / f".{file.name}.{os.getpid()}.tmp"
    work.staged.append((temporary, target))
    _write_new(temporary, change.text.encode())
    if change.previous is not None:
        temporary.chmod(stat.S_IMODE((root / change.previous.file).stat().st_mode))


def _folder(root: Path, folder: PurePosixPath, work: _Writing) -> Path:
    """The folder of a record, made if need be; every step from the registry on is a real folder."""
    if folder.parts[:1] != (REGISTRY,) or ".." in folder.parts:
        raise Outside(str(folder))
    here = root
    for part in folder.parts:
        here = here / part
        if not os.path.lexists(here):
            here.mkdir()
            work.folders.append(here)
        if not stat.S_ISDIR(here.lstat().st_mode):
            raise Outside(str(here))
    return here


def _undo(work: _Writing) -> None:
    for path, data in reversed(work.undo):
        with suppress(OSError):
            path.unlink(missing_ok=True) if data is None else path.write_bytes(data)
    for temporary, _ in work.staged:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    for folder in reversed(work.folders):
        with suppress(OSError):
            folder.rmdir()


def write_file(path: Path, data: bytes) -> None:
    """Writes a file whole: beside it first, then in its place.

    Raises:
        OSError: it cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _write_new(temporary, data)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _write_new(path: Path, data: bytes) -> None:
    """Writes a file that is not there yet, and sees it on the disk."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def free_name(path: Path) -> Path:
    """The path itself, or with a number the first that no file has."""
    names = (path, *(path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 1_000)))
    return next(name for name in names if not os.path.lexists(name))
