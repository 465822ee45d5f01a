"""Charts as numbers: where the lines and the words of a drawing stand. Templates put them into SVG."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import cos, pi, sin
from typing import Literal

from msgspec import Struct

from generator.model.views import ScoreLine

CENTRE, RADIUS = (170, 130), 92
"""In a drawing 340 units wide."""
RINGS = (25, 50, 75, 100)
"""Per cent of the points that apply; the outermost ring is all of them."""
LEAST_SPOKES = 3
LINE_CHARACTERS, LINE_HEIGHT = 6, 15
"""The longest line of a spoke's name, and the height of a line, in the units of the drawing."""


class Spoke(Struct, frozen=True):
    """One category: the end of its line, and its name in lines of text that start at `label`, each so far down from
    the one before.
    """

    end: tuple[str, str]
    label: tuple[str, str]
    anchor: Literal["start", "middle", "end"]
    lines: tuple[tuple[int, str], ...]


class Radar(Struct, frozen=True):
    """`rings` and `shape` are the points of polygons; `dots` the corners of the shape; `height` that of the drawing."""

    height: int
    rings: tuple[str, ...]
    shape: str
    dots: tuple[tuple[str, str], ...]
    spokes: tuple[Spoke, ...]


def radar(lines: Sequence[ScoreLine]) -> Radar | None:
    """The share of the applicable points in each category, all from one centre, the first at the top, clockwise.

    None where there are fewer than three categories or the share of one is not known.
    """
    shares = [_share(line) for line in lines]
    known = [share for share in shares if share is not None]
    if len(shares) < LEAST_SPOKES or len(known) < len(shares):
        return None
    angles = _angles(len(lines))
    dots = tuple(_place(angle, share) for angle, share in zip(angles, known, strict=True))
    spokes = tuple(_spoke(angle, line.name) for angle, line in zip(angles, lines, strict=True))
    return Radar(
        height=max(round(float(spoke.label[1])) + len(spoke.lines) * LINE_HEIGHT for spoke in spokes),
        rings=_rings(len(lines)),
        shape=_polygon(dots),
        dots=dots,
        spokes=spokes,
    )


@lru_cache(maxsize=64)
def _angles(count: int) -> tuple[float, ...]:
    return tuple(2 * pi * place / count for place in range(count))


@lru_cache(maxsize=64)
def _rings(count: int) -> tuple[str, ...]:
    return tuple(_polygon([_place(angle, ring) for angle in _angles(count)]) for ring in RINGS)


def _share(line: ScoreLine) -> float | None:
    """Points got in per cent of those that apply, for drawing alone."""
    if not line.applicable:
        return None
    return min(100.0, max(0.0, float(100 * line.points / line.applicable)))


def _place(angle: float, share: float, beyond: float = 0) -> tuple[str, str]:
    """The point at `share` per cent of the radius, and `beyond` it, clockwise from the top."""
    distance = RADIUS * share / 100 + beyond
    return (f"{CENTRE[0] + distance * sin(angle):.1f}", f"{CENTRE[1] - distance * cos(angle):.1f}")


def _polygon(points: Sequence[tuple[str, str]]) -> str:
    return " ".join(",".join(point) for point in points)


@lru_cache(maxsize=256)
def _spoke(angle: float, name: str) -> Spoke:
    """The name stands outside the end of the line: beside it, or centred above and below."""
    short = name.rpartition(" \u203a ")[2]
    lines = tuple(short[start : start + LINE_CHARACTERS] for start in range(0, len(short), LINE_CHARACTERS))
    across, up = sin(angle), cos(angle)
    anchor: Literal["start", "middle", "end"] = "middle" if abs(across) < 0.2 else "start" if across > 0 else "end"
    x, y = _place(angle, 100, beyond=10)
    # The first line's baseline: the block of lines lies above, beside or below the end of the spoke.
    first = float(y) + 5 - (len(lines) - 1) * LINE_HEIGHT * (1 + up) / 2 - 4 * up
    steps = (0, *(LINE_HEIGHT for _ in lines[1:]))
    return Spoke(_place(angle, 100), (x, f"{first:.1f}"), anchor, tuple(zip(steps, lines, strict=True)))
