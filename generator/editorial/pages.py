"""The articles as pages: runs MkDocs quietly into a folder, and turns what it complains of into one error."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import cast

from msgspec import Struct

from generator.build.carry import Editorial
from generator.editorial.inputs import articles_folder, fingerprint
from generator.settings import Settings

_SOURCE = re.compile(r"'([^']+\.(?:md|yml))'")
_TARGET = re.compile(r"(?:link|image|reference)(?: to)? '([^']+)'")


class Fault(Struct, frozen=True):
    """One thing wrong with an article. `path` is relative to the project; `line` counts from 1."""

    message: str
    path: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{place}: {self.message}" if place else self.message


class EditorialError(Exception):
    """The articles cannot be made into pages. One line for each fault: ``docs/about.md:12: what is wrong``."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def editorial_pages(root: Path, settings: Settings) -> Editorial:
    """The articles of the project at `root`, for a build of the site."""
    return Editorial(fingerprint(root), partial(build_editorial, root, settings))


def build_editorial(root: Path, settings: Settings, into: Path) -> None:
    """Renders every article of the project at `root` into the folder `into`; the same input gives the same bytes.

    Raises:
        EditorialError: mkdocs.yml or an article has a fault: every one that MkDocs found before it gave up.
    """
    # Late, because most builds change records alone and MkDocs takes a while to import.
    from jinja2 import TemplateError
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.config.config_options import Plugins
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import Abort, MkDocsException

    from generator.editorial.plugin import LixinPlugin

    articles = articles_folder(root / "docs", settings.language)
    with _heard() as complaints:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(into))
            plugin = config.plugins.get("lixin")
            if not isinstance(plugin, LixinPlugin):
                raise EditorialError(Fault("plugins must list lixin", "mkdocs.yml"))
            plugin.render_only(settings)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
                # MkDocs hands plugins on to the next configuration, even after their end.
                cast(Plugins, MkDocsConfig.plugins).plugin_cache.clear()
        except Abort:
            raise EditorialError(*_faults(root, articles, complaints)) from None
        except (MkDocsException, TemplateError, OSError, ValueError) as error:
            raise EditorialError(
                *_faults(root, articles, complaints or [f"{type(error).__name__}: {error}"])
            ) from error
    if complaints:
        raise EditorialError(*_faults(root, articles, complaints))


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Warnings and errors of MkDocs and its plugins, kept instead of printed."""
    logger, listener = logging.getLogger("mkdocs"), _Listener()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield listener.messages
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate


def _faults(root: Path, articles: Path, complaints: list[str]) -> Iterator[Fault]:
    for complaint in dict.fromkeys(complaints):
        source = _SOURCE.search(complaint)
        path = _article(root, articles, source[1]) if source else None
        target = _TARGET.search(complaint)
        line = _line(root / path, target[1]) if path and target else None
        yield Fault(" ".join(complaint.split()), path, line)


def _article(root: Path, folder: Path, name: str) -> str | None:
    """The path of a file that a complaint names, either way it may be named."""
    return next((path for path in (f"{folder.relative_to(root)}/{name}", name) if (root / path).is_file()), None)


def _line(file: Path, text: str) -> int | None:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if text in line), None)
