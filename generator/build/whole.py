"""The site of a store, with the parts that are gathered from many records: search shards and parts of the sitemap."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from generator.build.store import Store
from generator.build.stored import StoredGroups, StoredRegistry, StoredSummaries
from generator.language import Strings
from generator.plan.data import OpenData
from generator.plan.output import Planned
from generator.plan.search import search_output
from generator.plan.site import Carried, SitePlan, Unit, published
from generator.plan.sitemap import index_outputs, listed, newest_of, part_count, part_of, part_output
from generator.render import search
from generator.settings import Settings

SEARCH = "search/"
SITEMAP = "sitemap/"
DATA: Unit = "data"
"""The open data of the whole registry: planned after all else, since sums are taken of what is staged."""

META = "meta"
NO_DAY = "-"


@dataclass(frozen=True)
class WholeSite:
    """Plans any unit of the site whose registry is in the store: those of records and indexes, search and open data."""

    store: Store
    plan: SitePlan

    def units(self) -> Iterator[Unit]:
        """Every unit but those of the sitemap, which follow from what the others come to."""
        yield from self.plan.units()
        yield f"{SEARCH}{META}"
        yield from (f"{SEARCH}{number}" for number in range(self.store.shards()))

    def outputs(self, unit: Unit) -> list[Planned]:
        """The outputs of one unit; none if the site has no such unit."""
        if unit == DATA:
            return published(self.data.outputs(), self.plan.settings)
        if unit.startswith(SEARCH):
            return list(self._shard(unit.removeprefix(SEARCH)))
        return self.plan.outputs(unit)

    def expect(self, units: Iterable[Unit]) -> None:
        """Says that these units come next."""
        self.plan.expect(units)

    @cached_property
    def data(self) -> OpenData:
        return OpenData(self.plan.summaries, self.plan.at, self.store)

    def days(self, unit: Unit) -> dict[str, date]:
        """The pages of a unit that know when they last changed."""
        return self.plan.days(unit)

    def _shard(self, name: str) -> Iterator[Planned]:
        count = self.store.shards()
        if name == META:
            yield search_output(search.META, search.meta(count))
        elif int(name) < count:
            yield search_output(search.shard_name(int(name)), search.shard(self.store.shard(int(name))))


def whole_site(t: Strings, settings: Settings, at: date, carried: Carried, db: sqlite3.Connection) -> WholeSite:
    """The site of the registry that is stored behind `db`, as of `at`."""
    store = Store(db)
    summaries = StoredSummaries(StoredRegistry(store), t, settings.language)
    return WholeSite(store, SitePlan(summaries, StoredGroups(store), at, carried, settings))


Dated = Mapping[str, date | None]
"""Pages by path, each with the day of its last change, if that is known."""


@dataclass(frozen=True)
class Sitemap:
    """The sitemap after a change: the newest day of each part, and the parts that have changed, by number."""

    newest: Sequence[date | None]
    parts: Mapping[int, Dated]

    def units(self) -> Iterator[tuple[Unit, list[Planned]]]:
        """What is to be rendered: the parts that have changed or are gone, and what leads to the parts."""
        for number, pages in sorted(self.parts.items()):
            there = number <= len(self.newest)
            yield f"{SITEMAP}{number}", [part_output(number, sorted(pages.items()))] if there else []
        yield f"{SITEMAP}{META}", list(index_outputs(self.newest))

    def keep(self, store: Store) -> None:
        for number, pages in self.parts.items():
            store.set_group(f"{SITEMAP}{number}", [f"{path}\0{day or ''}" for path, day in sorted(pages.items())])
        store.set_mark(SITEMAP, ",".join(str(day or NO_DAY) for day in self.newest))


def changed_sitemap(store: Store, pages: Dated, gone: Collection[str]) -> Sitemap:
    """The sitemap now that these pages are as they are, and others gone."""
    newest = _newest(store)
    sizes = sum(store.group_size(f"{SITEMAP}{number}") for number in range(1, len(newest) + 1))
    parts: dict[int, dict[str, date | None]] = {}
    for path in {*pages, *filter(listed, gone)} if newest else ():
        number = part_of(path, len(newest))
        if number not in parts:
            parts[number] = _part(store, number)
        part = parts[number]
        before = len(part)
        if path in pages:
            part[path] = pages[path]
        else:
            part.pop(path, None)
        sizes += len(part) - before
    if part_count(sizes) != len(newest):
        known = {path: day for number in range(1, len(newest) + 1) for path, day in _part(store, number).items()}
        return made_sitemap(store, {path: day for path, day in (known | dict(pages)).items() if path not in gone})
    for number, part in parts.items():
        newest[number - 1] = newest_of(part.items())
    return Sitemap(newest, parts)


def made_sitemap(store: Store, pages: Dated) -> Sitemap:
    """The sitemap of these pages, whatever it was before."""
    count, before = part_count(len(pages)), len(_newest(store))
    parts: dict[int, dict[str, date | None]] = {number: {} for number in range(1, max(count, before) + 1)}
    for path, day in pages.items():
        parts[part_of(path, count)][path] = day
    return Sitemap([newest_of(parts[number].items()) for number in range(1, count + 1)], parts)


def _newest(store: Store) -> list[date | None]:
    mark = store.mark(SITEMAP)
    return [date.fromisoformat(day) if day != NO_DAY else None for day in mark.split(",")] if mark else []


def _part(store: Store, number: int) -> dict[str, date | None]:
    items = (item.partition("\0") for item in store.group(f"{SITEMAP}{number}"))
    return {path: date.fromisoformat(day) if day else None for path, _, day in items}
