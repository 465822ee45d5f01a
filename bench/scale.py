"""What five million certificates would take, reckoned from what the largest measured size took."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bench.results import Row, Size

WANTED = 5_000_000
QUIET_LOAD = 1.0
PER_PAGE = 50
STAGES_SHARED = "render"
"""The stage that a cluster can do."""


def scale(size: Size, words: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of the page: every one is measured, or follows from what is measured in the way it says."""
    times = WANTED / size.size
    wall, cpu, peak = (_median(size, value) for value in (lambda r: r.wall, lambda r: r.cpu, lambda r: r.peak))
    files, data = (_median(size, value) for value in (lambda r: float(r.files), lambda r: float(r.bytes)))
    loads = [row.load for row in size.of("portal")]
    rendering = _median(size, lambda row: row.stages.get(STAGES_SHARED, 0.0)) / wall
    facts = {name: value * times for name, value in size.facts.items()}
    return {
        "measured": f"{size.size:,}",
        "wanted": f"{WANTED:,}",
        "times": f"{times:g}",
        "day": size.day,
        "busy": max(loads) > QUIET_LOAD,
        "load": f"{min(loads):.1f}–{max(loads):.1f}",
        "enterprises": f"{size.enterprises * times:,.0f}",
        "lines": list(_lines(size, words, times)),
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
        "memory": _bytes(peak * times * (1 << 20)),
        "pages": f"{WANTED / PER_PAGE:,.0f}",
    }


def _lines(size: Size, words: Mapping[str, Any], times: float) -> Iterator[Mapping[str, str]]:
    """One line for each number: what was measured, how it is carried over, and what that gives."""
    steeper = times * math.log(WANTED) / math.log(size.size)
    linear, sorted_ = (words["scale"][name].format(times=f"{value:.4g}") for name, value in _ways(times, steeper))
    for name in dict.fromkeys(name for row in size.of("portal") for name in row.stages):
        seconds = _median(size, _stage(name))
        grows, how = (steeper, sorted_) if name == "plan" else (times, linear)
        if name == "editorial":
            grows, how = 1.0, words["scale"]["constant"]
        what = words["scale"]["stage"].format(stage=words["stages"].get(name, name))
        yield {"what": what, "found": _seconds(seconds), "how": how, "then": _seconds(seconds * grows)}
    for name, value, show in (
        ("memory", _median(size, lambda row: row.peak) * (1 << 20), _bytes),
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
