"""The sitemap: an index and parts of at most 50,000 addresses (sitemaps.org protocol 0.9), and robots.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.keyed import keyed
from generator.plan.output import Output
from generator.render import data, urls

PART_URLS = 50_000


def sitemap_outputs(paths: Sequence[str]) -> Iterator[Output]:
    """Sitemap index, its parts and robots.txt for the pages among `paths`."""
    pages = sorted(path for path in paths if path.endswith(".html") and path != urls.NOT_FOUND)
    parts = [pages[start : start + PART_URLS] for start in range(0, len(pages), PART_URLS)] or [[]]
    names = [urls.sitemap_part(number) for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield Output(name, data.sitemap, (keyed(_undated(part)),))
    yield Output(urls.SITEMAP, data.sitemap_index, (keyed(_undated(names)),))
    yield Output(urls.ROBOTS, data.robots, ())


def _undated(paths: Sequence[str]) -> tuple[tuple[str, None], ...]:
    return tuple((path, None) for path in paths)
