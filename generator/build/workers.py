"""Planning and rendering units of the site, in as many processes as asked for.

Each process plans the units it is given from the store, renders what is stale and stages the files it finds different;
only paths and keys travel back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.build.manifest import files_of
from generator.build.parts import stage_large, told
from generator.build.place import Place
from generator.build.store import reading_store
from generator.build.tasks import TaskError, Work, pieces_of, shared_out
from generator.build.whole import WholeSite
from generator.model.keyed import digest_of
from generator.plan.output import Checksums, Copy, Joined, Planned
from generator.plan.site import Unit, sort_of
from generator.render.house import House

PIECE = 40
"""Units planned and rendered at a time."""

FEW = 200
"""Up to so many units, starting processes costs more than it saves."""


class RenderError(Exception):
    """A page could not be rendered; the text names the page and the reason."""


@contextmanager
def rendering() -> Iterator[None]:
    """A piece of work that failed, or a process that ended early, is a `RenderError` to whoever asked for a build."""
    try:
        yield
    except TaskError as error:
        raise RenderError(str(error)) from error


class Done(NamedTuple):
    """A unit that has been planned: all its files with their keys, the days on which its pages last changed, whether
    anything of this is new; its new files, those it had and has no longer, and those that are staged.
    """

    unit: Unit
    files: dict[str, bytes]
    days: dict[str, date]
    changed: bool
    new: list[str]
    gone: list[str]
    staged: list[str]


@dataclass(frozen=True)
class Renderer:
    """Plans, compares and renders units. `missing` are files that should stand in the site and do not."""

    place: Place
    house: House
    code: bytes
    open_site: Callable[..., WholeSite]
    missing: frozenset[str] = frozenset()
    full: bool = False

    def render(self, units: Sequence[Unit], jobs: int, advance: Callable[[int], None]) -> Iterator[Done]:
        """Each unit planned, and what is stale of it staged.

        Of many units one of each sort comes ahead, in this process: what it takes to make them, such as the programs of
        the pages, is inherited by all others.

        Raises:
            RenderError: a template or a renderer failed; nothing of the site has been touched.
        """
        with rendering():
            for batch, processes in _batches(units, jobs):
                for answer in shared_out(self._opened, pieces_of(batch, PIECE), processes):
                    advance(len(answer))
                    yield from answer

    @contextmanager
    def site(self) -> Iterator[WholeSite]:
        """The site as it is planned, for as long as its store is open."""
        with reading_store(self.place.database) as db:
            yield self.open_site(db)

    @contextmanager
    def _opened(self) -> Iterator[Work[Sequence[Unit], list[Done]]]:
        with reading_store(self.place.database) as db:
            yield partial(self.each_done, self.open_site(db), db)

    def each_done(self, site: WholeSite, db: sqlite3.Connection, units: Sequence[Unit]) -> list[Done]:
        """A piece of work: units of the site whose store is behind `db`."""
        site.expect(units)
        before = files_of(db, units)
        return [self.done(unit, site.outputs(unit), before[unit], site.days(unit)) for unit in units]

    def done(
        self, unit: Unit, outputs: Sequence[Planned], before: dict[str, bytes], days: dict[str, date] | None = None
    ) -> Done:
        files = self.keys(outputs)
        stale = (output for output in outputs if self.is_stale(output.path, files, before))
        staged = [output.path for output in stale if stage(output, self.house, self.place)]
        return done_with(unit, files, before, staged, days or {})

    def keys(self, outputs: Iterable[Planned]) -> dict[str, bytes]:
        return {output.path: digest_of(self.code, output.key(self.house)) for output in outputs}

    def is_stale(self, path: str, files: dict[str, bytes], before: dict[str, bytes]) -> bool:
        return self.full or files[path] != before.get(path) or path in self.missing


def done_with(
    unit: Unit, files: dict[str, bytes], before: dict[str, bytes], staged: list[str], days: dict[str, date]
) -> Done:
    """What has become of a unit that had the files `before`."""
    new = [path for path in files if path not in before]
    gone = [path for path in before if path not in files]
    return Done(unit, files, days, files != before, new, gone, staged)


def stage(output: Planned, house: House, place: Place) -> bool:
    """Writes one output to staging if its bytes differ from what the site has.

    Raises:
        TaskError: it cannot be rendered, or what it is copied from cannot be read.
        DamagedError: what it is made of cannot be read back.
    """
    assert not isinstance(output, Checksums), "sums are taken by generator.build.opendata"
    with told(output.path):
        if isinstance(output, Joined):
            return stage_large(output, house, place)[0]
        content = output.source.read_bytes() if isinstance(output, Copy) else output.content(house)
    return stage_bytes(output.path, content, place)


def stage_bytes(path: str, content: bytes, place: Place) -> bool:
    """Writes these bytes to staging if they differ from what the site has at `path`.

    A cold build comes here for every file: paths as plain texts and bare descriptors halve what a small file costs.
    """
    if same(f"{place.site}/{path}", content):
        return False
    target = place.staged(path)
    try:
        _write(target, content)
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    return True


def same(path: str, content: bytes) -> bool:
    """Whether the file at `path` has these very bytes already."""
    if not os.access(path, os.R_OK):  # so it is for every file of a cold build, and an exception costs thrice as much
        return False
    try:
        found = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return os.fstat(found).st_size == len(content) and os.read(found, len(content)) == content
    except OSError:
        return False
    finally:
        os.close(found)


def _write(path: str, content: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        written = os.write(file, content)
        while written < len(content):
            written += os.write(file, memoryview(content)[written:])
    finally:
        os.close(file)


def _batches(units: Sequence[Unit], jobs: int) -> Iterator[tuple[Sequence[Unit], int]]:
    """Units to be done one batch after the other, each by so many processes."""
    if len(units) <= FEW:
        yield units, 1
        return
    first = {*{sort_of(unit): unit for unit in reversed(units)}.values()}
    yield sorted(first), 1
    yield [unit for unit in units if unit not in first], jobs
