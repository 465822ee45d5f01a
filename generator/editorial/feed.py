"""The feed of the news, made from the articles that the blog plugin has put in order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from markupsafe import Markup
from material.plugins.blog.plugin import BlogPlugin  # type: ignore[import-untyped]  # ships no types
from material.plugins.blog.structure import Post  # type: ignore[import-untyped]  # ships no types
from mkdocs.config.defaults import MkDocsConfig

from generator.render import urls
from generator.render.feeds import Entry, news_feed
from generator.render.house import House

NEWEST = 30
WORDS = 300
"""Characters of an article that stand in for a missing description."""


def write_news_feed(config: MkDocsConfig, house: House) -> None:
    """Puts the feed beside the articles; without the blog plugin there is no news and an empty feed."""
    path = Path(config.site_dir) / urls.NEWS_FEED
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(news_feed(house, urls.NEWS_FEED, list(_entries(config))))


def _entries(config: MkDocsConfig) -> Iterator[Entry]:
    blogs = [plugin for plugin in config.plugins.values() if isinstance(plugin, BlogPlugin)]
    posts = [post for blog in blogs for post in blog.blog.posts]
    newest = sorted(posts, key=lambda post: (_day(post), post.file.dest_uri), reverse=True)
    for post in newest[:NEWEST]:
        authors = ", ".join(author.name for author in post.authors)
        yield Entry(post.file.dest_uri, str(post.title), _summary(post), _day(post), author=authors)


def _day(post: Post) -> date:
    day: date = post.config.date.created.date()
    return day


def _summary(post: Post) -> str:
    """The description of an article, or else how it begins, as plain text."""
    content = Markup(post.content or "")  # noqa: S704 - taken apart, never put into a page
    return str(post.meta.get("description") or content.striptags()[:WORDS])
