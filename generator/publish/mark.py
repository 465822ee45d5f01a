"""The mark that every published site carries at its root: which state of which site it is, and from which commit."""

from __future__ import annotations

import json

from msgspec import Struct
from msgspec.structs import asdict, fields

from generator.build.manifest import Stand

FILE = ".lixin.json"


class Mark(Struct, frozen=True):
    """`commit` is empty outside git, and ends in + if sources differed from it; `published_at` is an ISO time in UTC.

    `address` is the site's own address; `number` counts the releases of one folder, from 1, and is 0 elsewhere.
    """

    site: str
    build: int
    commit: str
    published_at: str
    address: str
    number: int = 0
    compressed: bool = False

    @property
    def stand(self) -> Stand:
        return Stand(self.site, self.build)

    def written(self) -> bytes:
        return json.dumps(asdict(self), indent=1).encode() + b"\n"


def read_mark(content: bytes) -> Mark | None:
    """The mark in a file's content; None for anything else."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    kinds = {item.name: item.type for item in fields(Mark)}
    if not isinstance(found, dict) or any(type(found.get(name)) is not kind for name, kind in kinds.items()):
        return None
    return Mark(**{name: found[name] for name in kinds})
