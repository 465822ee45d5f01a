"""Chance that can be repeated: the same numbers on every machine and under every release of Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")
_MASK = (1 << 64) - 1


class Draw:
    """Numbers that follow from the names given, by SplitMix64 (Steele, Lea, Flood: OOPSLA 2014).

    What is drawn for one record does not depend on any other, so records can be made in any order.
    """

    __slots__ = ("_state",)

    def __init__(self, *names: str | int) -> None:
        self._state = int.from_bytes(blake2b("/".join(map(str, names)).encode(), digest_size=8).digest())

    def below(self, count: int) -> int:
        """A number from 0 to `count` - 1; `count` is at least 1."""
        self._state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((mixed ^ (mixed >> 31)) * count) >> 64

    def between(self, low: int, high: int) -> int:
        """A number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, per_thousand: int) -> bool:
        return self.below(1000) < per_thousand

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, items: Sequence[tuple[int, T]]) -> T:
        """One of the items, each as often as the number before it says."""
        place = self.below(sum(weight for weight, _ in items))
        for weight, item in items:
            if place < weight:
                return item
            place -= weight
        raise AssertionError("a place below the sum of all weights lies in one of them")

    def day(self, first: date, last: date) -> date:
        """A day from `first` to `last`, both included; `first` where the two stand the wrong way round."""
        return first + timedelta(days=self.below(max((last - first).days, 0) + 1))
