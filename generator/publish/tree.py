"""One tree of files being brought up to date, by hard links where the disk allows, copies elsewhere.

A file is never written into: another release may share it. It is unlinked, and a new one put in its place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import nullcontext, suppress
from errno import EMLINK, ENOTSUP, EPERM, EXDEV
from filecmp import cmp
from itertools import chain, islice
from pathlib import Path

from msgspec import Struct

from generator.build.tasks import TaskError, pieces_of, shared_out
from generator.publish.failure import PublishError
from generator.publish.siblings import ENDINGS, compressible, is_sibling, siblings

NO_LINKS = (EXDEV, EPERM, EMLINK, ENOTSUP)
"""What a disk answers that cannot link these two places."""

PIECE = 200
"""Files placed at a time."""

FEW = 400
"""Up to so many files, starting processes costs more than it saves."""

Report = Callable[[int], None]


class Tree(Struct, frozen=True):
    """`root` follows `site`. What is not in `fresh` stands in the release `live` too, ready with its siblings.

    `fresh` is None when nothing is known of `live`, or there is none. `new`: nothing has ever stood in this tree.
    """

    root: Path
    site: Path
    live: Path | None
    fresh: frozenset[str] | None
    compress: bool
    new: bool = False

    def put(self, paths: Iterable[str], report: Report) -> None:
        """Places these files of the site, with their siblings."""
        _each(self._put, paths, report)

    def put_different(self, paths: Iterable[str], report: Report) -> None:
        """The same for those whose bytes differ from what the tree has."""
        _each(self._put_if_different, paths, report)

    def remove(self, paths: Iterable[str]) -> None:
        """Removes files with their siblings, and folders that are left empty."""
        for path in paths:
            _remove_file(f"{self.root}/{path}")
            self._remove_siblings(path)
            _remove_empty(self.root, (self.root / path).parent)

    def take_assets(self, paths: Iterable[str]) -> None:
        """Places these assets of the live release, old ones and siblings among them, where this tree lacks them."""
        for path in paths:
            if self.live is not None and not (self.root / path).exists() and (self.compress or not is_sibling(path)):
                place(f"{self.live}/{path}", f"{self.root}/{path}")

    def _put_if_different(self, path: str) -> None:
        try:
            same = cmp(f"{self.site}/{path}", f"{self.root}/{path}", shallow=False)
        except OSError:
            same = False
        if not same:
            self._put(path)

    def _put(self, path: str) -> None:
        if not self.new:
            self._remove_siblings(path)
        if not self._place_live(path):
            self._age(path)
            place(f"{self.site}/{path}", f"{self.root}/{path}")
            if self.compress and compressible(path):
                self._compress(path)

    def _place_live(self, path: str) -> bool:
        """Takes a file that has not changed, and its siblings, from the live release; False if it has them not."""
        if self.live is None or self.fresh is None or path in self.fresh or not (self.live / path).is_file():
            return False
        place(f"{self.live}/{path}", f"{self.root}/{path}")
        for name in self._siblings(path):
            if (self.live / name).exists():
                place(f"{self.live}/{name}", f"{self.root}/{name}")
        return True

    def _compress(self, path: str) -> None:
        content, when = _read(f"{self.root}/{path}")
        for name, data in siblings(path, content):
            if not os.path.exists(f"{self.site}/{name}"):  # noqa: PTH110 - paths are plain texts here, for they are many
                _write(f"{self.root}/{name}", data, when)

    def _age(self, path: str) -> None:
        """Makes a new version at least one second younger than the live one: servers name versions by time and size."""
        if self.live is None:
            return
        try:
            old, new = (self.live / path).stat(), (self.site / path).stat()
        except OSError:
            return
        if old.st_ino != new.st_ino and int(new.st_mtime) <= int(old.st_mtime):
            later = (int(old.st_mtime) + 1) * 10**9
            os.utime(self.site / path, ns=(later, later))

    def _siblings(self, path: str) -> list[str]:
        """Where siblings of `path` go; a file of the site's own that has such a name is none."""
        return [path + ending for ending in ENDINGS if not (self.site / (path + ending)).exists()]

    def _remove_siblings(self, path: str) -> None:
        for name in self._siblings(path):
            _remove_file(f"{self.root}/{name}")


def clone(live: Path, root: Path, paths: Iterable[str], report: Report) -> None:
    """Places the files `paths` of one tree into another, empty one."""
    _each(lambda path: place(f"{live}/{path}", f"{root}/{path}"), paths, report)


def place(source: str, target: str) -> None:
    """A second name for `source`, or a copy of it with its time, at `target`.

    Raises:
        OSError: there is no such source, or no such file can be made.
    """
    try:
        _link(source, target)
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        _link(source, target)
    except FileExistsError:
        _make_way(Path(target))
        _link(source, target)


def _make_way(target: Path) -> None:
    """Removes a file, or an empty folder, that stands where another file goes."""
    if target.is_dir() and not target.is_symlink():
        target.rmdir()
    target.unlink(missing_ok=True)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        _copy(source, target)


def _copy(source: str, target: str) -> None:
    if os.path.lexists(target):  # a copy would be written into it
        raise FileExistsError(target)
    shutil.copy2(source, target)


def _read(path: str) -> tuple[bytes, int]:
    """The bytes of a file and its time of change in nanoseconds."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - paths are plain texts here, for they are many
        return file.readall(), os.fstat(file.fileno()).st_mtime_ns


def _write(path: str, content: bytes, when: int) -> None:
    """A new file with this time of change; the folder is there."""
    with open(path, "xb") as file:  # noqa: PTH123 - plain texts, as in _read
        file.write(content)
    os.utime(path, ns=(when, when))


def _remove_file(path: str) -> None:
    """Removes a file that may be gone, or never have reached this tree: a folder, or a file, stands in its way."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        os.unlink(path)  # noqa: PTH108 - plain texts, as in _read


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _each(work: Callable[[str], None], paths: Iterable[str], report: Report) -> None:
    """Does `work` for each path; where they are many, in several processes.

    Raises:
        OSError: it cannot be done for one of them.
        PublishError: a process ended early.
    """

    def done(piece: list[str]) -> int | OSError:
        try:
            for path in piece:
                work(path)
        except OSError as error:
            return error
        return len(piece)

    rest = iter(paths)
    first = list(islice(rest, FEW + 1))
    jobs = (os.cpu_count() or 1) if len(first) > FEW else 1
    try:
        for answer in shared_out(lambda: nullcontext(done), pieces_of(chain(first, rest), PIECE), jobs):
            if isinstance(answer, OSError):
                raise answer
            report(answer)
    except TaskError as error:
        raise PublishError("ended_early") from error
