"""A build tells how long each of its stages took."""

from __future__ import annotations

import pytest

from generator.build import stages
from generator.build.stages import Stopwatch


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the watch reads, one after the other."""
    readings = [0.0]
    monkeypatch.setattr(stages, "perf_counter", lambda: readings[-1])
    return readings


def test_a_stage_lasts_until_the_next_begins(clock: list[float]) -> None:
    heard: list[tuple[str, int, int]] = []
    watch = Stopwatch(lambda *said: heard.append(said))
    clock.append(1.0)
    watch("read", 0, 0)
    clock.append(3.0)
    watch("render", 0, 9)
    clock.append(4.0)
    watch("render", 9, 9)
    clock.append(8.0)
    assert watch.seconds() == {"read": 2.0, "render": 5.0}
    assert heard == [("read", 0, 0), ("render", 0, 9), ("render", 9, 9)]


def test_a_stage_taken_up_again_is_one(clock: list[float]) -> None:
    watch = Stopwatch(stages.silent)
    for second, stage in enumerate(("render", "replace", "render")):
        clock.append(float(second))
        watch(stage, 0, 0)
    clock.append(7.0)
    assert watch.seconds() == {"render": 6.0, "replace": 1.0}
