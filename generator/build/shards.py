"""The search index as it is kept: each shard's pieces, changed in place as records come, change and go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.build.store import Shard, Store
from generator.render.search import COMMON, bucket, bucket_count

Found = Mapping[str, tuple[str, ...]]
"""The rows that one record adds to the index, with the pieces that list each."""


def fill_shards(store: Store, found: Iterable[Found]) -> int:
    """Makes all shards from what the records add; the number of shards."""
    pieces: Shard = {}
    for rows in found:
        for piece, row in _postings(rows):
            _add(pieces, piece, row)
    count = bucket_count(store.faces())
    shards: list[Shard] = [{} for _ in range(count)]
    for piece, listed in pieces.items():
        shards[bucket(piece, count)][piece] = listed
    store.clear("shards")
    for number, shard in enumerate(shards):
        store.set_shard(number, shard)
    return count


def change_shards(store: Store, changed: Iterable[tuple[Found, Found]]) -> set[int]:
    """Brings the shards up to date with records that added the first and now add the second; the shards touched."""
    count = store.shards()
    if bucket_count(store.faces()) != count:
        return set(range(max(count, fill_shards(store, store.found()))))
    edits: defaultdict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    for before, after in changed:
        old, new = set(_postings(before)), set(_postings(after))
        for piece, row in old - new:
            edits[bucket(piece, count)].append((piece, row, False))
        for piece, row in new - old:
            edits[bucket(piece, count)].append((piece, row, True))
    for number, moves in edits.items():
        shard = store.shard(number)
        for piece, row, comes in moves:
            _add(shard, piece, row) if comes else _take(shard, piece, row)
        _list_again(store, shard)
        store.set_shard(number, shard)
    return set(edits)


def _postings(rows: Found) -> Iterator[tuple[str, str]]:
    return ((piece, row) for row, pieces in rows.items() for piece in pieces)


def _add(shard: Shard, piece: str, row: str) -> None:
    listed = shard.setdefault(piece, [])
    if isinstance(listed, int):
        shard[piece] = listed + 1
    elif len(listed) < COMMON:
        listed.append(row)
    else:
        shard[piece] = len(listed) + 1


def _take(shard: Shard, piece: str, row: str) -> None:
    listed = shard[piece]
    if isinstance(listed, int):
        shard[piece] = listed - 1
        return
    listed.remove(row)
    if not listed:
        del shard[piece]


def _list_again(store: Store, shard: Shard) -> None:
    """Lists the rows of the pieces that are no longer too common."""
    rare = {piece for piece, listed in shard.items() if isinstance(listed, int) and listed <= COMMON}
    if rare:
        for piece in rare:
            del shard[piece]
        for rows in store.found():
            for piece, row in _postings(rows):
                if piece in rare:
                    _add(shard, piece, row)
