"""The MkDocs plugin: articles wear the portal's own templates, and MkDocs' own commands give the whole site."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, cast

from jinja2 import Environment
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from generator.build.carry import Editorial
from generator.build.place import place_of
from generator.editorial.feed import write_news_feed
from generator.editorial.finding import found_in, write_articles
from generator.editorial.inputs import articles_folder, fingerprint, package_folders
from generator.editorial.links import html_targets, is_record_page
from generator.editorial.navigation import name_sections, navigation_of
from generator.editorial.publish import NotPublished, publish
from generator.editorial.reference import reference_pages
from generator.editorial.tables import TableLabels
from generator.render import urls
from generator.render.house import House, open_house
from generator.render.search import SearchEntry
from generator.settings import Settings, SettingsError, read_settings

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')
_ACTIVE = {urls.HOME: "home", urls.QUESTIONS: "questions", urls.ABOUT: "about"}


class LixinConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs types its hooks only in part
    """No options: the portal's settings stand under `extra.lixin`, where every command reads them."""


class RecordPage(File):
    """A page of the site that MkDocs may link to and does not make."""

    def __init__(self, path: str, config: MkDocsConfig) -> None:
        super().__init__(path, None, config.site_dir, use_directory_urls=False)

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing to copy: the build of the records writes it."""


class LixinPlugin(BasePlugin[LixinConfig]):  # type: ignore[no-untyped-call]  # MkDocs types its hooks only in part
    """Renders the articles aside and brings the whole site up to date with them.

    After `render_only`, the articles alone are rendered, into MkDocs' own site folder.
    """

    _publishes = True
    _settings: Settings | None = None
    _serving = False
    _aside: TemporaryDirectory[str] | None = None
    _house: House
    _nav: Navigation
    _translated: bool
    _found: list[SearchEntry]
    _root: Path
    _site: Path

    def render_only(self, settings: Settings) -> None:
        """Makes a single run of MkDocs render articles and nothing more."""
        self._settings = settings
        self._publishes = False

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: object) -> None:
        self._serving = command == "serve"

    def on_shutdown(self) -> None:
        if self._aside is not None:
            self._aside.cleanup()
        if self._serving:
            shutil.rmtree(place_of(self._site).state, ignore_errors=True)

    @event_priority(100)  # before the blog plugin, which looks for its articles where they are said to be
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._root = Path(config.config_file_path).parent
        self._found = []
        self._house = open_house(self._settings or _settings_of(self._root), self._root / "overrides")
        # The records' side makes the site map and the page for what is not found.
        config.theme.static_templates.clear()
        config.markdown_extensions.append(TableLabels())
        self._choose_articles(config)
        if self._publishes:
            self._site = Path(config.site_dir)
            self._aside = self._aside or TemporaryDirectory(prefix="lixin-")
            config.site_dir = self._aside.name
        return config

    def _choose_articles(self, config: MkDocsConfig) -> None:
        """Those in the language of the site; an English one has a navigation of what there is in English."""
        lang, docs = self._house.settings.language, Path(config.docs_dir)
        folder = articles_folder(docs, lang)
        self._translated = folder != docs
        if self._translated:
            config.docs_dir = str(folder)
            written = {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}
            config.nav = navigation_of(config.nav, frozenset(written | reference_pages(lang).keys()))

    def on_nav(self, nav: Navigation, **_: object) -> Navigation:
        self._nav = nav
        return nav

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leaves the theme's own style sheets and scripts out, no page asks for them; adds the reference pages."""
        kept = Files(file for file in files if file.src_dir not in config.theme.dirs)
        _refuse_links(kept, Path(config.docs_dir))
        for path, content in reference_pages(self._house.settings.language).items():
            kept.append(File.generated(config, path, content=content))
        return kept

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Makes the record pages known that this article links to, so that MkDocs can check the link."""
        for path in html_targets(markdown, page.file.src_uri):
            if files.get_file_from_path(path) is None and is_record_page(path, self._root / "registry"):
                files.append(RecordPage(path, config))
        return markdown

    def on_page_content(self, html: str, **_: object) -> str:
        """A block of code that is wider than a phone can be scrolled with the keyboard too."""
        return html.replace("<pre>", '<pre tabindex="0">')

    @event_priority(-100)  # after the blog plugin, which expects MkDocs' own environment
    def on_env(self, _env: Environment, **_: object) -> Environment:
        if self._translated:
            name_sections(self._nav.items)
        return self._house.environment

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: object) -> TemplateContext:
        path = page.file.dest_uri
        self._found += found_in(page)
        active = _ACTIVE.get(path, path.partition("/")[0])
        return cast(TemplateContext, {**context, **self._house.surroundings(path), "active": active})

    def on_post_page(self, output: str, **_: object) -> str:
        """While serving, MkDocs adds an inline script that reloads the page; the strict policy would stop it."""
        return _POLICY.sub("", output) if self._serving else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        write_news_feed(config, self._house)
        write_articles(config, self._found)
        if not self._publishes:
            return
        articles = Editorial(fingerprint(self._root), partial(_copy, Path(config.site_dir)))
        try:
            publish(self._root, self._site, self._house.settings, articles)
        except NotPublished as error:
            raise PluginError(str(error)) from None

    def on_serve(self, server: LiveReloadServer, **_: object) -> LiveReloadServer:
        for folder in (self._root / "registry", *package_folders()):
            server.watch(str(folder))
        return server


def _refuse_links(files: Files, docs: Path) -> None:
    """Nothing outside the articles' folder is published, whatever a link in it points to.

    Raises:
        PluginError: a file of the folder lies elsewhere.
    """
    home = docs.resolve()
    for file in files:
        source = Path(file.abs_src_path or "")
        if source.is_relative_to(docs) and not source.resolve().is_relative_to(home):
            raise PluginError(f"'{file.src_uri}' is a link to a place outside {docs.name}, so it is not published")


def _settings_of(root: Path) -> Settings:
    try:
        return read_settings(root)
    except SettingsError as error:
        raise PluginError(str(error)) from None


def _copy(pages: Path, into: Path) -> None:
    shutil.copytree(pages, into, dirs_exist_ok=True)
