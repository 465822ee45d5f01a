"""What five million certificates would take, reckoned from what the largest measured size took."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bench.results import Row, Size

WANTED = 5_000_000
ENOUGH = 100_000
"""Certificates that have to have been measured before the reckoning means much."""
QUIET_LOAD = 1.0
PER_PAGE = 50
STAGES_SHARED = "render"
"""The stage that a cluster can do."""


def scale(sizes: Sequence[Size], words: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of the page: every one is measured, or follows from what is measured in the way it says."""
    size, times = sizes[-1], WANTED / sizes[-1].size
    wall, cpu = (_median(size, value) for value in (lambda r: r.wall, lambda r: r.cpu))
    files, data = (_median(size, value) for value in (lambda r: float(r.files), lambda r: float(r.bytes)))
    loads = [row.load for row in size.of("portal")]
    rendering = _median(size, lambda row: row.stages.get(STAGES_SHARED, 0.0)) / wall
    facts = {name: value * times for name, value in size.facts.items()}
    return {
        "measured": f"{size.size:,}",
        "provisional": size.size < ENOUGH,
        "wanted": f"{WANTED:,}",
        "times": f"{times:g}",
        "day": size.day,
        "busy": max(loads) > QUIET_LOAD,
        "load": f"{min(loads):.1f}–{max(loads):.1f}",
        "enterprises": f"{size.enterprises * times:,.0f}",
        "lines": list(_lines(sizes, words, times)),
        "change": _seconds(size.median("portal", "scope", lambda row: row.wall) or 0),
        "share": f"{rendering:.0%}",
        "most": f"{1 / (1 - rendering):.1f}",
        "alone": _seconds(wall * (1 - rendering) * times),
        "core_hours": f"{cpu * times / 3600:,.1f}",
        "storage": _bytes(data * times),
        "objects": f"{files * times:,.0f}",
        "files": f"{files * times:,.0f}",
        "scope_files": f"{size.median('portal', 'scope', lambda row: row.written) or 0:,.0f}",
        "rename_files": f"{size.median('portal', 'rename', lambda row: row.written) or 0:,.0f}",
        "registry_files": f"{facts['registry_files']:,.0f}",
        "registry_bytes": _bytes(facts["registry_bytes"]),
        "largest_folder": f"{facts['largest_folder']:,.0f}",
        "largest_file": _bytes(facts["largest_file"]),
        "memory": _bytes(_memory(sizes)),
        "pages": f"{WANTED / PER_PAGE:,.0f}",
    }


def _memory(sizes: Sequence[Size]) -> float:
    """Bytes at the highest moment: those of the largest size, and for each certificate more what it had cost from the
    smallest size on.
    """
    small, large = sizes[0], sizes[-1]
    peaks = [_median(size, lambda row: row.peak) * (1 << 20) for size in (small, large)]
    each = (peaks[1] - peaks[0]) / max(large.size - small.size, 1)
    return peaks[1] + each * (WANTED - large.size)


def _lines(sizes: Sequence[Size], words: Mapping[str, Any], times: float) -> Iterator[Mapping[str, str]]:
    """One line for each number: what was measured, how it is carried over, and what that gives."""
    size = sizes[-1]
    steeper = times * math.log(WANTED) / math.log(size.size)
    linear, sorted_ = (words["scale"][name].format(times=f"{value:.4g}") for name, value in _ways(times, steeper))
    for name in dict.fromkeys(name for row in size.of("portal") for name in row.stages):
        seconds = _median(size, _stage(name))
        grows, how = (steeper, sorted_) if name == "plan" else (times, linear)
        if name == "editorial":
            grows, how = 1.0, words["scale"]["constant"]
        what = words["scale"]["stage"].format(stage=words["stages"].get(name, name))
        yield {"what": what, "found": _seconds(seconds), "how": how, "then": _seconds(seconds * grows)}
    peak = _median(size, lambda row: row.peak) * (1 << 20)
    how = words["scale"]["slope"].format(size=f"{sizes[0].size:,}")
    yield {"what": words["scale"]["memory"], "found": _bytes(peak), "how": how, "then": _bytes(_memory(sizes))}
    for name, value, show in (
        ("files", _median(size, lambda row: float(row.files)), _count),
        ("bytes", _median(size, lambda row: float(row.bytes)), _bytes),
        ("state", float(size.facts["state_bytes"]), _bytes),
        ("registry", float(size.facts["registry_bytes"]), _bytes),
    ):
        yield {"what": words["scale"][name], "found": show(value), "how": linear, "then": show(value * times)}


def _ways(times: float, steeper: float) -> tuple[tuple[str, float], tuple[str, float]]:
    return ("linear", times), ("sorted", steeper)


def _stage(name: str) -> Callable[[Row], float]:
    return lambda row: row.stages.get(name, 0.0)


def _median(size: Size, value: Callable[[Row], float]) -> float:
    return size.median("portal", "cold", value) or 0.0


def _seconds(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:,.0f} min" if seconds < 7200 else f"{seconds / 3600:,.1f} h"


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _bytes(value: float) -> str:
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if value >= factor:
            return f"{value / factor:,.1f} {unit}"
    return f"{value / 1e3:,.1f} KB"
