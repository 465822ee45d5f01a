"""The measurements as pages with tables and a plot: performance.md and scale.md in docs/development."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.plot import Line, draw
from bench.publishing import read_pushes
from bench.results import Row, Size, read_machine, read_sizes
from bench.scale import scale

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs" / "development"
TEMPLATES = HERE / "templates"
MIB = "{:,.0f} MiB"
CHANGES = ("nothing", "scope", "flip", "rename", "template", "midnight")
SMALL, LARGE = 20_000, 100_000
GROWN_FROM = 10_000


@dataclass(frozen=True, slots=True)
class Target:
    """`found` is a ratio or a number of seconds or MiB; `limit` what it should not be above."""

    name: str
    found: float | None
    limit: float
    form: str


def write_report(docs: Path = DOCS) -> None:
    """Writes the page and its plot from all sizes that have been measured."""
    words = yaml.safe_load((TEMPLATES / "words.yaml").read_text(encoding="utf-8"))
    sizes, machine = read_sizes(), read_machine()
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        comment_start_string="<#",  # {# begins the name of a heading in Markdown
        comment_end_string="#>",
    )
    environment.filters["thousands"] = "{:,}".format
    page = environment.get_template("performance.md").render(
        machine=machine,
        sizes=sizes,
        targets=[_shown(target, words) for target in targets(sizes)],
        cold=list(_cold(sizes, words)),
        changes=list(_changes(sizes, words)),
        stages=_stages(sizes, words),
        growth=_growth(sizes, words),
        pushes=read_pushes(),
    )
    (docs / "performance.md").write_text(page, encoding="utf-8")
    if sizes and sizes[-1].facts:
        reckoned = environment.get_template("scale.md").render(machine=machine, **scale(sizes, words))
        (docs / "scale.md").write_text(reckoned, encoding="utf-8")
    (docs / "performance.svg").write_text(draw(list(_lines(sizes, words)), words), encoding="utf-8")


def targets(sizes: Sequence[Size]) -> list[Target]:
    """Every target of the project with what was measured for it."""
    small, large = (next((size for size in sizes if size.size == number), None) for number in (SMALL, LARGE))
    return [
        Target("same_time", _ratio(small, ("pages", "cold"), ("hugo", "cold"), _wall), 0.5, "{:.2f} ×"),
        Target("same_memory", _ratio(small, ("pages", "cold"), ("hugo", "cold"), _peak), 0.25, "{:.2f} ×"),
        Target("all_time", _ratio(small, ("portal", "cold"), ("hugo", "cold"), _wall), 1.0, "{:.2f} ×"),
        Target("change_small", _ratio(small, ("portal", "scope"), ("hugo", "cold"), _wall), 0.05, "{:.3f} ×"),
        Target("change_large", _ratio(large, ("portal", "scope"), ("hugo", "cold"), _wall), 0.02, "{:.3f} ×"),
        Target("change_small_seconds", _median(small, "scope", _wall), 0.5, "{:.2f} s"),
        Target("change_large_seconds", _median(large, "scope", _wall), 1.5, "{:.2f} s"),
        Target("nothing", _median(large, "nothing", _wall), 1.0, "{:.2f} s"),
        Target("midnight", _median(large, "midnight", _wall), 2.0, "{:.2f} s"),
        Target("mkdocs", _ratio(small, ("portal", "cold"), ("mkdocs", "cold"), _wall), 1 / 25, "{:.2f} ×"),
        Target("memory", _median(large, "cold", _peak), 1024, MIB),
        Target("serve", _median(large, "serve", _wall), 3.0, "{:.2f} s"),
        Target("serve-cold", _median(large, "serve-cold", _wall), 3.0, "{:.2f} s"),
        Target("growth", _grown(sizes, _wall), 1.3, "{:.2f} ×"),
    ]


def _wall(row: Row) -> float:
    return row.wall


def _peak(row: Row) -> float:
    return row.peak


def _median(size: Size | None, case: str, value: Callable[[Row], float]) -> float | None:
    return size.median("portal", case, value) if size else None


def _ratio(
    size: Size | None, above: tuple[str, str], below: tuple[str, str], value: Callable[[Row], float]
) -> float | None:
    if size is None:
        return None
    first, second = (size.median(*which, value) for which in (above, below))
    return first / second if first is not None and second else None


def _grown(sizes: Sequence[Size], value: Callable[[Row], float]) -> float | None:
    """How many times more a certificate costs at the large size than at the one it grew from."""
    found = {size.size: size.median("portal", "cold", value) for size in sizes}
    small, large = found.get(GROWN_FROM), found.get(LARGE)
    return (large / LARGE) / (small / GROWN_FROM) if small and large else None


# Tables -------------------------------------------------------------------------------------------------------------


def _shown(target: Target, words: Mapping[str, Any]) -> Mapping[str, str]:
    if target.found is None:
        found = verdict = words["not_measured"]
    else:
        found = target.form.format(target.found)
        verdict = words["met"] if target.found <= target.limit else words["missed"]
    limit = target.form.format(target.limit)
    return {"what": words["targets"][target.name], "limit": f"≤ {limit}", "found": found, "verdict": verdict}


def _cold(sizes: Sequence[Size], words: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    for size in sizes:
        for contestant, who in words["contestants"].items():
            rows = size.of(contestant)
            if rows:
                found = {name: size.median(contestant, "cold", _field(name)) or 0 for name in ("cpu", "files", "bytes")}
                yield {
                    "who": who,
                    "cpu": f"{found['cpu']:.1f} s",
                    "files": f"{found['files']:,.0f}",
                    "bytes": f"{found['bytes'] / 1e6:,.0f} MB",
                    **_common(size, contestant, "cold"),
                }


def _changes(sizes: Sequence[Size], words: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    for size in sizes:
        for case in CHANGES:
            if size.of("portal", case):
                written = size.median("portal", case, _field("written")) or 0
                what = words["cases"][case]
                yield {"what": what, "written": f"{written:,.0f}", **_common(size, "portal", case)}


def _common(size: Size, contestant: str, case: str) -> dict[str, str]:
    wall, peak = (size.median(contestant, case, value) or 0 for value in (_wall, _peak))
    rows = size.of(contestant, case)
    hugo = size.median("hugo", "cold", _wall)
    return {
        "size": f"{size.size:,}",
        "wall": f"{wall:.2f} s",
        "ratio": f"{wall / hugo:.3f} ×" if hugo else "–",
        "peak": MIB.format(peak),
        "load": f"{min(row.load for row in rows):.1f}–{max(row.load for row in rows):.1f}",
    }


def _field(name: str) -> Callable[[Row], float]:
    return lambda row: float(getattr(row, name))


def _stages(sizes: Sequence[Size], words: Mapping[str, Any]) -> Mapping[str, Any]:
    names = list(dict.fromkeys(name for size in sizes for row in size.of("portal") for name in row.stages))
    rows = []
    for size in sizes:
        found = [size.median("portal", "cold", _stage(name)) or 0.0 for name in names]
        cells = [f"{seconds:.2f} ({seconds * 1000 / size.size:.2f})" for seconds in found]
        rows.append({"size": f"{size.size:,}", "cells": cells})
    return {"names": [words["stages"].get(name, name) for name in names], "rows": rows}


def _stage(name: str) -> Callable[[Row], float]:
    return lambda row: row.stages.get(name, 0.0)


def _growth(sizes: Sequence[Size], words: Mapping[str, Any]) -> Mapping[str, Any] | None:
    known = {size.size: size for size in sizes}
    small, large = known.get(GROWN_FROM), known.get(LARGE)
    if small is None or large is None:
        return None
    names = list(dict.fromkeys(name for row in large.of("portal") for name in row.stages))
    grown = [(words["stages"].get(name, name), _grown(sizes, _stage(name))) for name in names]
    grown.append((words["total"], _grown(sizes, _wall)))
    peaks = [size.median("portal", "cold", _peak) or 0.0 for size in (small, large)]
    return {
        "small": f"{GROWN_FROM:,}",
        "large": f"{LARGE:,}",
        "nlogn": f"{math.log(LARGE) / math.log(GROWN_FROM):.2f}",
        "rows": [{"stage": stage, "ratio": f"{ratio:.2f}"} for stage, ratio in grown if ratio is not None],
        "memory": f"{(peaks[1] - peaks[0]) * 1024 / (LARGE - GROWN_FROM):.1f}",
    }


# The plot -----------------------------------------------------------------------------------------------------------


def _lines(sizes: Sequence[Size], words: Mapping[str, Any]) -> Iterator[Line]:
    for contestant, who in words["contestants"].items():
        yield Line(words["cold_line"].format(who=who), tuple(_points(sizes, contestant, "cold")))
    for case in ("scope", "nothing", "midnight"):
        yield Line(words["cases"][case], tuple(_points(sizes, "portal", case)), dashed=True)


def _points(sizes: Sequence[Size], contestant: str, case: str) -> Iterator[tuple[float, float]]:
    for size in sizes:
        wall = size.median(contestant, case, _wall)
        if wall is not None:
            yield size.size, wall


if __name__ == "__main__":
    write_report()
