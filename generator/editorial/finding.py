"""How articles are found by searching: by their titles and their headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from generator.render import search, urls
from generator.render.search import SearchEntry

KIND = "page"
WORKSHOP = "development/"


def found_in(page: Page) -> Iterator[SearchEntry]:
    """The article and each heading below its title; nothing of the front page, which every page leads to.

    Pages of those who work on the site are found by their titles: reference pages alone have hundreds of headings.
    """
    path, title = page.file.dest_uri, str(page.title)
    if path == urls.HOME:
        return
    section = str(page.parent.title) if page.parent is not None else ""
    yield SearchEntry(KIND, path, title, "" if section == title else section)
    at_work = page.file.generated_by is not None or path.startswith(WORKSHOP)
    for heading in _headings(() if at_work else page.toc):
        if heading.title != title:
            yield SearchEntry(KIND, f"{path}#{heading.id}", heading.title, title)


def write_articles(config: MkDocsConfig, found: Iterable[SearchEntry]) -> None:
    """Puts the list of what is found beside the articles."""
    path = Path(config.site_dir) / urls.SEARCH_ARTICLES
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(search.articles(found))


def _headings(items: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for item in items:
        yield item
        yield from _headings(item.children)
