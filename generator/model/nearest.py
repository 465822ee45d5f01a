"""The known id most like a mistyped one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import chain

CANDIDATES = 200
END = 4


def nearest(text: str, known: Iterable[str]) -> str:
    """The closest of a few known ids, or an empty text."""
    found = get_close_matches(text, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


class Alike:
    """Many known ids, filed by how they begin and end, so that a look for the closest stays short."""

    def __init__(self, known: Iterable[str]) -> None:
        files: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for id in known:
            for end in _ends(id):
                files[end].append(id)
        self._files: Mapping[tuple[str, str], list[str]] = dict(files)

    def nearest(self, text: str) -> str:
        """The closest id that begins or ends like `text`, or an empty text."""
        alike = (self._files.get(end, [])[:CANDIDATES] for end in _ends(text))
        return nearest(text, dict.fromkeys(chain.from_iterable(alike)))


def _ends(id: str) -> tuple[tuple[str, str], tuple[str, str]]:
    whole = id.upper()
    return ("head", whole[:END]), ("tail", whole[-END:])
