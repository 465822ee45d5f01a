"""Rendering on other machines: what a worker there needs to know, and how the files it makes come back.

A worker plans and renders from a snapshot of the store, with the very functions that a local process uses. Each piece
of work is staged in a folder of its own and counts only when its answer has come, so a worker that is lost, or that
comes back after another has done its piece, leaves nothing behind that is taken for a page.

The folder of state beside the site is shared with the workers; or, with an address of object storage that fsspec knows,
snapshot and pages travel through there and the workers need no folder in common.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from shutil import copyfileobj, rmtree
from tempfile import TemporaryDirectory
from typing import Any, Literal, NamedTuple
from uuid import uuid4
from zipfile import ZipFile

from msgspec import Struct
from msgspec.structs import replace

from generator.build.cluster import open_cluster
from generator.build.code import code_digest
from generator.build.place import STAGING, Place
from generator.build.tasks import TaskError, Work, pieces_of
from generator.build.whole import whole_site
from generator.build.workers import FEW, PIECE, Done, Renderer, rendering, stage_bytes
from generator.plan.site import Carried, Unit
from generator.render.house import open_house
from generator.settings import Settings

FAR = "far"
"""The folder of the state in which workers lay what they make."""


class Far(Struct, frozen=True):
    """Where to render: the address of a scheduler, and one of object storage such as ``s3://bucket/folder`` to send
    pages through; empty if the workers share the folder of state beside the site.
    """

    scheduler: str
    through: str = ""


class Delivery(NamedTuple):
    """What came of a piece: the units, and the folder or archive that holds their staged files."""

    where: str
    done: list[Done]


class Errand(Struct, frozen=True):
    """All that a worker needs, small enough to travel with every piece. `base` is where snapshot and pages are laid."""

    base: str
    through: bool
    place: Place
    settings: Settings
    overrides: tuple[tuple[str, bytes], ...]
    code: bytes
    at: date
    missing: frozenset[str]
    full: bool

    @contextmanager
    def __call__(self) -> Iterator[Work[Sequence[Unit], Delivery]]:
        """Opens the site on the worker.

        Raises:
            TaskError: the worker runs another release of the program, whose pages would differ.
        """
        if code_digest() != self.code:
            raise TaskError("a worker has another release of this program")
        with TemporaryDirectory(prefix="lixin-") as name:
            folder = Path(name)
            house = open_house(self.settings, _laid_out(self.overrides, folder / "overrides"))
            with closing(_open_snapshot(self._snapshot(folder))) as db:
                site = whole_site(house.t, house.settings, self.at, Carried(()), db)

                def work(units: Sequence[Unit]) -> Delivery:
                    place = self._own_place(folder)
                    renderer = Renderer(place, house, self.code, lambda _: site, self.missing, self.full)
                    done = renderer.each_done(site, db, units)
                    return Delivery(self._sent(place), done)

                yield work

    def _snapshot(self, folder: Path) -> Path:
        if not self.through:
            return Path(self.base, SNAPSHOT)
        with _storage(f"{self.base}/{SNAPSHOT}", "rb") as there, (folder / SNAPSHOT).open("wb") as here:
            copyfileobj(there, here)
        return folder / SNAPSHOT

    def _own_place(self, folder: Path) -> Place:
        """A place for one piece: its staging is nobody else's. Without a shared folder the site is not to be seen."""
        if self.through:
            return Place(folder / "no-site", folder / uuid4().hex)
        return replace(self.place, state=Path(self.base, uuid4().hex))

    def _sent(self, place: Place) -> str:
        """Where the staged files are for the one who builds."""
        if not self.through:
            return str(place.state)
        archive = f"{self.base}/{place.state.name}.zip"
        with _storage(archive, "wb") as there, ZipFile(there, "w") as pages:
            for path in sorted(path for path in place.staging.rglob("*") if path.is_file()):
                pages.write(path, path.relative_to(place.staging).as_posix())
        rmtree(place.state, ignore_errors=True)
        return archive


SNAPSHOT = "snapshot.sqlite"


def rendered_far(
    renderer: Renderer, far: Far, at: date, overrides: Path, units: Sequence[Unit], advance: Callable[[int], None]
) -> Iterator[Done]:
    """Each unit planned, and what is stale of it staged, by the workers of a cluster; a few are done here at once.

    None of the units may copy files, or set type: a worker has neither this machine's files nor its typefaces.

    Raises:
        RenderError, ClusterError: a page could not be rendered, or the cluster is gone; the site is as it was.
    """
    if len(units) <= FEW:
        yield from renderer.render(units, 1, advance)
        return
    place = renderer.place
    run = uuid4().hex
    base = f"{far.through.rstrip('/')}/lixin-{run}" if far.through else str(place.state / FAR / run)
    with rendering(), open_cluster(far.scheduler) as cluster, _laid_down(base, place, through=bool(far.through)):
        errand = Errand(
            base, bool(far.through), place, renderer.house.settings, _files_in(overrides),
            renderer.code, at, renderer.missing, renderer.full,
        )  # fmt: skip
        for delivery in cluster.shared_out(errand, pieces_of(units, PIECE)):
            advance(len(delivery.done))
            yield from _fetched(delivery, place, through=bool(far.through))


@contextmanager
def _laid_down(base: str, place: Place, *, through: bool) -> Iterator[None]:
    """A snapshot of the store at `base`, and nothing left there afterwards."""
    with TemporaryDirectory(prefix="lixin-") as name:
        folder = Path(name) if through else Path(base)
        folder.mkdir(parents=True, exist_ok=True)
        _write_snapshot(place.database, folder / SNAPSHOT)
        if through:
            with (folder / SNAPSHOT).open("rb") as here, _storage(f"{base}/{SNAPSHOT}", "wb") as there:
                copyfileobj(here, there)
        try:
            yield
        finally:
            _cleared(base, through=through)


def _cleared(base: str, *, through: bool) -> None:
    if not through:
        rmtree(base, ignore_errors=True)
        return
    from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # ships no types

    files, path = url_to_fs(base)
    files.rm(path, recursive=True)


def _write_snapshot(database: Path, snapshot: Path) -> None:
    """A copy of the database that other machines can read: a write-ahead log is for processes of one machine."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as db:
        db.execute("VACUUM INTO ?", (str(snapshot),))
    with closing(sqlite3.connect(snapshot)) as db:
        db.execute("PRAGMA journal_mode=DELETE")


def _open_snapshot(snapshot: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{snapshot.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def _fetched(delivery: Delivery, place: Place, *, through: bool) -> Iterator[Done]:
    """Lays the files of a piece into staging. What came through storage has not been compared with the site yet."""
    if not through:
        for done in delivery.done:
            for path in done.staged:
                _move(Path(delivery.where, STAGING, path), place.staging / path)
            yield done
        rmtree(delivery.where, ignore_errors=True)
        return
    with _storage(delivery.where, "rb") as there, ZipFile(there) as pages:
        for done in delivery.done:
            yield done._replace(staged=[path for path in done.staged if stage_bytes(path, pages.read(path), place)])


def _move(file: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    file.replace(target)


@contextmanager
def _storage(address: str, mode: Literal["rb", "wb"]) -> Iterator[Any]:
    """A file in object storage.

    Raises:
        TaskError: it cannot be opened, read or written.
    """
    import fsspec  # type: ignore[import-untyped]  # ships no types

    try:
        with fsspec.open(address, mode, auto_mkdir=True) as file:
            yield file
    except (OSError, ImportError, ValueError) as error:
        raise TaskError(f"{address}: {error}") from error


def _files_in(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Every file below a folder with its content; none if there is no such folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((path.relative_to(folder).as_posix(), path.read_bytes()) for path in found)


def _laid_out(files: Sequence[tuple[str, bytes]], folder: Path) -> Path:
    folder.mkdir()
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder
