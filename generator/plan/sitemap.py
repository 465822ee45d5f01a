"""The sitemap: an index and parts of at most 50,000 addresses (sitemaps.org protocol 0.9), and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from generator.model.keyed import Keyed, keyed, together
from generator.model.registry import Registry
from generator.plan.output import Output
from generator.plan.runs import runs
from generator.render import data, urls
from generator.schema.certificate import Certificate

PART_URLS = 50_000
MEAN_URLS = 2_000
"""A part has so many addresses on average: a changed date makes one part again, and no page that comes moves others."""

Entry = tuple[str, date | None]


def sitemap_outputs(paths: Sequence[str], changed: Mapping[str, date]) -> Iterator[Output]:
    """Sitemap index, its parts and robots.txt for the pages among `paths`; `changed` says when some last changed."""
    pages = sorted({path for path in paths if path.endswith(".html") and path != urls.NOT_FOUND})
    entries = ((path, _entry(path, changed.get(path))) for path in pages)
    parts = [*runs(entries, MEAN_URLS, PART_URLS)] or [()]
    listed = []
    for number, part in enumerate(parts, 1):
        name = urls.sitemap_part(number)
        listed.append((name, max((entry.value[1] for entry in part if entry.value[1]), default=None)))
        yield Output(name, data.sitemap, (together(part),))
    yield Output(urls.SITEMAP, data.sitemap_index, (keyed(tuple(listed)),))
    yield Output(urls.ROBOTS, data.robots, ())


def last_changes(registry: Registry, at: date) -> dict[str, date]:
    """For each page of a certificate, enterprise or notice the day of the newest fact on it, up to `at`."""
    changed: dict[str, date] = {}
    for id, certificate in registry.certificates.items():
        day = _newest(certificate.value, at)
        holder = urls.enterprise(certificate.value.holder)
        changed[urls.certificate(id)] = day
        changed[holder] = max(day, changed.get(holder, day))
    for id, enterprise in registry.enterprises.items():
        if enterprise.value.withdrawal is not None:
            changed[urls.enterprise(id)] = enterprise.value.withdrawal.date
        if urls.enterprise(id) in changed:
            changed[urls.report(id)] = changed[urls.enterprise(id)]
    for id, notice in registry.notices.items():
        changed[urls.notice(id)] = min(notice.value.opens_on, at)
    return changed


def _newest(certificate: Certificate, at: date) -> date:
    if certificate.withdrawal is not None:
        return min(certificate.withdrawal.date, at)
    objected = (day for item in certificate.objections for day in (item.raised_on, item.answered_on) if day)
    days = (certificate.issued_on, *(event.date for event in certificate.events), *objected)
    return max((day for day in days if day <= at), default=at)


def _entry(path: str, day: date | None) -> Keyed[Entry]:
    return Keyed((path, day), f"{path} {day}".encode())
