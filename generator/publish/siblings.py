"""Compressed siblings of a file, for servers that send `page.html.br` or `page.html.gz` in its place."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import brotli

from generator.publish.delivery import lingers

ENDINGS = (".gz", ".br")
SMALLEST = 1_400
"""Bytes. What fits into one network packet arrives no sooner when it is smaller."""

LARGEST = 4 << 20
"""Bytes. Whole registries change with each record, and few ask for them: larger files are packed fast, not small."""

TEXTS = frozenset(
    {"atom", "css", "csv", "html", "ics", "js", "json", "jsonl", "svg", "txt", "vcf", "webmanifest", "xml", "yaml"}
)


def compressible(path: str) -> bool:
    return path.rpartition(".")[2] in TEXTS


def is_sibling(path: str) -> bool:
    stem, dot, ending = path.rpartition(".")
    return dot + ending in ENDINGS and compressible(stem)


def siblings(path: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of each sibling worth having; none for pictures, small files and what does not shrink.

    Assets are compressed once and read for ever, so they get brotli's best; pages its fast middle. Of gzip the best is
    a third dearer than the middle, and saves a page three bytes in a thousand.
    """
    if len(content) < SMALLEST or not compressible(path):
        return
    level, quality = (1, 1) if len(content) > LARGEST else (6, 11 if lingers(path) else 5)
    packed = (
        gzip.compress(content, level, mtime=0),
        brotli.compress(content, mode=brotli.MODE_TEXT, quality=quality),
    )
    for ending, data in zip(ENDINGS, packed, strict=True):
        if len(data) < len(content):
            yield path + ending, data
