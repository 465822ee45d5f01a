"""The edge of reading: which files are records, and their bytes.

Nothing but regular files inside the registry is ever read: no link is followed, no pipe or device waited for.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from errno import ELOOP
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple

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


def scan(root: Path, kinds: Mapping[str, Kind] = KINDS) -> tuple[list[Source], list[Problem]]:
    """Every record file of the project at `root`, sorted by path, and a problem for everything that cannot be one.

    Only directory entries are looked at; no file is opened and no link followed. Hidden files and READMEs are passed
    over. Folders that a kind could have but has not are no problem.
    """
    scanner = _Scanner(root)
    scanner.registry(kinds)
    scanner.sources.sort(key=lambda source: source.path)
    return scanner.sources, scanner.problems


def scan_folders(root: Path, folders: Iterable[str]) -> tuple[list[Source], list[Problem]]:
    """The same for some `folder_of_records` alone."""
    scanner = _Scanner(root)
    for folder in sorted(folders):
        kind = _kind_of(folder)
        if kind is None or not _is_there(root / folder):
            continue
        if kind.by_year:
            scanner.year(kind, folder)
        else:
            scanner.kind(kind, folder)
    scanner.sources.sort(key=lambda source: source.path)
    return scanner.sources, scanner.problems


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


@dataclass(slots=True)
class _Scanner:
    root: Path
    sources: list[Source] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def registry(self, kinds: Mapping[str, Kind]) -> None:
        """The registry folder itself: a folder for each kind, and those that hold no records."""
        folders = {kind.folder: kind for kind in kinds.values()}
        expected = ", ".join(sorted(folders.keys() | OTHER_FOLDERS))
        if not self._is_folder(REGISTRY):
            return
        for entry, path in self._entries(REGISTRY):
            if entry.is_symlink():
                self._add("symbolic-link", path)
            elif not entry.is_dir(follow_symlinks=False):
                self._add("misplaced-file", path, expected=expected)
            elif entry.name in folders:
                self.kind(folders[entry.name], path)
            elif entry.name not in OTHER_FOLDERS:
                self._add("unexpected-folder", path, name=entry.name, expected=expected)

    def kind(self, kind: Kind, folder: str) -> None:
        """A folder with all records of one kind."""
        for entry, path in self._entries(folder):
            if not entry.is_dir(follow_symlinks=False) or _is_record_name(entry.name):
                self._file(kind, entry, path)
            elif kind.by_year and _YEAR.fullmatch(entry.name):
                self.year(kind, path)
            else:
                self._add("unexpected-folder", path, name=entry.name, expected="<YYYY>" if kind.by_year else None)

    def year(self, kind: Kind, folder: str) -> None:
        """A folder with the records of one year."""
        for entry, path in self._entries(folder):
            if entry.is_dir(follow_symlinks=False) and not _is_record_name(entry.name):
                self._add("unexpected-folder", path, name=entry.name)
            else:
                self._file(kind, entry, path)

    def _file(self, kind: Kind, entry: os.DirEntry[str], path: str) -> None:
        try:
            found = entry.stat(follow_symlinks=False)
        except OSError as error:
            self._add("unreadable-file", path, reason=error.strerror)
            return
        if stat.S_ISLNK(found.st_mode):
            self._add("symbolic-link", path)
        elif not _is_record_name(entry.name):
            self._add("wrong-extension", path, name=entry.name, nearest=_mended_name(entry.name))
        elif not stat.S_ISREG(found.st_mode):
            self._add("not-a-regular-file", path, found=_sort_of(found.st_mode))
        else:
            self.sources.append(
                Source(path, kind.name, found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns)
            )

    def _entries(self, folder: str) -> Iterator[tuple[os.DirEntry[str], str]]:
        """What a folder holds, sorted, with each entry's path; entries whose names cannot be written are reported."""
        try:
            with os.scandir(self.root / folder) as found:
                entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            self._add("unreadable-file", folder, reason=error.strerror)
            return
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if _PLAIN.match(entry.name):
                yield entry, path
                continue
            if _IGNORED.match(entry.name):
                continue
            if is_hidden_name(entry.name):
                self._add("file-name-encoding", shown_path(path))
            else:
                yield entry, path

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
