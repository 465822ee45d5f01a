"""Which of a machine's typefaces Chinese is set in."""

from __future__ import annotations

from collections.abc import Set

from msgspec import Struct

SERIF = ("Songti SC", "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "STSong")
SANS = ("PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Zen Hei")


class Typefaces(Struct, frozen=True):
    """`display` sets names and titles, `text` all else."""

    display: str
    text: str


def chosen(families: Set[str]) -> Typefaces | None:
    """The faces to set Chinese in, from the `families` that there are; None where there is none that can."""
    serif = next((name for name in SERIF if name in families), None)
    sans = next((name for name in SANS if name in families), None)
    text, display = sans or serif, serif or sans
    return Typefaces(display, text) if text and display else None
