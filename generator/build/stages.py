"""How long the stages of a build took."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

Progress = Callable[[str, int, int], None]
"""Called with a stage (read, editorial, plan, render, replace), how much is done and how much there is."""


def silent(stage: str, done: int, total: int) -> None:
    """No progress shown."""


class Stopwatch:
    """Passes progress on, and counts the seconds of each stage from its first word to that of the next."""

    def __init__(self, onward: Progress) -> None:
        self._onward = onward
        self._seconds: dict[str, float] = {}
        self._stage, self._since = "", perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self._close()
            self._stage = stage
        self._onward(stage, done, total)

    def seconds(self) -> Mapping[str, float]:
        """Wall seconds by stage, up to now, in the order of the stages; what came before the first is not counted."""
        self._close()
        return {stage: round(spent, 3) for stage, spent in self._seconds.items()}

    def _close(self) -> None:
        now = perf_counter()
        if self._stage:
            self._seconds[self._stage] = self._seconds.get(self._stage, 0.0) + now - self._since
        self._since = now
