"""The site as its files are now, page by page: read and checked as for a build, rendered when somebody looks."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

from jinja2 import TemplateError

from generator.build.carry import carried_files
from generator.build.code import code_digest
from generator.build.engine import Options, faces_of, read_project
from generator.build.place import Place, keep_templates, opened
from generator.build.tasks import TaskError
from generator.build.whole import DATA, SEARCH, WholeSite, made_sitemap, whole_site
from generator.editorial.pages import EditorialError, editorial_pages
from generator.plan.output import Planned
from generator.plan.site import Carried
from generator.plan.sitemap import listed
from generator.preview.board import News
from generator.preview.contents import content_of
from generator.preview.server import PageError
from generator.preview.watch import EVERYTHING, Changes, Part
from generator.problems.catalogue import is_error
from generator.render.house import House, open_house
from generator.settings import SettingsError, read_settings

RECORDS = frozenset[Part]({"registry"})
HOUSE = frozenset[Part]({"mkdocs.yml", "overrides"})
"""What the house is made from."""


@dataclass(frozen=True)
class _State:
    """A state of the project without errors, whatever becomes of the store: `db` keeps a transaction open (isolation in
    SQLite's write-ahead log), and so goes on reading what was committed when it began.
    """

    db: sqlite3.Connection
    house: House
    site: WholeSite

    def planned(self, path: str) -> Planned | None:
        """The file at `path`, planned alone where it can be."""
        return self.site.plan.output_at(path) or self._gathered.get(path) or self._sitemap_at(path)

    @cached_property
    def _gathered(self) -> dict[str, Planned]:
        """What is gathered from many records: search and open data."""
        units = [unit for unit in self.site.units() if unit.startswith(SEARCH)]
        return {output.path: output for unit in (*units, DATA) for output in self.site.outputs(unit)}

    def _sitemap_at(self, path: str) -> Planned | None:
        return self._sitemap.get(path) if path.endswith((".xml", ".txt")) else None

    @cached_property
    def _sitemap(self) -> dict[str, Planned]:
        units = (*self.site.units(), DATA)
        pages: dict[str, date | None] = {}
        for unit in units:
            days = self.site.days(unit)
            pages |= {output.path: days.get(output.path) for output in self.site.outputs(unit) if listed(output.path)}
        sitemap = made_sitemap(self.site.store, pages)
        return {output.path: output for _, outputs in sitemap.units() for output in outputs}


class LiveSite:
    """The site of the project at `root`. The state beside `place` is that of a build; the site there is left alone."""

    def __init__(self, root: Path, place: Place, lang: str) -> None:
        self._root, self._place, self._lang = root, place, lang
        self._code = code_digest()
        self._house: House | None = None
        self._carried: Carried | None = None
        self._owed = EVERYTHING.parts
        self._stamps: dict[str, str] = {}
        self._state: _State | None = None
        self._turn = Lock()

    def look(self, at: date, changes: Changes = EVERYTHING) -> News:
        """Looks at the files again, as of `at`; from now on the pages are theirs, unless something is wrong.

        Only what `changes` names is looked at, and whatever was wrong the last time.

        Raises:
            ForeignFolderError, StateError: the state beside the site cannot be used.
        """
        only = changes.folders if not self._owed else None
        self._owed |= changes.parts
        try:
            return self._looked(at, self._owed, only)
        except SettingsError as error:
            return News(faults=(error.said(self._lang),))
        except TemplateError as error:
            return News(faults=(f"{getattr(error, 'name', '') or ''}: {error}".removeprefix(": "),))
        except EditorialError as error:
            return News(faults=tuple(str(fault) for fault in error.faults))
        except TaskError as error:
            return News(faults=(str(error),))
        except OSError as error:
            return News(faults=(f"{error.filename or self._root}: {error.strerror or error}",))

    def page(self, path: str) -> bytes | None:
        """The bytes of the file at `path` in the last sound state; None if there is none, or no state yet.

        Raises:
            PageError: the page cannot be rendered.
        """
        with self._turn:
            if self._state is None:
                return None
            try:
                planned = self._state.planned(path)
                return content_of(planned, self._state.house) if planned is not None else None
            except Exception as error:
                raise PageError(f"{path}: {type(error).__name__}: {error}") from error

    def close(self) -> None:
        """Lets go of the state."""
        with self._turn:
            if self._state is not None:
                self._state.db.close()
            self._state = None

    def _looked(self, at: date, parts: frozenset[Part], only: frozenset[str] | None) -> News:
        settings = read_settings(self._root)
        house = self._house
        if house is None or parts & HOUSE:
            house = open_house(settings, self._root / "overrides", self._place.templates, self._code)
            _compile_all(house, self._root / "overrides")
        with opened(self._place, adopt=False) as manifest:
            keep_templates(self._place, house.compiled)
            options = Options(at)
            found = read_project(self._root, self._place, manifest, house, self._code, options, only)
            _, stamps, problems = found
            if any(map(is_error, problems)):
                return News(problems=tuple(problems))
            carried = self._carried
            if carried is None or self._stamps != stamps or parts - RECORDS:
                articles, faces = editorial_pages(self._root, settings), faces_of(settings)
                carried = carried_files(self._root, self._place, manifest, articles, stamps, faces)
            state = self._opened(house, carried, at)
        self._house, self._carried, self._stamps, self._owed = house, carried, stamps, frozenset()
        with self._turn:
            before, self._state = self._state, state
            if before is not None:
                before.db.close()
        return News(problems=tuple(problems))

    def _opened(self, house: House, carried: Carried, at: date) -> _State:
        """The state that is in the store now; to be called while nobody else can change it."""
        address = f"{self._place.database.absolute().as_uri()}?mode=ro"
        db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        db.execute("BEGIN")
        db.execute("SELECT COUNT(*) FROM meta").fetchone()  # the transaction begins with its first look
        return _State(db, house, whole_site(house.t, house.settings, at, carried, db))


def _compile_all(house: House, overrides: Path) -> None:
    """Finds the faults of an operator's own templates before anybody looks at their pages.

    Raises:
        TemplateError: one cannot be compiled.
    """
    for path in sorted(overrides.rglob("*.html")):
        house.environment.get_template(path.relative_to(overrides).as_posix())
