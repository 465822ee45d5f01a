"""The site as its files are now, page by page: read and checked as for a build, rendered when somebody looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from jinja2 import TemplateError

from generator.build.carry import carried_files, media_stamps
from generator.build.check import check_project
from generator.build.place import Place, opened
from generator.editorial.pages import EditorialError, editorial_pages
from generator.plan.output import Planned
from generator.plan.site import plan_site
from generator.preview.board import News
from generator.preview.contents import content_of
from generator.preview.server import PageError
from generator.render.house import House, open_house
from generator.settings import SettingsError, read_settings


@dataclass(frozen=True, slots=True)
class _State:
    """A state of the project without errors."""

    house: House
    planned: Mapping[str, Planned]


class LiveSite:
    """The site of the project at `root`. The state beside `place` is that of a build; the site there is left alone."""

    def __init__(self, root: Path, place: Place, lang: str) -> None:
        self._root, self._place, self._lang = root, place, lang
        self._state: _State | None = None
        self._turn = Lock()

    def look(self, at: date) -> News:
        """Looks at the files again, as of `at`; from now on the pages are theirs, unless something is wrong.

        Raises:
            ForeignFolderError, StateError: the state beside the site cannot be used.
        """
        try:
            return self._looked(at)
        except SettingsError as error:
            return News(faults=(error.said(self._lang),))
        except TemplateError as error:
            return News(faults=(f"{getattr(error, 'name', '') or ''}: {error}".removeprefix(": "),))
        except EditorialError as error:
            return News(faults=tuple(str(fault) for fault in error.faults))
        except OSError as error:
            return News(faults=(f"{error.filename or self._root}: {error.strerror or error}",))

    def page(self, path: str) -> bytes | None:
        """The bytes of the file at `path` in the last sound state; None if there is none, or no state yet.

        Raises:
            PageError: the page cannot be rendered.
        """
        state = self._state
        planned = state.planned.get(path) if state is not None else None
        if state is None or planned is None:
            return None
        with self._turn:
            try:
                return content_of(planned, state.house)
            except Exception as error:
                raise PageError(f"{path}: {type(error).__name__}: {error}") from error

    def _looked(self, at: date) -> News:
        checked = check_project(self._root, at)
        if checked.has_errors:
            return News(problems=checked.problems)
        settings = read_settings(self._root)
        house = open_house(settings, self._root / "overrides")
        _compile_all(house, self._root / "overrides")
        with opened(self._place, adopt=False) as manifest:
            articles = editorial_pages(self._root, settings)
            stamps = media_stamps(self._root, checked.media)
            carried = carried_files(self._root, self._place, manifest, articles, stamps, None)
        planned = plan_site(checked.registry, house, at, carried)
        self._state = _State(house, {item.path: item for item in planned})
        return News(problems=checked.problems)


def _compile_all(house: House, overrides: Path) -> None:
    """Finds the faults of an operator's own templates before anybody looks at their pages.

    Raises:
        TemplateError: one cannot be compiled.
    """
    for path in sorted(overrides.rglob("*.html")):
        house.environment.get_template(path.relative_to(overrides).as_posix())
