"""`python -m bench [--sizes N…]`: measures builds of synthetic registries and writes them down.

Contestants take turns, so that a busy minute of the machine meets them all; what is reported is the median of the runs.
Every cold build goes to a folder of its own, and nothing is removed before the end: for minutes after many files were
deleted, ext4 is slow to make others.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from bench.contestants import QUIET, Outcome, facts, hugo, mkdocs, portal, rival
from bench.edits import Registry, busiest_night
from bench.measure import measure
from bench.report import write_report
from bench.results import FILE, Row, Size, keep
from bench.serving import first_page
from generator.build.clock import registry_today

AT = date(2026, 11, 1)
SIZES = (1_000, 10_000, 20_000, 100_000)
SEED = 1
FLIPS = 100
"""The midnight that is measured is the one of a coming year whose changes of status come closest to this number."""


@dataclass(slots=True)
class Contest:
    """The measurements of one size while they are made."""

    size: int
    runs: int
    folder: Path
    rows: list[Row] = field(default_factory=list)

    @property
    def root(self) -> Path:
        return self.folder / "portal"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def note(self, contestant: str, case: str, run: int, outcome: Outcome) -> None:
        found, said = outcome.measured, outcome.said
        stages, written = said.get("stages", {}), said.get("written", 0)
        assert isinstance(stages, dict)
        assert isinstance(written, int)
        times = (round(found.wall, 3), round(found.cpu, 3), round(found.peak, 1), round(found.load, 2))
        self.rows.append(Row(contestant, case, self.size, run, *times, outcome.files, outcome.bytes, written, stages))
        print(f"{self.size:7,} {contestant:8} {case:9} {run} {times[0]:9.2f} s {times[2]:8.0f} MiB  load {times[3]}")

    def build(self, case: str, run: int, at: date) -> None:
        self.note("portal", case, run, portal(self.root, self.site, at))


def main() -> int:
    args = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="lixin-bench-", dir=args.folder))
    try:
        for size in args.sizes:
            keep(_size(size, args, folder / str(size)), args.results)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if args.results == FILE:
        write_report()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of certificates")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts (default: 3)")
    parser.add_argument("--hugo-up-to", type=int, default=100_000, metavar="N", help="leave Hugo out of larger sizes")
    parser.add_argument(
        "--mkdocs-up-to", type=int, default=20_000, metavar="N", help="leave MkDocs out of larger sizes"
    )
    parser.add_argument("--folder", type=Path, help="where the registries and sites go for the time being")
    parser.add_argument(
        "--results", type=Path, default=FILE, help="file of the rows; with another, no report is written"
    )
    return parser.parse_args()


def _size(size: int, args: argparse.Namespace, folder: Path) -> Size:
    """All measurements of one size, in a folder of its own."""
    folder.mkdir()
    contest = Contest(size, args.runs, folder)
    command = ["sample", str(contest.root), "--certificates", str(size), "--seed", str(SEED)]
    made = measure([sys.executable, "-m", "generator", *command], folder, QUIET)
    contest.note("portal", "sample", 0, Outcome(made, 0, 0, {}))
    rivals: dict[str, Callable[[Path], Outcome]] = {
        "portal": lambda site: portal(contest.root, site, AT),
        "pages": lambda site: portal(contest.root, site, AT, pages_only=True),
    }
    if size <= args.hugo_up_to:
        home = rival("hugo", folder / "hugo", contest.root / "registry")
        rivals["hugo"] = lambda site: hugo(home, site)
    if size <= args.mkdocs_up_to:
        other = rival("mkdocs", folder / "mkdocs", contest.root / "registry")
        rivals["mkdocs"] = lambda site: mkdocs(other, site)
    for run in range(args.runs):
        for name, build in rivals.items():
            contest.note(name, "cold", run, build(folder / f"{name}-site-{run}"))
    registry = Registry(contest.root, AT)
    flips = _changes(contest, registry, rivals.get("hugo"))
    portal(contest.root, contest.site, registry_today())  # nobody serves a site that was built for another day
    for run in range(args.runs):
        for case, site in (("serve", contest.site), ("serve-cold", folder / f"served-{run}")):
            contest.note("portal", case, run, first_page(contest.root, site, registry.living[0][0].stem))
    enterprises = sum(1 for _ in (contest.root / "registry" / "enterprises").iterdir())
    return Size(
        size, enterprises, registry_today().isoformat(), " ".join(("python -m bench", *sys.argv[1:])),
        _revision(), flips, registry.held, tuple(contest.rows), facts(contest.root, contest.site),
    )  # fmt: skip


def _changes(contest: Contest, registry: Registry, hugo_build: Callable[[Path], Outcome] | None) -> int:
    """What a change costs, one after the other in each run; returns the changes of status of the midnights measured."""
    ends = registry.ends()
    night = busiest_night(ends, AT, contest.runs, FLIPS)
    contest.build("first", 0, night)
    for run in range(contest.runs):
        contest.build("nothing", run, night)
        for case, change in _edits(registry, run, night):
            change()
            contest.build(case, run, night)
            if case == "scope" and hugo_build is not None:
                contest.note("hugo", case, run, hugo_build(contest.folder / "hugo-site-0"))
        night += timedelta(days=1)
        contest.build("midnight", run, night)
    return round(sum(ends[night - timedelta(days=n)] for n in range(1, contest.runs + 1)) / contest.runs)


def _edits(registry: Registry, run: int, at: date) -> Iterator[tuple[str, Callable[[], Path]]]:
    yield "scope", lambda: registry.edit_scope(run)
    yield "flip", lambda: registry.suspend(run, at)
    yield "rename", lambda: registry.rename(run)
    yield "template", lambda: registry.change_template(run)


def _revision() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
