"""The edge: a registry as it lies in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.difference.snapshot import Snapshot
from generator.problems import Report
from generator.records.files import Source, digest, read_bytes, scan


def of_folder(root: Path) -> Snapshot:
    """The registry of the project at `root`. What cannot be read is left out; `lixin check` says so."""
    sources, _ = scan(root)
    marks = {source.path: digest(data).hex() for source in sources if (data := on_disk(root, source.path)) is not None}

    def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            data = on_disk(root, path)
            if data is not None:
                yield path, data

    return Snapshot(str(root), marks, read)


def on_disk(root: Path, path: str) -> bytes | None:
    """The bytes of a record file; None where there is no regular file that may be read."""
    return read_bytes(root, Source(path, "", 0, 0, 0), Report(path))
