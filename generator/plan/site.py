"""The whole site as a list of outputs, and any part of it alone.

A site is made of units: a record with its pages and data files, one page of an index, and the few outputs that rest on
the registry as a whole. Each unit is planned by itself, so that a change plans only the units it reaches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from generator.model.keyed import Keyed, keyed, together
from generator.model.registry import Registry
from generator.model.summaries import Summaries
from generator.model.views import HomeFigures, IssuerRow, SchemeRow
from generator.paper.typefaces import Typefaces
from generator.plan.data import MadeRuns, OpenData
from generator.plan.feeds import Subscriptions
from generator.plan.groups import CERTIFICATES, CLOSING, ENTERPRISES, NOTICES, Groups, id_in, made_groups
from generator.plan.indexes import certificate_index, enterprise_index
from generator.plan.output import Copy, Output, Planned
from generator.plan.records import RecordPages
from generator.plan.search import search_outputs
from generator.plan.sitemap import changed_pages, last_changes, sitemap_outputs
from generator.plan.slices import Index, highest
from generator.render import urls
from generator.render.families import is_left_out
from generator.render.house import House
from generator.render.pages import code, home, indexes, issuer, lookup, notice, scheme, standard
from generator.settings import Settings

HOME_LATEST = 6
HOME_NOTICES = 5

Unit = str
"""``certificate/NUMBER``, ``enterprise/CODE``, ``notice/ID``; ``page/GROUP#NUMBER`` of an index; or `FIXED`."""

FIXED: Unit = "fixed"
"""What rests on the registry as a whole, on its foundations and on files: planned whenever anything has changed."""

RECORDS = ("certificate", "enterprise", "notice")


@dataclass(frozen=True)
class Carried:
    """What the site takes over from files: media, assets and editorial pages; `home` is the editorial front page.

    `faces`: what share pictures are set in, where the operator wants such pictures and the machine can.
    """

    copies: tuple[Copy, ...] = ()
    home: Keyed[str] | None = None
    faces: Typefaces | None = None

    @cached_property
    def media(self) -> dict[str, Copy]:
        """The pictures of the registry, by their path on the site."""
        return {copy.path: copy for copy in self.copies}


@dataclass(frozen=True)
class SitePlan:
    """The site of a registry that has passed its checks, as of `at`: search and sitemap apart, all of it."""

    summaries: Summaries
    groups: Groups
    at: date
    carried: Carried
    settings: Settings

    @property
    def registry(self) -> Registry:
        return self.summaries.registry

    @cached_property
    def records(self) -> RecordPages:
        return RecordPages(self.summaries, self.groups, self.at, self.carried.faces, self.carried.media)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(self.summaries, self.groups, self.at)

    @cached_property
    def indexes(self) -> dict[str, Index[Any]]:
        certificates, enterprises = (
            make(self.summaries, self.groups) for make in (certificate_index, enterprise_index)
        )
        return {CERTIFICATES: certificates, ENTERPRISES: enterprises}

    def units(self) -> Iterator[Unit]:
        """Every unit of the site; those that show the same records come near one another."""
        yield from (record_unit(kind, id) for kind, id in self.registry.families() if kind in RECORDS)
        for index in self.indexes.values():
            yield from (page_unit(group, number) for group, number in index.numbers())
        yield FIXED

    def outputs(self, unit: Unit) -> list[Planned]:
        """The outputs of one unit; none if the site has no such unit."""
        return published(self._outputs(unit), self.settings)

    def expect(self, units: Iterable[Unit]) -> None:
        """Says that these units will be planned and rendered next."""
        ids: defaultdict[str, list[str]] = defaultdict(list)
        for unit in units:
            kind, _, id = unit.partition("/")
            ids[kind].append(id)
        for kind in RECORDS:
            self.summaries.expect(kind, ids[kind])

    def _outputs(self, unit: Unit) -> Iterator[Planned]:
        if unit == FIXED:
            return self._fixed()
        kind, _, rest = unit.partition("/")
        if kind != "page":
            return self._of_record(kind, rest)
        group, _, number = rest.rpartition("#")
        return self._page(group, int(number))

    def output_at(self, path: str) -> Planned | None:
        """The output that stands at `path`, planned without the rest of the site; None if none does."""
        units = (unit for unit in (_record_at(path), self._page_at(path), FIXED) if unit is not None)
        found = (output for unit in units for output in self.outputs(unit) if output.path == path)
        return next(found, None)

    def days(self, unit: Unit) -> dict[str, date]:
        """The pages of a unit that know when they last changed."""
        kind, _, id = unit.partition("/")
        return changed_pages(self.registry, kind, id, self.at) if is_dated(unit) else {}

    def _of_record(self, kind: str, id: str) -> Iterator[Output]:
        yield from self.records.of(kind, id)
        if kind == "enterprise" and id in self.registry.enterprises:
            yield from self.subscriptions.of_enterprise(id)

    def _page(self, group: str, number: int) -> Iterator[Output]:
        name = group.partition("/")[0]
        index = self.indexes[name]
        there = group == name or group in index.slices
        if there and number <= highest(self.groups.size(group)):
            path, view = index.page(group, number)
            render = indexes.certificate_index if name == CERTIFICATES else indexes.enterprise_index
            yield Output(path, render, (view,))

    def _page_at(self, path: str) -> Unit | None:
        """The unit of the index page at `path`, if it is that of one."""
        folder, _, name = path.rpartition("/")
        number = urls.page_number(name)
        if number is None or folder.partition("/")[0] not in self.indexes:
            return None
        return page_unit(folder, number)

    def _fixed(self) -> Iterator[Planned]:
        """Where an editorial file and a record claim one path, the record has it."""
        made: list[Planned] = [*self.records.foundations(), *self._single_pages(), *self.subscriptions.shared()]
        made += _lists(self.registry, self.summaries, self.groups)
        taken = {output.path for output in made}
        for copy in self.carried.copies:
            if copy.path not in taken and not self._is_claimed(copy.path):
                yield copy
        yield from made

    def _is_claimed(self, path: str) -> bool:
        units = (unit for unit in (_record_at(path), self._page_at(path)) if unit is not None)
        return any(output.path == path for unit in units for output in self.outputs(unit))

    def _single_pages(self) -> Iterator[Output]:
        schemes = together(self.summaries.schemes.values())
        yield Output(urls.VERIFY, lookup.verify_page, (schemes,))
        yield Output(urls.SEARCH, lookup.search_page, (schemes,))
        yield Output(urls.NOT_FOUND, lookup.not_found_page, ())
        yield from _follow_codes(self.settings)
        if self.carried.home is not None:
            figures = home_figures(self.registry, self.summaries, self.groups)
            yield Output(urls.HOME, home.home_page, (self.carried.home, keyed(figures)))


def published(outputs: Iterable[Planned], site: Settings) -> list[Planned]:
    """The outputs whose family the operator does not leave out."""
    return [output for output in outputs if not is_left_out(output.path, site.without)]


def _follow_codes(site: Settings) -> Iterator[Output]:
    for account, content in (("subscription", site.wechat_subscription_code), ("service", site.wechat_service_code)):
        if content:
            yield Output(urls.follow(account), code.follow_code, (keyed(content),))


def record_unit(kind: str, id: str) -> Unit:
    return f"{kind}/{id}"


def page_unit(group: str, number: int) -> Unit:
    return f"page/{group}#{number}"


def is_dated(unit: Unit) -> bool:
    """Whether pages of a unit may know when they last changed: those of records do."""
    return unit.partition("/")[0] in RECORDS


def sort_of(unit: Unit) -> tuple[str, str, int]:
    """Alike for units whose pages are made from the same templates, equally deep below the root of the site."""
    kind, _, rest = unit.partition("/")
    group = rest.partition("#")[0]
    return kind, group.partition("/")[0] if kind == "page" else "", group.count("/")


def _record_at(path: str) -> Unit | None:
    """The unit of the record whose outputs may stand at `path`."""
    found = urls.record_at(path)
    return record_unit(*found) if found is not None else None


def plan_site(registry: Registry, house: House, at: date, carried: Carried) -> list[Planned]:
    """Every file of the site as of `at`, sorted by path. The registry has passed its checks."""
    summaries = Summaries(registry, house.t, house.settings.language)
    site = SitePlan(summaries, made_groups(summaries, at), at, carried, house.settings)
    planned = [output for unit in site.units() for output in site.outputs(unit)]
    planned += search_outputs(summaries)
    planned += published(OpenData(summaries, at, MadeRuns(summaries, at)).outputs(), house.settings)
    planned += sitemap_outputs([output.path for output in planned], last_changes(registry, at))
    by_path = {output.path: output for output in planned}
    return [by_path[path] for path in sorted(by_path)]


def _lists(registry: Registry, summaries: Summaries, groups: Groups) -> Iterator[Output]:
    schemes = together(keyed(row) for row in _scheme_rows(registry, groups))
    counted = ((item.value, groups.size(f"{CERTIFICATES}/issuer/{item.id}")) for item in registry.issuers.values())
    issuers = together(keyed(IssuerRow(value, count)) for value, count in counted)
    notices = together(summaries.notices[id_in(item)] for item in groups.items(NOTICES))
    yield Output(urls.SCHEMES, scheme.scheme_list, (schemes,))
    yield Output(urls.ISSUERS, issuer.issuer_list, (issuers,))
    yield Output(urls.STANDARDS, standard.standard_list, (together(summaries.standards.values()),))
    yield Output(urls.NOTICES, notice.notice_list, (notices,))


def home_figures(registry: Registry, summaries: Summaries, groups: Groups) -> HomeFigures:
    """What the front page tells of the registry."""
    latest, notices = groups.items(CERTIFICATES)[:HOME_LATEST], groups.items(CLOSING)[:HOME_NOTICES]
    return HomeFigures(
        enterprises=groups.size(ENTERPRISES),
        certificates=groups.size(CERTIFICATES),
        issuers=len(registry.issuers),
        schemes=tuple(_scheme_rows(registry, groups)),
        latest=tuple(summaries.certificates[id_in(item)].value for item in latest),
        notices=tuple(summaries.notices[id_in(item)].value for item in notices),
    )


def _scheme_rows(registry: Registry, groups: Groups) -> Iterable[SchemeRow]:
    schemes = registry.schemes.values()
    return (SchemeRow(item.value, groups.size(f"{CERTIFICATES}/scheme/{item.id}")) for item in schemes)
