"""A mapping whose values are worked out when they are first asked for, and kept for a while."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")
KEPT = 2_000
"""So many values are kept at hand before all are let go: enough for records near one another, whatever their number."""


class Computed(Mapping[str, T]):
    """``work(id)`` for each of `ids`; asking for another id is a KeyError."""

    def __init__(self, ids: Collection[str], work: Callable[[str], T]) -> None:
        self._ids = ids
        self._work = work
        self._made: dict[str, T] = {}

    def __getitem__(self, id: str) -> T:
        made = self._made.get(id)
        if made is None:
            if id not in self._ids:
                raise KeyError(id)
            made = self._work(id)
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[id] = made
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
