"""Sorted rows as the pages of a SQLite file, written once and in order: only b-trees of the index kind.

Such are tables WITHOUT ROWID and indexes. Numbers in brackets are sections of https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

PAGE_BYTES = 16_384
"""Four rows at least go into a page, and hardly any is so long that it needs another."""

_LEAF, _INNER = b"\x0a", b"\x02"
_LEAF_HEAD, _INNER_HEAD = 8, 12
_POINTER = 2
_CHILD = 4
_SMALLEST = 4

_MOST_LOCAL = (PAGE_BYTES - 12) * 64 // 255 - 23
_LEAST_LOCAL = (PAGE_BYTES - 12) * 32 // 255 - 23
_CHAINED = PAGE_BYTES - 4

_INTEGERS = ((1, 1), (2, 2), (3, 3), (4, 4), (6, 5))
_LONGEST = (8, 6)
"""Bytes of an integer, and the serial type of one that needs so many (2.1)."""

Value = str | int | None


class Cells(NamedTuple):
    """Rows in the order of their keys: the size of each cell in bytes, and all cells in a row.

    `rest` has what does not go into the cell of a row, by the row's place; such a cell ends with four bytes of zero,
    where the page that has the rest will be named.
    """

    sizes: list[int]
    content: bytes
    rest: dict[int, bytes]


class Tree(NamedTuple):
    """A b-tree: its root, and the pages it has besides, so many `added`, in the order of their numbers."""

    root: bytes
    others: Iterator[bytes]
    added: int


def cells(rows: Iterable[Sequence[Value]]) -> Cells:
    """The cells of some rows (1.6), which come in the order of their keys.

    Raises:
        OverflowError: a number has more than 64 bits.
    """
    made: list[bytes] = []
    rest: dict[int, bytes] = {}
    for place, row in enumerate(rows):
        record = _record(row)
        local = _local(len(record))
        cell = _varint(len(record)) + record[:local]
        if local < len(record):
            rest[place] = record[local:]
            cell += bytes(_CHILD)
        made.append(cell.ljust(_SMALLEST, b"\0"))
    return Cells(list(map(len, made)), b"".join(made), rest)


def joined(parts: Iterable[Cells]) -> Cells:
    """The cells of all parts, which follow one another in the order of their keys."""
    sizes: list[int] = []
    contents: list[bytes] = []
    rest: dict[int, bytes] = {}
    for part in parts:
        rest.update((len(sizes) + place, left) for place, left in part.rest.items())
        sizes += part.sizes
        contents.append(part.content)
    return Cells(sizes, b"".join(contents), rest)


def tree(rows: Cells, first: int) -> Tree:
    """The b-tree of these rows. Its pages are numbered from `first` on, but for the root, which has a place already."""
    content, chains = _chained(rows, first)
    ends = [0, *accumulate(rows.sizes)]
    leaves = list(_cut([size + _POINTER for size in rows.sizes], PAGE_BYTES - _LEAF_HEAD))
    pages = (_leaf(content, ends, leaf) for leaf in leaves)
    if len(leaves) == 1:
        return Tree(next(pages), iter(chains), len(chains))
    start = first + len(chains)
    keys = [content[ends[leaf.stop] : ends[leaf.stop + 1]] for leaf in leaves[:-1]]
    root, inner = _inner(keys, range(start, start + len(leaves)))
    return Tree(root, _all(chains, pages, inner), len(chains) + len(leaves) + len(inner))


def _all(*groups: Iterable[bytes]) -> Iterator[bytes]:
    for group in groups:
        yield from group


def _chained(rows: Cells, first: int) -> tuple[bytes | bytearray, list[bytes]]:
    """The content with each long row's cell naming the page where the row goes on, and those pages (1.7)."""
    if not rows.rest:
        return rows.content, []
    content, ends = bytearray(rows.content), list(accumulate(rows.sizes))
    pages: list[bytes] = []
    for place, rest in sorted(rows.rest.items()):
        content[ends[place] - _CHILD : ends[place]] = _number(first + len(pages))
        pieces = [rest[at : at + _CHAINED] for at in range(0, len(rest), _CHAINED)]
        for left, piece in zip(reversed(range(len(pieces))), pieces, strict=True):
            following = first + len(pages) + 1 if left else 0
            pages.append((_number(following) + piece).ljust(PAGE_BYTES, b"\0"))
    return content, pages


def _inner(keys: Sequence[bytes | bytearray], children: Sequence[int]) -> tuple[bytes, list[bytes]]:
    """The root above these children, which the keys stand between, and the pages in between, level by level."""
    pages: list[bytes] = []
    while True:
        after = children[-1] + 1
        spans = list(_cut([_CHILD + len(key) + _POINTER for key in keys], PAGE_BYTES - _INNER_HEAD))
        level = [_inner_page(keys, children, span) for span in spans]
        if len(level) == 1:
            return level[0], pages
        pages += level
        keys, children = [keys[span.stop] for span in spans[:-1]], range(after, after + len(level))


def _cut(sizes: Sequence[int], room: int) -> Iterator[range]:
    """The places of the cells that go into each page: as many as there is room for.

    The one between two pages goes a level up, and no page is empty, the last one neither.
    """
    ends = [0, *accumulate(sizes)]
    start, last = 0, len(sizes) - 1
    while True:
        stop = bisect_right(ends, ends[start] + room) - 1
        if stop > last:
            yield range(start, len(sizes))
            return
        stop -= stop == last
        yield range(start, stop)
        start = stop + 1


def _leaf(content: bytes | bytearray, ends: Sequence[int], places: range) -> bytes:
    body = content[ends[places.start] : ends[places.stop]]
    shift = PAGE_BYTES - ends[places.stop]
    return _page(_LEAF, [end + shift for end in ends[places.start : places.stop]], body)


def _inner_page(keys: Sequence[bytes | bytearray], children: Sequence[int], places: range) -> bytes:
    held = [_number(children[place]) + keys[place] for place in places]
    body = b"".join(held)
    starts = [PAGE_BYTES - len(body) + end for end in accumulate(map(len, held[:-1]), initial=0)]
    return _page(_INNER, starts, body, _number(children[places.stop]))


def _page(kind: bytes, starts: Sequence[int], body: bytes | bytearray, last_child: bytes = b"") -> bytes:
    """A page (1.6): where its cells start, a gap, and the cells."""
    count = len(starts)
    head = struct.pack(f">cHHHB{len(last_child)}s{count}H", kind, 0, count, starts[0], 0, last_child, *starts)
    return head + bytes(PAGE_BYTES - len(head) - len(body)) + body


def _local(size: int) -> int:
    """How much of a record of this size goes into its cell (1.6)."""
    if size <= _MOST_LOCAL:
        return size
    local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % _CHAINED
    return local if local <= _MOST_LOCAL else _LEAST_LOCAL


def _record(row: Sequence[Value]) -> bytes:
    """A row in the record format (2.1)."""
    types: list[bytes] = []
    values: list[bytes] = []
    for value in row:
        if value is None:
            types.append(b"\0")
        elif isinstance(value, str):
            text = value.encode()
            types.append(_varint(13 + 2 * len(text)))
            values.append(text)
        else:
            type, content = _integer(value)
            types.append(type)
            values.append(content)
    head = b"".join(types)
    size = len(head) + 1 if len(head) < 127 else len(head) + 2
    return b"".join((_varint(size), head, *values))


def _integer(value: int) -> tuple[bytes, bytes]:
    if value in (0, 1):
        return bytes((8 + value,)), b""
    fitting = (item for item in _INTEGERS if -(1 << 8 * item[0] - 1) <= value < 1 << 8 * item[0] - 1)
    size, type = next(fitting, _LONGEST)
    return bytes((type,)), value.to_bytes(size, "big", signed=True)


@lru_cache(maxsize=10_000)
def _varint(number: int) -> bytes:
    """A number that is not negative and below 2**56, seven bits a byte, the highest first (1.6)."""
    if number < 128:
        return bytes((number,))
    digits = [number & 127]
    while number := number >> 7:
        digits.append(number & 127 | 128)
    return bytes(reversed(digits))


def _number(page: int) -> bytes:
    return page.to_bytes(4, "big")
