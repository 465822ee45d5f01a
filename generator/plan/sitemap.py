"""The sitemap: an index and parts of at most 50,000 addresses (sitemaps.org protocol 0.9), and robots.txt.

An address belongs to a part by its own digest, so that a page that comes, goes or changes makes one part again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import log2
from zlib import crc32

from generator.model.keyed import keyed
from generator.model.registry import Registry
from generator.plan.output import Output
from generator.render import data, urls
from generator.schema.certificate import Certificate

PART_URLS = 4096
"""So many addresses a part has, give or take the half: far below what the protocol allows, and quickly written."""

Entry = tuple[str, date | None]


def listed(path: str) -> bool:
    """Whether the sitemap names this path."""
    return path.endswith(".html") and path != urls.NOT_FOUND


def part_count(pages: int) -> int:
    """A power of two: it rarely changes as the site grows."""
    return int(2 ** max(0, round(log2(max(1, pages) / PART_URLS))))


def part_of(path: str, count: int) -> int:
    """The number of the part, from 1, that names `path`."""
    return crc32(path.encode()) % count + 1


def sitemap_outputs(paths: Iterable[str], changed: Mapping[str, date]) -> Iterator[Output]:
    """Sitemap index, its parts and robots.txt for the pages among `paths`; `changed` says when some last changed."""
    pages = sorted(filter(listed, set(paths)))
    count = part_count(len(pages))
    parts: list[list[Entry]] = [[] for _ in range(count)]
    for path in pages:
        parts[part_of(path, count) - 1].append((path, changed.get(path)))
    for number, part in enumerate(parts, 1):
        yield part_output(number, part)
    yield from index_outputs([newest_of(part) for part in parts])


def part_output(number: int, entries: Sequence[Entry]) -> Output:
    """One part, given its pages by path, each with the day of its last change."""
    return Output(urls.sitemap_part(number), data.sitemap, (keyed(tuple(entries)),))


def index_outputs(newest: Sequence[date | None]) -> Iterator[Output]:
    """What leads to the parts, given for each the day of its newest page."""
    entries = tuple((urls.sitemap_part(number), day) for number, day in enumerate(newest, 1))
    yield Output(urls.SITEMAP, data.sitemap_index, (keyed(entries),))
    yield Output(urls.ROBOTS, data.robots, ())


def newest_of(entries: Iterable[Entry]) -> date | None:
    return max((day for _, day in entries if day is not None), default=None)


def last_changes(registry: Registry, at: date) -> dict[str, date]:
    """For each page of a certificate, enterprise or notice the day of the newest fact on it, up to `at`."""
    kinds = ("certificate", "enterprise", "notice")
    records = ((kind, id) for kind in kinds for id in registry.of_kind(kind))
    return {path: day for kind, id in records for path, day in changed_pages(registry, kind, id, at).items()}


def changed_pages(registry: Registry, kind: str, id: str, at: date) -> dict[str, date]:
    """The same for the pages of one record; nothing for a page without facts, or a record that is not there."""
    record = registry.of_kind(kind).get(id)
    if record is None:
        return {}
    if kind == "certificate":
        return {urls.certificate(id): _newest(record.value, at)}
    if kind == "notice":
        return {urls.notice(id): min(record.value.opens_on, at)}
    if record.value.withdrawal is not None:
        day: date | None = record.value.withdrawal.date
    else:
        day = max((_newest(held.value, at) for held in registry.certificates_of.get(id, ())), default=None)
    return {urls.enterprise(id): day, urls.report(id): day} if day is not None else {}


def _newest(certificate: Certificate, at: date) -> date:
    if certificate.withdrawal is not None:
        return min(certificate.withdrawal.date, at)
    objected = (day for item in certificate.objections for day in (item.raised_on, item.answered_on) if day)
    days = (certificate.issued_on, *(event.date for event in certificate.events), *objected)
    return max((day for day in days if day <= at), default=at)
