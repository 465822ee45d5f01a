"""QR codes (ISO/IEC 18004) as SVG, thousands a second: each is the XOR of what the bits of its text change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, reduce
from html import escape
from operator import getitem, xor
from pathlib import Path

from msgspec import Struct

from generator.render.plates import plate_for

QUIET_ZONE = 4
"""Light modules around the code (ISO/IEC 18004, 6.3.8)."""


def svg(text: str, *, title: str, kept: Path | None = None) -> str:
    """An SVG of `text`, black on white whatever surrounds it, to stand inside a page; `title` is read out in its place.

    In the folder `kept`, if given, plates are looked for and left.

    Raises:
        ValueError: `text` is longer than 666 bytes.
    """
    side, path = _drawn(text.encode(), kept)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" role="img"'
        f' shape-rendering="crispEdges"><title>{escape(title)}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{path}"/></svg>'
    )


@lru_cache(maxsize=16)
def _drawn(content: bytes, kept: Path | None) -> tuple[int, str]:
    """The side of the code, quiet zone included, and its strokes. The files of one record show one code in turn."""
    form = _form_for(len(content), kept)
    matrix = reduce(xor, map(getitem, form.patterns, content.hex()), form.ground)
    return form.side, "".join(map(getitem, form.strokes, matrix.to_bytes(len(form.strokes))))


class _Form(Struct, frozen=True):
    """A plate ready for use. `patterns`: for each half byte of the text, the modules its value flips; `strokes`: for
    each byte of the matrix, what its value draws.
    """

    side: int
    ground: int
    patterns: Sequence[Mapping[str, int]]
    strokes: Sequence[Sequence[str]]


@lru_cache(maxsize=64)
def _form_for(length: int, kept: Path | None) -> _Form:
    plate = plate_for(length, kept)
    patterns = [_sums(plate.flips[start : start + 4]) for start in range(0, len(plate.flips), 4)]
    return _Form(plate.size + 2 * QUIET_ZONE, plate.ground, patterns, _strokes_of(plate.size))


def _sums(flips: Sequence[int]) -> dict[str, int]:
    """What each value of four bits flips, by its hexadecimal digit."""
    sums = [0]
    for flip in reversed(flips):
        sums += [flip ^ known for known in sums]
    return dict(zip("0123456789abcdef", sums, strict=True))


@cache
def _strokes_of(size: int) -> tuple[Sequence[str], ...]:
    """For each byte of a matrix, what its value draws; its rows start anew, each with a byte of its own."""
    inner = -(-size // 8) - 2
    rows: list[Sequence[str]] = []
    for top in range(QUIET_ZONE, QUIET_ZONE + size):
        first = [f"M{QUIET_ZONE} {top}.5{strokes}" for strokes in _STROKES]
        rows += [first, *[_STROKES] * inner, _LAST_STROKES]
    return tuple(rows)


def _strokes(byte: int) -> str:
    """Eight modules as SVG path commands, relative to their left end: ``h3m2 0h3``."""
    bits = f"{byte:08b}"
    runs = bits.replace("01", "0 1").replace("10", "1 0").split()
    return "".join(f"h{len(run)}" if run[0] == "1" else f"m{len(run)} 0" for run in runs)


_STROKES = tuple(_strokes(byte) for byte in range(256))
_LAST_STROKES = tuple(strokes[: strokes.rfind("h") + 2] if "h" in strokes else "" for strokes in _STROKES)
