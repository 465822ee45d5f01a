"""Progress bars, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from generator.build.stages import Progress as Report
from generator.build.stages import silent
from generator.language import strings


@contextmanager
def shown_progress(wanted: bool, lang: str) -> Iterator[Report]:
    """A function for the engine to report to; it draws on standard error if that is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield silent
        return
    # Late, because hooks and services have no terminal, and rich takes a while to import.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, TaskID] = {}
        words = strings(lang).cli.stage

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for task in tasks.values():
                    bars.update(task, total=1, completed=1)
                tasks[stage] = bars.add_task(words[stage], total=total or None)
            bars.update(tasks[stage], completed=done, total=total or None)

        yield report
