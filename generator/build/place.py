"""The site folder and the folder of state beside it: locking, adopting, staging, moving, removing."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext, suppress
from errno import ELOOP
from pathlib import Path

from msgspec import Struct

from generator.build.manifest import Manifest
from generator.build.tasks import shared_out


class ForeignFolderError(Exception):
    """The site folder holds files that this program did not write; it is left alone."""


class MisplacedSiteError(ForeignFolderError):
    """The site would lie among the sources of the project, or the project inside the site."""


class StateError(Exception):
    """The state of the site cannot be used; the text is the reason, `folder` where the state is."""

    def __init__(self, reason: object, folder: Path) -> None:
        super().__init__(str(reason))
        self.folder = folder


SOURCES = ("registry", "docs", "overrides", "generator")
"""Folders of the project that a site may not lie in: the next build would take its pages for sources."""


def refuse_sources(root: Path, site: Path) -> None:
    """Refuses a site folder that is the project, holds it, or lies among its sources.

    Raises:
        MisplacedSiteError: it is one of these.
    """
    home, place = root.resolve(), site.resolve()
    if home.is_relative_to(place) or any(place.is_relative_to(home / name) for name in SOURCES):
        raise MisplacedSiteError(str(site))


STAGING = "staging"


class Place(Struct, frozen=True):
    """Where a site stands, and its state: ``site`` keeps manifest, staging and lock in ``.site.lixin`` beside it."""

    site: Path
    state: Path

    @property
    def staging(self) -> Path:
        return self.state / STAGING

    def staged(self, path: str) -> str:
        """Where the file of the site at `path` is staged, as a plain text: a cold build asks for every file."""
        return f"{self.state}/{STAGING}/{path}"

    @property
    def database(self) -> Path:
        return self.state / "manifest.sqlite"

    @property
    def editorial(self) -> Path:
        return self.state / "editorial"

    @property
    def parts(self) -> Path:
        return self.state / "parts"

    @property
    def templates(self) -> Path:
        return self.state / "templates"


def place_of(site: Path) -> Place:
    full = Path(os.path.abspath(site))
    return Place(full, full.parent / f".{full.name}.lixin")


@contextmanager
def opened(place: Place, *, adopt: bool) -> Iterator[Manifest]:
    """The manifest of a place, locked against other builds, with any unfinished change finished first.

    Raises:
        ForeignFolderError: the site folder is not empty and was not made here; `adopt` takes it over all the same.
        StateError: the manifest is broken, or cannot be written.
        OSError: a folder cannot be made or written.
    """
    made_here = place.database.exists()
    if not made_here and not adopt and _occupied(place.site):
        raise ForeignFolderError(str(place.site))
    place.state.mkdir(parents=True, exist_ok=True)
    with (place.state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            with closing(Manifest(place.database)) as manifest:
                moves, removals = manifest.pending()
                carry_out(place, moves, removals)
                manifest.finish()
                clear_staging(place)
                yield manifest
        except sqlite3.Error as error:
            raise StateError(error, place.state) from error


def _occupied(site: Path) -> bool:
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        return True
    return site.is_dir() and any(site.iterdir())


def clear_staging(place: Place) -> None:
    shutil.rmtree(place.staging, ignore_errors=True)


def keep_templates(place: Place, folder: Path | None) -> None:
    """Makes the folder of the compiled templates, below the place's own, and removes those of earlier programs."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    for other in place.templates.glob("*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


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


def refuse_links(place: Place, paths: Iterable[str]) -> None:
    """Refuses to write or remove through a link that somebody has put into the site.

    Raises:
        OSError: a folder above one of these paths, inside the site, is a link.
    """
    for folder in sorted(homes_of(paths) - {""}):
        if (place.site / folder).is_symlink():
            raise OSError(ELOOP, os.strerror(ELOOP), str(place.site / folder))


WHOLE = "."
"""Moved in place of all that is staged, when the site is not there yet."""


def moves_of(place: Place, staged: list[str]) -> list[str]:
    """What is to be moved: a site that is not there yet comes whole, in one step."""
    return [WHOLE] if staged and not _occupied(place.site) else staged


def carry_out(place: Place, moves: Iterable[str], removals: Iterable[str]) -> None:
    """Moves staged files into the site, each atomically, then removes what is no longer part of it.

    Going over a change that was cut short is safe: what has already moved is not in staging any more.
    """
    for path in moves:
        target = place.site / path
        staged = place.staging / path
        try:
            if path == WHOLE and place.site.exists():
                place.site.rmdir()
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


PIECE = 5_000
"""Folders looked at at a time: fewer are not worth starting processes for."""

SEAL = 946_684_800_000_000_000
"""The time of change, in nanoseconds, that a folder of the site is given: the beginning of 2000.

Whatever is put into a folder or taken out of it sets another; so a look at the folders tells whether files are missing.
"""


def seal(place: Place, folders: Iterable[str]) -> None:
    """Marks folders of the site as holding what they should."""
    for folder in folders:
        with suppress(OSError):
            os.utime(place.site / folder, ns=(SEAL, SEAL))


def sealed(place: Place, folders: Sequence[str], jobs: int) -> bool:
    """Whether nothing has come into these folders, or left them, since they were sealed; many are looked at by several
    processes.

    Raises:
        TaskError: one of these ended early.
    """

    def look(piece: range) -> bool:
        try:
            return all(os.stat(f"{place.site}/{folders[at]}").st_mtime_ns == SEAL for at in piece)  # noqa: PTH116 - they are many
        except OSError:
            return False

    pieces = [range(len(folders))[start : start + PIECE] for start in range(0, len(folders), PIECE)]
    return all(shared_out(lambda: nullcontext(look), pieces, jobs if len(pieces) > 1 else 1))


def homes_of(paths: Iterable[str]) -> set[str]:
    """The folders of these paths and all above them; the site itself is the empty text."""
    found = {path.rpartition("/")[0] for path in paths}
    above = found
    while above:
        above = {folder.rpartition("/")[0] for folder in above} - found
        found |= above
    return found


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
