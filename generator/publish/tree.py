"""One tree of files being brought up to date, by hard links where the disk allows, copies elsewhere.

A file is never written into: another release may share it. It is unlinked, and a new one put in its place.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from errno import EMLINK, ENOTSUP, EPERM, EXDEV
from filecmp import cmp
from itertools import islice
from pathlib import Path

from generator.publish.siblings import ENDINGS, is_sibling, siblings

NO_LINKS = (EXDEV, EPERM, EMLINK, ENOTSUP)
"""What a disk answers that cannot link these two places."""

BATCH = 2_000
Report = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Tree:
    """`root` follows `site`. What is not in `fresh` stands in the release `live` too, ready with its siblings.

    `fresh` is None when nothing is known of `live`, or there is none.
    """

    root: Path
    site: Path
    live: Path | None
    fresh: frozenset[str] | None
    compress: bool

    def put(self, paths: Iterable[str], report: Report) -> None:
        """Places these files of the site, with their siblings."""
        _each(self._put, paths, report)

    def put_different(self, paths: Iterable[str], report: Report) -> None:
        """The same for those whose bytes differ from what the tree has."""
        _each(self._put_if_different, paths, report)

    def remove(self, paths: Iterable[str]) -> None:
        """Removes files with their siblings, and folders that are left empty."""
        for path in paths:
            _remove_file(self.root / path)
            self._remove_siblings(path)
            _remove_empty(self.root, (self.root / path).parent)

    def take_assets(self, paths: Iterable[str]) -> None:
        """Places these assets of the live release, old ones and siblings among them, where this tree lacks them."""
        for path in paths:
            if self.live is not None and not (self.root / path).exists() and (self.compress or not is_sibling(path)):
                place(self.live / path, self.root / path)

    def _put_if_different(self, path: str) -> None:
        try:
            same = cmp(self.site / path, self.root / path, shallow=False)
        except OSError:
            same = False
        if not same:
            self._put(path)

    def _put(self, path: str) -> None:
        self._remove_siblings(path)
        if not self._place_live(path):
            self._age(path)
            place(self.site / path, self.root / path)
            if self.compress:
                self._compress(path)

    def _place_live(self, path: str) -> bool:
        """Takes a file that has not changed, and its siblings, from the live release; False if it has them not."""
        if self.live is None or self.fresh is None or path in self.fresh or not (self.live / path).is_file():
            return False
        place(self.live / path, self.root / path)
        for name in self._siblings(path):
            if (self.live / name).exists():
                place(self.live / name, self.root / name)
        return True

    def _compress(self, path: str) -> None:
        source = self.root / path
        when = source.stat().st_mtime_ns
        for name, data in siblings(path, source.read_bytes()):
            if name in self._siblings(path):
                (self.root / name).write_bytes(data)
                os.utime(self.root / name, ns=(when, when))

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
            _remove_file(self.root / name)


def clone(live: Path, root: Path, paths: Iterable[str], report: Report) -> None:
    """Places the files `paths` of one tree into another, empty one."""
    for batch in _batches(paths):
        for folder in sorted({path.rpartition("/")[0] for path in batch}):
            (root / folder).mkdir(parents=True, exist_ok=True)
        for path in batch:
            _link(live / path, root / path)
        report(len(batch))


def place(source: Path, target: Path) -> None:
    """A second name for `source`, or a copy of it with its time, at `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir() and not target.is_symlink():
        target.rmdir()
    target.unlink(missing_ok=True)
    _link(source, target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        shutil.copy2(source, target)


def _remove_file(path: Path) -> None:
    """Removes a file that may be gone, or never have reached this tree: a folder, or a file, stands in its way."""
    with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
        path.unlink()


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def _each(work: Callable[[str], None], paths: Iterable[str], report: Report) -> None:
    """Does `work` for each path, some at once: waiting for the disk and compressing both leave room for others."""
    with ThreadPoolExecutor() as pool:
        for batch in _batches(paths):
            for _ in pool.map(work, batch):
                pass
            report(len(batch))


def _batches(paths: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while batch := list(islice(rest, BATCH)):
        yield batch
