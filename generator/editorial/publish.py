"""From MkDocs' own commands to the whole site: the one call into the build."""

from __future__ import annotations

from pathlib import Path

from generator.build.carry import Editorial
from generator.build.clock import registry_today
from generator.build.engine import Options, build
from generator.build.place import ForeignFolderError, MisplacedSiteError, StateError
from generator.build.workers import RenderError
from generator.problems import formats
from generator.settings import Settings


class NotPublished(Exception):
    """The site is as it was; the text says why."""


def publish(root: Path, site: Path, settings: Settings, articles: Editorial) -> None:
    """Brings `site` up to date with the records and the articles.

    Raises:
        NotPublished: a record is in error, a page cannot be rendered, or the folder is not ours to write.
    """
    try:
        summary = build(root, site, settings, Options(at=registry_today()), articles)
    except MisplacedSiteError as error:
        raise NotPublished(f"{error}: the site may not lie among the sources of the project") from None
    except ForeignFolderError as error:
        raise NotPublished(f"{error}: not empty and not made by lixin; nothing was touched") from None
    except StateError as error:
        raise NotPublished(f"{error.folder}: {error}; delete it together with the site, and build again") from None
    except (RenderError, OSError) as error:
        raise NotPublished(str(error)) from None
    if summary.stopped:
        raise NotPublished("\n" + formats.render(summary.problems, "text", settings.language))
