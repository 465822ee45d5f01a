"""A plot over two logarithmic axes, as SVG. It has a ground of its own, so it reads on light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle
from typing import Any

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 62, 190, 20, 48
INK, FAINT, GROUND = "#1d2733", "#d5dbe1", "#ffffff"
COLOURS = ("#0b5fa5", "#2f8f4e", "#c2410c", "#7c3aed", "#0e7490", "#6b7280", "#9d174d")
APART = 15
"""Least distance of two names at the ends of lines, in pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right, each (x, y), both above 0."""

    name: str
    points: tuple[tuple[float, float], ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """The powers of ten that the axes span."""

    x: tuple[int, int]
    y: tuple[int, int]

    def at(self, x: float, y: float) -> tuple[float, float]:
        right = (math.log10(x) - self.x[0]) / (self.x[1] - self.x[0])
        up = (math.log10(y) - self.y[0]) / (self.y[1] - self.y[0])
        return LEFT + right * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)


def draw(lines: Sequence[Line], words: Mapping[str, Any]) -> str:
    """The whole picture; lines without points are left out."""
    shown = [(colour, line) for colour, line in zip(cycle(COLOURS), lines, strict=False) if line.points]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
        f' font-size="12" fill="{INK}">'
    )
    parts = [head, f'<rect width="{WIDTH}" height="{HEIGHT}" rx="8" fill="{GROUND}" stroke="{FAINT}"/>']
    if shown:
        frame = _Frame(_span(shown, 0), _span(shown, 1))
        parts += [*_axes(frame, words), *(_path(frame, colour, line) for colour, line in shown)]
        parts += _names(frame, shown)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _span(shown: Sequence[tuple[str, Line]], axis: int) -> tuple[int, int]:
    values = [point[axis] for _, line in shown for point in line.points]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _axes(frame: _Frame, words: Mapping[str, Any]) -> Iterator[str]:
    for power in range(frame.x[0], frame.x[1] + 1):
        x, _ = frame.at(10**power, 10 ** frame.y[0])
        yield f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{FAINT}"/>'
        yield f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{10**power:,}</text>'
    for power in range(frame.y[0], frame.y[1] + 1):
        _, y = frame.at(10 ** frame.x[0], 10**power)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{FAINT}"/>'
        yield f'<text x="{LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle}" y="{HEIGHT - 10}" text-anchor="middle">{escape(words["axis_x"])}</text>'
    yield f'<text x="14" y="{TOP + 8}">{escape(words["axis_y"])}</text>'


def _path(frame: _Frame, colour: str, line: Line) -> str:
    places = [frame.at(*point) for point in line.points]
    steps = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places)
    dash = ' stroke-dasharray="5 4"' if line.dashed else ""
    return f'<polyline points="{steps}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>{dots}'


def _names(frame: _Frame, shown: Sequence[tuple[str, Line]]) -> Iterator[str]:
    """Each line's name beside its last point, moved down where it would cover another."""
    ends = sorted((frame.at(*line.points[-1])[1], colour, line) for colour, line in shown)
    below = 0.0
    for y, colour, line in ends:
        below = max(y, below + APART)
        x, _ = frame.at(*line.points[-1])
        yield f'<path d="M{x + 5:.1f} {y:.1f}L{WIDTH - RIGHT + 8} {below:.1f}" stroke="{colour}" stroke-opacity="0.5"/>'
        yield f'<text x="{WIDTH - RIGHT + 12}" y="{below + 4:.1f}" fill="{colour}">{escape(line.name)}</text>'
