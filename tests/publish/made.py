"""A site without a registry: files and their journal, as a build would leave them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.build.place import Place, opened, place_of
from generator.publish.commits import Revision
from generator.publish.delivery import Sent, Source
from generator.publish.mark import Mark
from generator.publish.run import Order, source_of
from generator.publish.target import Target

ADDRESS = "https://lixin.example/"
LONG = "<p>证书现在是否有效</p>" * 100
"""A page long enough to be worth compressing."""


@dataclass(frozen=True)
class Site:
    """A site in `folder`/site that tests change by hand."""

    folder: Path

    @property
    def place(self) -> Place:
        return place_of(self.folder / "site")

    def change(self, pages: dict[str, str | None]) -> None:
        """One build: writes the pages, removes those that are None."""
        with opened(self.place, adopt=False) as manifest:
            written = [path for path, text in pages.items() if text is not None]
            for path in written:
                staged = self.place.staging / path
                staged.parent.mkdir(parents=True, exist_ok=True)
                staged.write_text(str(pages[path]), encoding="utf-8")
            self.place.site.mkdir(parents=True, exist_ok=True)
            gone = [path for path in pages if path not in written]
            files = {**{path: {path: b""} for path in written}, **{path: {} for path in gone}}
            manifest.begin(files, written, gone)
        with opened(self.place, adopt=False):
            """Opening finishes what was begun."""

    @contextmanager
    def source(self) -> Iterator[Source]:
        with source_of(self.place) as source:
            yield source

    def order(self, commit: str = "", address: str = ADDRESS, *, adopt: bool = False) -> Order:
        return Order(self.place, self.folder, Revision(commit), address, adopt)

    def send(self, target: Target, commit: str = "", published_at: str = "2026-11-25T08:00:00Z") -> Sent:
        """Sends the site without asking whether it should be."""
        with target.held(), self.source() as source:
            mark = Mark(source.stand.site, source.stand.build, commit, published_at, ADDRESS)
            return target.send(source, mark, quietly)


def quietly(done: int, total: int) -> None:
    """No progress shown."""


def files(folder: Path) -> dict[str, str]:
    """Every file below `folder` but the mark and compressed siblings, as text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".lixin.json") and path.suffix not in (".gz", ".br")
    }
