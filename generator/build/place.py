"""The site folder and the folder of state beside it: locking, adopting, staging, moving, removing."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.build.manifest import Manifest


class ForeignFolderError(Exception):
    """The site folder holds files that this program did not write; it is left alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a site stands, and its state: ``site`` keeps manifest, staging and lock in ``.site.lixin`` beside it."""

    site: Path
    state: Path

    @property
    def staging(self) -> Path:
        return self.state / "staging"

    @property
    def editorial(self) -> Path:
        return self.state / "editorial"


def place_of(site: Path) -> Place:
    full = Path(os.path.abspath(site))
    return Place(full, full.parent / f".{full.name}.lixin")


@contextmanager
def opened(place: Place, *, adopt: bool) -> Iterator[Manifest]:
    """The manifest of a place, locked against other builds, with any unfinished change finished first.

    Raises:
        ForeignFolderError: the site folder is not empty and was not made here; `adopt` takes it over all the same.
        OSError: a folder cannot be made or written.
    """
    made_here = (place.state / "manifest.sqlite").exists()
    if not made_here and not adopt and _occupied(place.site):
        raise ForeignFolderError(str(place.site))
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        manifest = Manifest(place.state / "manifest.sqlite")
        try:
            moves, removals = manifest.pending()
            carry_out(place, moves, removals)
            manifest.finish()
            clear_staging(place)
            yield manifest
        finally:
            manifest.close()


def _occupied(site: Path) -> bool:
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        return True
    return site.is_dir() and any(site.iterdir())


def clear_staging(place: Place) -> None:
    shutil.rmtree(place.staging, ignore_errors=True)


def existing_files(site: Path) -> set[str]:
    """Every file of the site, relative, with forward slashes."""
    found: set[str] = set()
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(site / folder) as entries:
                for entry in entries:
                    name = f"{folder}{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(name + "/")
                    elif entry.is_file(follow_symlinks=False):
                        found.add(name)
        except FileNotFoundError:
            continue
    return found


def carry_out(place: Place, moves: Iterable[str], removals: Iterable[str]) -> None:
    """Moves staged files into the site, each atomically, then removes what is no longer part of it.

    Going over a change that was cut short is safe: what has already moved is not in staging any more.
    """
    for path in moves:
        target = place.site / path
        staged = place.staging / path
        try:
            staged.replace(target)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            if staged.exists():
                _make_way(target)
                staged.replace(target)
    for path in removals:
        _remove(place.site, path)


def _make_way(target: Path) -> None:
    """Folders for a new file; a folder standing where the file goes is cleared only if it is empty."""
    if target.is_dir():
        target.rmdir()
    target.parent.mkdir(parents=True, exist_ok=True)


def _remove(site: Path, path: str) -> None:
    target = site / path
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == site:
            return
        try:
            folder.rmdir()
        except OSError:
            return
