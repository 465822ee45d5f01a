"""What has to travel to a target: pure planning over paths."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from msgspec import Struct

from generator.build.manifest import Stand
from generator.render import urls

ChangedSince = Callable[[Stand], "list[str] | None"]
"""The paths touched since a state of the site; None when that is no state of this site."""


class Source(Struct, frozen=True):
    """A site ready to be published: its folder, held still by the build's lock, and its journal."""

    site: Path
    stand: Stand
    changed_since: ChangedSince


class Delivery(Struct, frozen=True):
    """Paths to send and paths to remove, each sorted. `whole`: the target is to be compared file by file."""

    send: tuple[str, ...]
    remove: tuple[str, ...]
    whole: bool = False

    @property
    def assets(self) -> tuple[str, ...]:
        """What has to be there before the first page that asks for it."""
        return tuple(path for path in self.send if lingers(path))

    @property
    def pages(self) -> tuple[str, ...]:
        return tuple(path for path in self.send if not lingers(path))


class Sent(Struct, frozen=True):
    """What a target took in: files and their bytes, and files removed."""

    files: int
    removed: int
    bytes: int


def lingers(path: str) -> bool:
    """Whether a path stays at a target for ever: an asset is addressed by its content, and old pages ask for it."""
    return path.startswith(urls.ASSETS)


def plan_changes(touched: Iterable[str], standing: Callable[[str], bool]) -> Delivery:
    """Catching up with the paths `touched`: those still `standing` in the site are sent, the others removed."""
    paths = sorted(touched)
    send = tuple(path for path in paths if standing(path))
    gone = set(paths).difference(send)
    return Delivery(send, tuple(sorted(path for path in gone if not lingers(path))))


def plan_whole(site: Collection[str], target: Collection[str] = ()) -> Delivery:
    """Making `target`, the paths that stand there, into `site`."""
    gone = set(target).difference(site)
    return Delivery(tuple(sorted(site)), tuple(sorted(path for path in gone if not lingers(path))), whole=True)


def bytes_of(site: Path, paths: Iterable[str]) -> int:
    return sum((site / path).stat().st_size for path in paths)
