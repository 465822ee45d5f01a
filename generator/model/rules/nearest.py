"""The known id most like a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

CANDIDATES = 2_000


def nearest(text: str, known: Iterable[str]) -> str:
    """The closest of `known`, or an empty text. Only ids that begin or end alike are compared, so it stays quick."""
    alike = (item for item in known if item[:4].upper() == text[:4].upper() or item[-4:].upper() == text[-4:].upper())
    found = get_close_matches(text, list(islice(alike, CANDIDATES)), n=1, cutoff=0.6)
    return found[0] if found else ""
