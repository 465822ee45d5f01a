"""One state of a registry: which record files there are, and how to read those that matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Struct

from generator.records.files import REGISTRY
from generator.schema.kinds import KINDS

Id = tuple[str, str]
"""Kind and id of a record, the id as its file's name says it."""

_KINDS = {kind.folder: kind for kind in KINDS.values()}
_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)


class Snapshot(Struct, frozen=True):
    """`files` maps the path of each record file, relative to the project, to a mark of its content: equal marks mean
    equal bytes. `read` gives the bytes of the paths asked for, in their order.
    """

    name: str
    files: Mapping[str, str]
    read: Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]


def id_at(path: str) -> Id | None:
    """Kind and id of the record whose file is at `path`; None where no record can be."""
    parts = path.split("/")
    kind = _KINDS.get(parts[1]) if len(parts) > 2 and parts[0] == REGISTRY else None
    if kind is None or not path.endswith(".yaml") or parts[-1].startswith("."):
        return None
    between = parts[2:-1]
    if between and not (kind.by_year and len(between) == 1 and _YEAR.fullmatch(between[0])):
        return None
    return kind.name, parts[-1].removesuffix(".yaml")
