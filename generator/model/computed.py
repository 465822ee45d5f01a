"""A mapping whose values are worked out when they are first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


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
            made = self._made[id] = self._work(id)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
