"""A build from end to end: read what changed, check, plan and render what that reaches, put it in place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter

from msgspec import Struct

from generator.build.advance import DAY, advance
from generator.build.carry import Editorial, media_stamps
from generator.build.check import pictures_of, problems_of
from generator.build.code import code_digest
from generator.build.examining import Examiner
from generator.build.far import Far
from generator.build.manifest import Manifest
from generator.build.place import Place, keep_templates, opened, place_of, refuse_sources
from generator.build.renewal import OUTPUTS, Renewal
from generator.build.stages import Progress, Stopwatch, silent
from generator.build.store import Store
from generator.build.stored import StoredRegistry
from generator.build.workers import rendering
from generator.model.keyed import digest_of
from generator.paper.typefaces import Typefaces, chosen
from generator.paper.typesetter import families
from generator.problems import Problem, problem
from generator.problems.catalogue import is_error
from generator.records.media import scan_media
from generator.render import urls
from generator.render.house import House, open_house
from generator.settings import Settings

MOST_PROCESSES = 64
"""More would only wait for one another, whatever is asked for."""


class Summary(Struct, frozen=True):
    """What a build did. `problems` holds errors only when the build stopped at them; `stages` has wall seconds."""

    written: int
    unchanged: int
    removed: int
    seconds: float
    records: dict[str, int]
    problems: tuple[Problem, ...] = ()
    paths: tuple[str, ...] = ()
    stages: Mapping[str, float] = {}

    @property
    def stopped(self) -> bool:
        return any(map(is_error, self.problems))


class Options(Struct, frozen=True):
    at: date
    jobs: int = 0
    full: bool = False
    adopt: bool = False
    far: Far | None = None
    only: frozenset[str] | None = None
    """The folders of records to look at, where it is known that nothing else has changed since the last build."""

    @property
    def processes(self) -> int:
        return min(self.jobs or os.cpu_count() or 1, MOST_PROCESSES)


def build(
    root: Path, site: Path, settings: Settings, options: Options, editorial: Editorial, progress: Progress = silent
) -> Summary:
    """Brings the site at `site` up to date with the project at `root`.

    Stops with all problems listed, and the site untouched, when a record is in error.

    Raises:
        ForeignFolderError, StateError, RenderError, EditorialError, OSError: the site is as it was.
    """
    started, progress = perf_counter(), Stopwatch(progress)
    refuse_sources(root, site)
    place, code = place_of(site), code_digest()
    house = open_house(settings, root / "overrides", place.templates, code)
    with opened(place, adopt=options.adopt) as manifest:
        progress("read", 0, 0)
        keep_templates(place, house.compiled)
        store, stamps, problems = read_project(root, place, manifest, house, code, options, options.only)
        written: list[str] = []
        gone: list[str] = []
        if not any(map(is_error, problems)):
            how = (code, options.at, options.processes, options.full)
            faces = faces_of(settings)
            renewal = Renewal(root, place, house, *how, editorial, stamps, faces, options.far)
            with rendering():
                written, gone = renewal.carry_out(manifest, store, progress)
            problems += _remarks(settings, faces, gone)
        return Summary(
            written=len(written),
            unchanged=int(store.mark(OUTPUTS) or 0) - len(written),
            removed=len(gone),
            seconds=round(perf_counter() - started, 3),
            records=StoredRegistry(store).counts(),
            problems=tuple(problems),
            paths=tuple(written),
            stages=progress.seconds(),
        )


def check_again(root: Path, site: Path, settings: Settings, options: Options) -> Summary:
    """All problems of the project at `root`, at the price of what changed since the last call for this `site`.

    Nothing is built: `site` names the state that is kept beside it, and is no folder.

    Raises:
        StateError, OSError: the state, or a file of the project, cannot be read.
    """
    started = perf_counter()
    place, code = place_of(site), code_digest()
    house = open_house(settings, root / "overrides", place.templates, code)
    with opened(place, adopt=False) as manifest:
        store, _, problems = read_project(root, place, manifest, house, code, options)
        seconds = round(perf_counter() - started, 3)
        return Summary(0, 0, 0, seconds, StoredRegistry(store).counts(), tuple(problems))


def read_project(
    root: Path,
    place: Place,
    manifest: Manifest,
    house: House,
    code: bytes,
    options: Options,
    only: frozenset[str] | None = None,
) -> tuple[Store, dict[str, str], list[Problem]]:
    """The registry of the project in the store beside the manifest, brought up to date; the stamps of its pictures,
    and all problems. The store notes what the site owes for what has changed.

    `code` is the program's own digest; `only` are the folders of records to look at, where nothing else has changed
    since all was sound.

    Raises:
        RenderError: a process that reads or examines records ended early; the store is as it was.
    """
    store = _store_of(manifest, digest_of(code, house.ground), options.full)
    media = scan_media(root)
    stamps = media_stamps(root, media.names)
    examiner = Examiner(root, options.at, pictures_of(media), stamps, house.t, house.settings.language)
    with rendering():
        misplaced = advance(store, place.database, examiner, options.processes, only)
    return store, stamps, problems_of(root, store, media, misplaced)


def faces_of(settings: Settings) -> Typefaces | None:
    """What share pictures are set in; None where the operator wants none, or the machine cannot."""
    return chosen(families()) if settings.share_pictures else None


def _remarks(settings: Settings, faces: Typefaces | None, gone: Sequence[str]) -> Iterator[Problem]:
    """What an operator should know of a build that went well."""
    yield from (problem("page-gone", path) for path in gone if urls.lasting(path))
    if settings.share_pictures and faces is None:
        yield problem("no-typeface", "mkdocs.yml")


def _store_of(manifest: Manifest, ground: bytes, full: bool) -> Store:
    """The store beside the manifest; empty when it was filled by another program or under other settings."""
    store = Store(manifest.connection)
    store.prepare()
    if full or store.mark(GROUND) != ground.hex():
        with store.transaction():
            store.forget()
            store.set_mark(DAY, "")
            store.set_mark(GROUND, ground.hex())
    return store


GROUND = "ground"
"""The mark of the program and the settings under which the store was filled."""
