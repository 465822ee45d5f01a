"""The open data of the whole registry made in all processes: the runs that have changed, then the files of all runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import NamedTuple

from generator.build.parts import lacking_of, make_run, runs_of, stage_large, sums, told
from generator.build.tasks import Work, pieces_of, shared_out
from generator.build.whole import DATA
from generator.build.workers import Done, Renderer, done_with, rendering, stage, stage_bytes
from generator.plan.output import Checksums, Joined, Planned

PIECE = 8
"""Runs made at a time."""

FEW = 8
"""Up to so many runs, starting processes costs more than it saves."""

FEW_PARTS = 200
"""Up to so many parts to join, it does too."""


class Large(NamedTuple):
    """A large file that has been made: whether it is staged, and its SHA-256 sum."""

    path: str
    staged: bool
    sum: str


@dataclass(frozen=True)
class DataRenderer:
    """Renders the unit of the open data, `planned` from a store that is still open; it has the files `before`."""

    renderer: Renderer
    planned: Sequence[Planned]
    before: dict[str, bytes]

    def render(self, jobs: int) -> Done:
        """Makes what is stale and stages what differs from the site.

        Raises:
            RenderError: a file cannot be made; nothing of the site has been touched.
        """
        files = self.renderer.keys(self.planned)
        stale = [output for output in self.planned if self.renderer.is_stale(output.path, files, self.before)]
        with rendering():
            self._make_runs(jobs)
            large = self._join([output for output in stale if isinstance(output, Joined)], jobs)
            staged = [file.path for file in large if file.staged]
            staged += self._stage_others(stale, {file.path: file.sum for file in large})
        return done_with(DATA, files, self.before, staged, {})

    def _make_runs(self, jobs: int) -> None:
        """Makes the parts that are not at hand."""
        house, place = self.renderer.house, self.renderer.place
        runs = runs_of(self.planned)
        lacking = lacking_of(runs, house, place)
        if len(lacking) > FEW and jobs > 1:
            for _ in shared_out(self._opened_runs, pieces_of(lacking, PIECE), jobs):
                pass
        else:
            for at in lacking:
                make_run(runs[at], house, place)

    @contextmanager
    def _opened_runs(self) -> Iterator[Work[Sequence[int], int]]:
        with self.renderer.site() as site:
            runs = runs_of(site.outputs(DATA))

            def work(piece: Sequence[int]) -> int:
                for at in piece:
                    make_run(runs[at], self.renderer.house, self.renderer.place)
                return len(piece)

            yield work

    def _join(self, stale: Iterable[Joined], jobs: int) -> list[Large]:
        """Joins the parts of each file, which are all at hand by now, that of most parts first."""
        files = {output.path: output for output in sorted(stale, key=lambda output: -len(output.parts))}
        many = sum(len(output.parts) for output in files.values()) > FEW_PARTS

        def work(path: str) -> Large:
            with told(path):
                return Large(path, *stage_large(files[path], self.renderer.house, self.renderer.place))

        return list(shared_out(lambda: nullcontext(work), files, jobs if many else 1))

    def _stage_others(self, stale: Iterable[Planned], large: Mapping[str, str]) -> Iterator[str]:
        """The small files of the open data that are staged; the sums last, which look at all others."""
        house, place = self.renderer.house, self.renderer.place
        for output in stale:
            if isinstance(output, Checksums):
                with told(output.path):
                    content = sums(output, place, large)
                if stage_bytes(output.path, content, place):
                    yield output.path
            elif not isinstance(output, Joined) and stage(output, house, place):
                yield output.path
