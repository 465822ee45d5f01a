"""A build from end to end: read, check, plan, render what changed, put it in place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version
from time import perf_counter

import generator
from generator.build.carry import Editorial, carried_files
from generator.build.check import Checked, check_project
from generator.build.manifest import Manifest
from generator.build.parts import keep_own_parts, sweep_parts
from generator.build.place import (
    Place,
    carry_out,
    clear_staging,
    existing_files,
    opened,
    place_of,
    refuse_links,
    refuse_sources,
)
from generator.build.stages import Progress, Stopwatch, silent
from generator.build.workers import stage_changed
from generator.model.keyed import digest_of
from generator.paper.typefaces import chosen
from generator.paper.typesetter import families
from generator.plan.output import Planned
from generator.plan.site import Carried, plan_site
from generator.problems import Problem, problem
from generator.problems.catalogue import is_error
from generator.render import urls
from generator.render.house import House, open_house
from generator.settings import Settings

SOURCES = (".py", ".yaml", ".tsv", ".typ")
MOST_PROCESSES = 64
"""More would only wait for one another, whatever is asked for."""

TOOLS = ("jinja2", "markupsafe", "pypinyin", "qrcode", "typst")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did. `problems` holds errors only when the build stopped at them; `stages` has wall seconds."""

    written: int
    unchanged: int
    removed: int
    seconds: float
    records: dict[str, int]
    problems: tuple[Problem, ...] = field(default=())
    paths: tuple[str, ...] = field(default=(), repr=False)
    stages: Mapping[str, float] = field(default_factory=dict, repr=False)

    @property
    def stopped(self) -> bool:
        return any(map(is_error, self.problems))


@dataclass(frozen=True, slots=True)
class Options:
    at: date
    jobs: int = 0
    full: bool = False
    adopt: bool = False

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
    progress("read", 0, 0)
    checked = check_project(root, options.at)
    if checked.has_errors:
        return _stopped(checked, started)
    house = open_house(settings, root / "overrides")
    place = place_of(site)
    with opened(place, adopt=options.adopt) as manifest:
        progress("editorial", 0, 0)
        faces = chosen(families()) if settings.share_pictures else None
        carried = replace(carried_files(root, place, manifest, editorial, checked.media), faces=faces)
        progress("plan", 0, 0)
        planned = plan_site(checked.registry, house, options.at, carried)
        written, gone = _bring_up_to_date(planned, house, place, manifest, options, progress)
    return Summary(
        written=len(written),
        unchanged=len(planned) - len(written),
        removed=len(gone),
        seconds=round(perf_counter() - started, 3),
        records=checked.registry.counts(),
        problems=(*checked.problems, *_remarks(settings, carried, gone)),
        paths=tuple(written),
        stages=progress.seconds(),
    )


def _remarks(settings: Settings, carried: Carried, gone: Sequence[str]) -> Iterator[Problem]:
    """What an operator should know of a build that went well."""
    yield from (problem("page-gone", path) for path in gone if urls.lasting(path))
    if settings.share_pictures and carried.faces is None:
        yield problem("no-typeface", "mkdocs.yml")


def _stopped(checked: Checked, started: float) -> Summary:
    seconds = round(perf_counter() - started, 3)
    return Summary(0, 0, 0, seconds, checked.registry.counts(), checked.problems)


def _bring_up_to_date(
    planned: Sequence[Planned], house: House, place: Place, manifest: Manifest, options: Options, progress: Progress
) -> tuple[list[str], list[str]]:
    """Renders, stages, records and moves; returns the paths written and the paths removed."""
    known, present = manifest.keys(), existing_files(place.site)
    code = code_digest()
    keep_own_parts(place, manifest, code)
    keys = {output.path: digest_of(code, output.key(house)) for output in planned}
    stale = [
        output
        for output in planned
        if options.full or known.get(output.path) != keys[output.path] or output.path not in present
    ]
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress("render", done, len(stale))

    staged = stage_changed(stale, house, place, options.processes, advance)
    gone = sorted(known.keys() - keys.keys())
    place.site.mkdir(parents=True, exist_ok=True)
    progress("replace", 0, len(staged))
    refuse_links(place, [*staged, *gone])
    manifest.begin({output.path: keys[output.path] for output in stale}, staged, gone)
    carry_out(place, staged, gone)
    manifest.finish()
    clear_staging(place)
    if staged:
        sweep_parts(place, house, planned)
    return staged, gone


def code_digest() -> bytes:
    """A digest of the program and of the tools that make its bytes, so that a changed renderer renders again.

    Templates and assets are left out: the house has them in its own digest.
    """
    home = Path(generator.__file__).parent
    sources = sorted(path for ending in SOURCES for path in home.rglob(f"*{ending}"))
    tools = [f"{tool} {version(tool)}" for tool in TOOLS] + [f"sqlite {sqlite_version}"]
    return digest_of(*(source.read_bytes() for source in sources), *map(str.encode, tools))
