"""The whole site as a list of outputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from generator.model.keyed import Keyed, keyed, together
from generator.model.registry import Registry
from generator.model.summaries import Summaries
from generator.model.views import HomeFigures, IssuerRow, SchemeRow
from generator.paper.typefaces import Typefaces
from generator.plan.data import OpenData
from generator.plan.feeds import Subscriptions
from generator.plan.indexes import certificate_index, enterprise_index
from generator.plan.output import Copy, Output, Planned
from generator.plan.records import RecordPages
from generator.plan.search import search_outputs
from generator.plan.sitemap import last_changes, sitemap_outputs
from generator.render import urls
from generator.render.house import House
from generator.render.pages import code, home, indexes, issuer, lookup, notice, scheme, standard

HOME_LATEST = 6
HOME_NOTICES = 5


@dataclass(frozen=True, slots=True)
class Carried:
    """What the site takes over from files: media, assets and editorial pages; `home` is the editorial front page.

    `faces`: what share pictures are set in, where the operator wants such pictures and the machine can.
    """

    copies: tuple[Copy, ...] = ()
    home: Keyed[str] | None = None
    faces: Typefaces | None = None

    @property
    def media(self) -> dict[str, Copy]:
        """The pictures of the registry, by their path on the site."""
        return {copy.path: copy for copy in self.copies}


def plan_site(registry: Registry, house: House, at: date, carried: Carried) -> list[Planned]:
    """Every file of the site as of `at`, sorted by path. The registry has passed its checks.

    Where an editorial file and a record claim one path, the record has it.
    """
    summaries = Summaries(registry, house.t, house.settings.language)
    planned: list[Planned] = [*carried.copies]
    planned += RecordPages(registry, summaries, at, carried.faces, carried.media).outputs()
    planned += _index_pages(summaries, house, at)
    planned += _lists(registry, summaries)
    planned += _fixed_pages(registry, summaries, carried)
    planned += _follow_codes(house)
    planned += search_outputs(summaries)
    planned += OpenData(registry, summaries, at).outputs()
    planned += Subscriptions(registry, summaries, at).outputs()
    planned += sitemap_outputs([output.path for output in planned], last_changes(registry, at))
    by_path = {output.path: output for output in planned}
    return [by_path[path] for path in sorted(by_path)]


def _index_pages(summaries: Summaries, house: House, at: date) -> Iterator[Output]:
    for path, view in certificate_index(summaries, at).pages():
        yield Output(path, indexes.certificate_index, (view,))
    for path, enterprise_view in enterprise_index(summaries).pages():
        yield Output(path, indexes.enterprise_index, (enterprise_view,))


def _lists(registry: Registry, summaries: Summaries) -> Iterator[Output]:
    schemes = together(keyed(row) for row in _scheme_rows(registry))
    issuers = (IssuerRow(item.value, len(registry.published_by.get(item.id, ()))) for item in registry.issuers.values())
    newest = sorted(summaries.notices.values(), key=lambda item: (item.value.opens_on, item.value.id), reverse=True)
    yield Output(urls.SCHEMES, scheme.scheme_list, (schemes,))
    yield Output(urls.ISSUERS, issuer.issuer_list, (together(keyed(row) for row in issuers),))
    yield Output(urls.STANDARDS, standard.standard_list, (together(summaries.standards.values()),))
    yield Output(urls.NOTICES, notice.notice_list, (together(newest),))


def _fixed_pages(registry: Registry, summaries: Summaries, carried: Carried) -> Iterator[Output]:
    yield Output(urls.VERIFY, lookup.verify_page, ())
    yield Output(urls.SEARCH, lookup.search_page, ())
    yield Output(urls.NOT_FOUND, lookup.not_found_page, ())
    if carried.home is not None:
        yield Output(urls.HOME, home.home_page, (carried.home, keyed(home_figures(registry, summaries))))


def _follow_codes(house: House) -> Iterator[Output]:
    site = house.settings
    for account, content in (("subscription", site.wechat_subscription_code), ("service", site.wechat_service_code)):
        if content:
            yield Output(urls.follow(account), code.follow_code, (keyed(content),))


def home_figures(registry: Registry, summaries: Summaries) -> HomeFigures:
    """What the front page tells of the registry."""
    shown = (item for item in registry.enterprises.values() if item.value.withdrawal is None)
    notices = sorted(summaries.notices.values(), key=lambda item: (item.value.closes_on, item.value.id), reverse=True)
    return HomeFigures(
        enterprises=sum(1 for _ in shown),
        certificates=len(registry.published),
        issuers=len(registry.issuers),
        schemes=tuple(_scheme_rows(registry)),
        latest=tuple(summaries.certificates[item.id].value for item in registry.published[:HOME_LATEST]),
        notices=tuple(item.value for item in notices[:HOME_NOTICES]),
    )


def _scheme_rows(registry: Registry) -> Iterable[SchemeRow]:
    under = registry.published_under
    return (SchemeRow(item.value, len(under.get(item.id, ()))) for item in registry.schemes.values())
