"""The edge of reading: which files are records, and their bytes.

Nothing but regular files inside the registry is ever read: no link is followed, no pipe or device waited for.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import ELOOP
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from msgspec import Struct

from generator.problems import Problem, Report, problem
from generator.records.text import HIDDEN, MAX_BYTES
from generator.schema.kinds import KINDS, Kind

REGISTRY = "registry"
OTHER_FOLDERS = frozenset(("ledger", "media"))
"""Folders of the registry that hold no records."""

_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
_IGNORED = re.compile(r"\.|README(\.[\w-]+)*$|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)
_PLAIN = re.compile(r"(?!README|Thumbs|desktop)[0-9A-Za-z][0-9A-Za-z._-]*$", re.ASCII | re.IGNORECASE)
"""Names that need no closer look: most of them."""

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


Stamp = tuple[int, int, int, int]
"""Size, time of change and of status change in nanoseconds, and inode: one state of a file differs from the next."""


class Source(NamedTuple):
    """A record file. `path` is relative to the project root, with forward slashes; `kind` names the kind of record.

    Size, times (nanoseconds) and inode together tell one state of the file from the next without opening it.
    """

    path: str
    kind: str
    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int = 0


class Folder(NamedTuple):
    """The record files that lie in one folder, by name and in the order of their names; `kind` is that of all."""

    kind: str
    files: dict[str, Stamp]


def scan(root: Path, kinds: Mapping[str, Kind] = KINDS) -> tuple[list[Source], list[Problem]]:
    """Every record file of the project at `root`, sorted by path, and a problem for everything that cannot be one.

    Only directory entries are looked at; no file is opened and no link followed. Hidden files and READMEs are passed
    over. Folders that a kind could have but has not are no problem.
    """
    paths, problems = folders_to_scan(root, kinds=kinds)
    sources: list[Source] = []
    for path in paths:
        folder, more = scan_folder(root, path, kinds)
        problems += more
        for name, (size, mtime, ctime, inode) in folder.files.items():
            sources.append(Source(f"{path}/{name}", folder.kind, size, mtime, inode, ctime))
    return sorted(sources), sorted(problems, key=lambda item: item.file)


def folders_to_scan(
    root: Path, only: Iterable[str] | None = None, kinds: Mapping[str, Kind] = KINDS
) -> tuple[list[str], list[Problem]]:
    """The folders of the registry in which records may lie, sorted, and a problem for what lies beside them.

    Where `only` some are given, each a `folder_of_records`, these alone, as far as they are there.
    """
    if only is not None:
        return [path for path in sorted(only) if _kind_of(path) is not None and _is_there(root / path)], []
    scanner = _Scanner(root)
    return sorted(scanner.registry(kinds)), scanner.problems


def scan_folder(root: Path, path: str, kinds: Mapping[str, Kind] = KINDS) -> tuple[Folder, list[Problem]]:
    """The record files of one of these folders, and a problem for everything in it that cannot be one."""
    scanner = _Scanner(root)
    name = path.split("/")[1]
    kind = next(kind for kind in kinds.values() if kind.folder == name)
    files = scanner.records(path, years=kind.by_year and path.count("/") == 1)
    return Folder(kind.name, files), scanner.problems


def folder_of_records(path: str) -> str | None:
    """The folder of `path`, if it holds records and nothing else: ``registry/enterprises``, a year of certificates.

    A look at that folder tells of any change of what lies in it.
    """
    folder = path.rpartition("/")[0]
    return folder if _kind_of(folder) is not None else None


def _kind_of(folder: str) -> Kind | None:
    """The kind of the records in a folder; None where it holds other folders, or no records."""
    top, _, rest = folder.partition("/")
    name, _, year = rest.partition("/")
    kind = next((kind for kind in KINDS.values() if kind.folder == name), None)
    if top != REGISTRY or kind is None:
        return None
    right = _YEAR.fullmatch(year) is not None if kind.by_year else not year
    return kind if right else None


def _is_there(folder: Path) -> bool:
    try:
        return stat.S_ISDIR(folder.lstat().st_mode)
    except OSError:
        return False


def read_bytes(root: Path, source: Source, report: Report) -> bytes | None:
    """The bytes of a record file, or None with the reason in the report.

    The file is looked at again once it is open: one exchanged for a link or a pipe since the scan is refused.
    """
    try:
        descriptor = os.open(f"{root}/{source.path}", _OPEN)
    except OSError as error:
        _report_refused(error, report)
        return None
    try:
        return _read_regular(descriptor, report)
    except OSError as error:
        _report_refused(error, report)
        return None
    finally:
        os.close(descriptor)


def digest(data: bytes) -> bytes:
    """Sixteen bytes that stand for the content of a record file (BLAKE2b, RFC 7693)."""
    return blake2b(data, digest_size=16).digest()


class _Scanner(Struct):
    root: Path
    problems: list[Problem] = []

    def registry(self, kinds: Mapping[str, Kind]) -> Iterator[str]:
        """The registry folder itself: a folder for each kind, and those that hold no records."""
        folders = {kind.folder: kind for kind in kinds.values()}
        expected = ", ".join(sorted(folders.keys() | OTHER_FOLDERS))
        if not self._is_folder(REGISTRY):
            return
        for name, found in self._entries(REGISTRY):
            path = f"{REGISTRY}/{name}"
            if stat.S_ISLNK(found.st_mode):
                self._add("symbolic-link", path)
            elif not stat.S_ISDIR(found.st_mode):
                self._add("misplaced-file", path, expected=expected)
            elif name in folders:
                yield path
                if folders[name].by_year:
                    yield from self._years(path)
            elif name not in OTHER_FOLDERS:
                self._add("unexpected-folder", path, name=name, expected=expected)

    def records(self, folder: str, *, years: bool) -> dict[str, Stamp]:
        """The records in a folder, which may have a folder of them for each of the `years` too."""
        files: dict[str, Stamp] = {}
        for name, found in self._entries(folder):
            if stat.S_ISREG(found.st_mode) and _is_record_name(name):
                files[name] = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
            elif not (years and _is_year(name, found)):
                self._refuse(name, f"{folder}/{name}", found.st_mode, "<YYYY>" if years else None)
        return files

    def _years(self, folder: str) -> Iterator[str]:
        """The folders of years in a folder; what else is in it, and whether it can be read, is told by its scan."""
        with suppress(OSError), _listed(self.root / folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False) and _YEAR.fullmatch(entry.name):
                    yield f"{folder}/{entry.name}"

    def _refuse(self, name: str, path: str, mode: int, expected: str | None) -> None:
        """Says why something in a folder of records is none."""
        if stat.S_ISLNK(mode):
            self._add("symbolic-link", path)
        elif _is_record_name(name):
            self._add("not-a-regular-file", path, found=_sort_of(mode))
        elif stat.S_ISDIR(mode):
            self._add("unexpected-folder", path, name=name, expected=expected)
        else:
            self._add("wrong-extension", path, name=name, nearest=_mended_name(name))

    def _entries(self, folder: str) -> Iterator[tuple[str, os.stat_result]]:
        """What a folder holds, by name, each with its state; names that cannot be written are reported."""
        try:
            with _listed(self.root / folder) as entries:
                for entry in entries:
                    name = entry.name
                    if _PLAIN.match(name) or self._is_seen(folder, name):
                        try:
                            yield name, entry.stat(follow_symlinks=False)
                        except OSError as error:
                            self._add("unreadable-file", f"{folder}/{name}", reason=error.strerror)
        except OSError as error:
            self._add("unreadable-file", folder, reason=error.strerror)

    def _is_seen(self, folder: str, name: str) -> bool:
        """Whether a name is that of something to look at; one that cannot be written is not."""
        if _IGNORED.match(name):
            return False
        if is_hidden_name(name):
            self._add("file-name-encoding", shown_path(f"{folder}/{name}"))
            return False
        return True

    def _is_folder(self, folder: str) -> bool:
        try:
            mode = os.lstat(self.root / folder).st_mode
        except OSError as error:
            self._add("unreadable-file", folder, reason=error.strerror)
            return False
        if not stat.S_ISDIR(mode):
            code = "symbolic-link" if stat.S_ISLNK(mode) else "not-a-regular-file"
            self._add(code, folder, found=_sort_of(mode))
        return stat.S_ISDIR(mode)

    def _add(self, code: str, file: str, **values: object) -> None:
        self.problems.append(problem(code, file, (), **values))


@contextmanager
def _listed(folder: Path) -> Iterator[list[os.DirEntry[str]]]:
    """What a folder holds, in the order of the names; no link is followed to it.

    Raises:
        OSError: the folder cannot be read.
    """
    descriptor = os.open(folder, _OPEN | os.O_DIRECTORY)
    try:  # looked at from inside, a third cheaper than by the whole path
        with os.scandir(descriptor) as entries:
            yield sorted(entries, key=attrgetter("name"))
    finally:
        os.close(descriptor)


def _is_year(name: str, found: os.stat_result) -> bool:
    return stat.S_ISDIR(found.st_mode) and _YEAR.fullmatch(name) is not None


def _is_record_name(name: str) -> bool:
    return name.endswith(".yaml")


def _mended_name(name: str) -> str | None:
    """The name with the extension of a record, when it has another spelling of it."""
    path = PurePosixPath(name)
    return f"{path.stem}.yaml" if path.suffix.lower() in (".yaml", ".yml") else None


def is_hidden_name(name: str) -> bool:
    """Whether a file name has bytes that are no text, or characters that cannot be seen."""
    return HIDDEN.search(name) is not None or "\n" in name or "\t" in name


def shown_path(path: str) -> str:
    """A path in which bytes that are no text appear by their hexadecimal numbers."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _sort_of(mode: int) -> str:
    """The word for what is not a regular file."""
    tests = {
        "directory": stat.S_ISDIR,
        "pipe": stat.S_ISFIFO,
        "socket": stat.S_ISSOCK,
        "link": stat.S_ISLNK,
        "file": stat.S_ISREG,
    }
    return next((word for word, test in tests.items() if test(mode)), "device")


def _read_regular(descriptor: int, report: Report) -> bytes | None:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        report.add("not-a-regular-file", found=_sort_of(found.st_mode))
        return None
    if found.st_size > MAX_BYTES:
        report.add("file-too-large", size=found.st_size, limit=MAX_BYTES)
        return None
    data = b""
    while len(data) <= MAX_BYTES and (piece := os.read(descriptor, found.st_size + 1)):
        data += piece
    return data


def _report_refused(error: OSError, report: Report) -> None:
    if error.errno == ELOOP:
        report.add("symbolic-link")
    else:
        report.add("unreadable-file", reason=error.strerror)
