"""From what the site owes to the site renewed: plan and render, record the change, move it into place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from msgspec import Struct

from generator.build.advance import EVERYTHING
from generator.build.carry import Editorial, carried_files, carried_mark
from generator.build.far import Far, rendered_far
from generator.build.manifest import Manifest
from generator.build.opendata import DataRenderer
from generator.build.parts import keep_own_parts, sweep_parts
from generator.build.place import (
    Place,
    carry_out,
    clear_staging,
    existing_files,
    homes_of,
    moves_of,
    refuse_links,
    seal,
    sealed,
)
from generator.build.stages import Progress
from generator.build.store import Store
from generator.build.whole import DATA, SITEMAP, Sitemap, changed_sitemap, made_sitemap, whole_site
from generator.build.workers import Done, Renderer
from generator.model.keyed import digest_of
from generator.paper.typefaces import Typefaces
from generator.plan.site import FIXED, Unit, is_dated
from generator.plan.sitemap import listed
from generator.render.house import House

OUTPUTS = "outputs"
HOUSE = "house"
CARRIED = "carried"
"""Marks: how many files the site has, and with which house, files to carry over and day it was made."""


class _Change(Struct):
    """What rendering came to: the files of the units that have changed, and the paths that are new, gone and staged.

    Also the pages that the sitemap lists and, when the `whole` site is planned, its units and how many files it has.
    """

    whole: bool
    files: dict[Unit, dict[str, bytes]] = {}
    units: set[Unit] = set()
    size: int = 0
    pages: dict[str, date | None] = {}
    new: set[str] = set()
    lost: set[str] = set()
    staged: list[str] = []

    def add(self, done: Done) -> None:
        if self.whole:
            self.units.add(done.unit)
        # Pages of records may have got another day; of others only those that are new or gone matter.
        pages = done.files if self.whole or is_dated(done.unit) else done.new
        self.pages.update((path, done.days.get(path)) for path in pages if listed(path))
        if done.changed:
            self.files[done.unit] = done.files
        self.size += len(done.files)
        self.new.update(done.new)
        self.lost.update(done.gone)
        self.staged += done.staged

    def drop(self, unit: Unit, paths: Iterable[str]) -> None:
        self.files[unit] = {}
        self.lost.update(paths)

    def sitemap(self, store: Store) -> Sitemap:
        if self.whole:
            return made_sitemap(store, self.pages)
        return changed_sitemap(store, self.pages, self.gone)

    @property
    def gone(self) -> list[str]:
        return sorted(self.lost - self.new)


@dataclass(frozen=True)
class Renewal:
    """Renews the site at `place` from a registry that has passed its checks. `code` is the program's own digest."""

    root: Path
    place: Place
    house: House
    code: bytes
    at: date
    jobs: int
    full: bool
    editorial: Editorial
    media: Mapping[str, str]
    faces: Typefaces | None
    far: Far | None = None

    def carry_out(self, manifest: Manifest, store: Store, progress: Progress) -> tuple[list[str], list[str]]:
        """The paths written and the paths removed, sorted.

        Raises:
            RenderError, EditorialError, OSError: the site is as it was, and owes what it owed.
        """
        mark = f"{self.at} {carried_mark(self.editorial, self.media)}"
        house = digest_of(self.house.digest, repr(self.faces).encode()).hex()
        missing = self._missing(manifest)
        owed = store.owed()
        if self.full or store.mark(HOUSE) != house:
            owed.add(EVERYTHING)
        if not owed and not missing and store.mark(CARRIED) == mark:
            return [], []
        progress("editorial", 0, 0)
        carried = carried_files(self.root, self.place, manifest, self.editorial, self.media, self.faces)
        progress("plan", 0, 0)
        open_site = partial(whole_site, self.house.t, self.house.settings, self.at, carried)
        renderer = Renderer(self.place, self.house, self.code, open_site, missing, self.full)
        keep_own_parts(self.place, manifest, self.code)
        change = self._rendered(renderer, manifest, owed, missing, progress)
        with renderer.site() as site:
            data = site.outputs(DATA)
            large = [*data, *site.plan.subscriptions.shared()]
            change.add(DataRenderer(renderer, data, manifest.files_of(DATA)).render(self.jobs))
        sitemap = change.sitemap(store)
        for unit, outputs in sitemap.units():
            change.add(renderer.done(unit, outputs, manifest.files_of(unit)))

        def along() -> None:
            sitemap.keep(store)
            store.clear("owed")
            manifest.set_homes(homes_of(change.new), ())
            before = int(store.mark(OUTPUTS) or 0) + len(change.new - change.lost) - len(change.gone)
            size = change.size if change.whole else before
            for name, value in ((OUTPUTS, str(size)), (HOUSE, house), (CARRIED, mark)):
                store.set_mark(name, value)

        written, gone = self._put_in_place(manifest, change, along, progress)
        if written:
            sweep_parts(self.place, self.house, large)
        return written, gone

    def _missing(self, manifest: Manifest) -> frozenset[str]:
        """The files that somebody has taken out of the site."""
        if sealed(self.place, manifest.homes(), self.jobs):
            return frozenset()
        missing = manifest.keys().keys() - existing_files(self.place.site)
        if not missing:
            seal(self.place, manifest.homes())
        return frozenset(missing)

    def _rendered(
        self, renderer: Renderer, manifest: Manifest, owed: set[Unit], missing: frozenset[str], progress: Progress
    ) -> _Change:
        """Plans and renders what is owed and what is missing."""
        everything = EVERYTHING in owed
        change, done = _Change(everything), 0
        lacking = (
            {unit for unit in manifest.units() if missing.intersection(manifest.files_of(unit))} if missing else set()
        )

        def advance(count: int) -> None:
            nonlocal done
            done += count
            progress("render", done, total)

        with renderer.site() as site:
            units = list(site.units()) if everything else sorted({*owed, *lacking, FIXED})
        total = len(units)
        for answer in self._answers(renderer, units, advance):
            change.add(answer)
        if everything:
            for unit in manifest.units():
                if unit not in change.units and unit != DATA and not unit.startswith(SITEMAP):
                    change.drop(unit, manifest.files_of(unit))
        return change

    def _answers(self, renderer: Renderer, units: list[Unit], advance: Callable[[int], None]) -> Iterator[Done]:
        """What becomes of each unit, on this machine or on others."""
        if self.far is None:
            yield from renderer.render(units, self.jobs, advance)
            return
        # What is copied is here, and so are the typefaces and logos of share pictures.
        here = {FIXED, *(unit for unit in units if self.faces and unit.startswith("enterprise/"))}
        yield from renderer.render(sorted(here), self.jobs, advance)
        there = [unit for unit in units if unit not in here]
        yield from rendered_far(renderer, self.far, self.at, self.root / "overrides", there, advance)

    def _put_in_place(
        self, manifest: Manifest, change: _Change, along: Callable[[], None], progress: Progress
    ) -> tuple[list[str], list[str]]:
        """Records the change and moves it into the site."""
        staged, gone = sorted(change.staged), change.gone
        progress("replace", 0, len(staged))
        refuse_links(self.place, [*staged, *gone])
        moves = moves_of(self.place, staged) if manifest.stand.build == 0 else staged
        manifest.begin(change.files, moves, gone, along)
        self.place.site.mkdir(parents=True, exist_ok=True)
        carry_out(self.place, moves, gone)
        manifest.finish()
        touched = homes_of([*staged, *gone])
        left = {folder for folder in homes_of(gone) if not (self.place.site / folder).is_dir()}
        manifest.set_homes((), left)
        seal(self.place, touched - left)
        clear_staging(self.place)
        return staged, gone
