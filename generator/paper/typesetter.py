"""Typst, opened once in each process: the room's one look at the machine, for its typefaces and the layouts' files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

LAYOUTS = Path(__file__).parent


class Untypeset(Exception):
    """Typst refused the layout or something in it; the text is its own."""


@cache
def families() -> frozenset[str]:
    """The typefaces that stand on this machine."""
    import typst  # slow to load, and most builds draw no pictures

    return frozenset(typst.Fonts(include_embedded_fonts=False).families())


def png(layout: str, words: Mapping[str, object]) -> bytes:
    """The one page that `layout` makes of `words`, a pixel to a point.

    Raises:
        Untypeset: the layout cannot be set, such as for a picture that is none.
    """
    try:
        made = _compiler(layout).compile(format="png", ppi=72, sys_inputs={"words": json.dumps(words)})
    except (RuntimeError, ValueError) as error:
        raise Untypeset(str(error)) from None
    assert isinstance(made, bytes), "a layout of one page"
    return made


@cache
def _compiler(layout: str) -> typst.Compiler:
    """The root is the disk's: a layout is the program's own, and names what it reads by absolute paths."""
    import typst  # as above

    return typst.Compiler(LAYOUTS / f"{layout}.typ", root=Path("/"))
