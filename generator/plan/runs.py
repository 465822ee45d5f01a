"""Long lists cut into runs that stay the same when an item comes or goes elsewhere in the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")


def runs(items: Iterable[tuple[str, T]], mean: int, most: int = 50_000) -> Iterator[tuple[T, ...]]:
    """The items, given with their ids, in runs of `mean` on average and `most` at most.

    An item's id alone decides whether its run ends with it: adding or taking away another moves no boundary.
    """
    run: list[T] = []
    for id, item in items:
        run.append(item)
        if crc32(id.encode()) % mean == 0 or len(run) == most:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)
