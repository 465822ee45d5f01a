"""What the rest of the site shows of one record: kept, so that a changed record is all that must be looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from generator.model.coded import encoded
from generator.model.keyed import Keyed, digest_of
from generator.model.relations import Id, named_in
from generator.model.summaries import Summaries
from generator.plan.data import row_mark
from generator.plan.groups import Place, places_of
from generator.plan.runs import RowMark
from generator.plan.search import entry_of
from generator.render import search


class Face(Struct, frozen=True):
    """One record as others see it.

    `summary` is what other pages show of it, and of a certificate `schedule` and `history` too, each `encoded`;
    `certificates` how many an enterprise holds. `shown` is a digest of all that pages of other records may show or
    follow, `row` that of its row in an index, `places` where it stands in the groups, `found` the rows of the search
    index with the pieces that list each, `mark` what open data knows it by.
    """

    summary: bytes | None
    schedule: bytes | None
    history: bytes | None
    certificates: int
    shown: bytes
    row: bytes
    places: tuple[Place, ...]
    found: Mapping[str, tuple[str, ...]]
    mark: RowMark | None


def face_of(summaries: Summaries, record: Id, at: date) -> Face:
    """The face of a record that its rules find nothing wrong with, as of `at`."""
    kind, id = record
    names = repr(sorted(named_in(summaries.registry.of_kind(kind)[id]))).encode()
    summary: Keyed[Any] | None = None
    schedule: Keyed[Any] | None = None
    history: Keyed[Any] | None = None
    row, certificates = b"", 0
    if kind == "certificate":
        summary, schedule, history = summaries.certificates[id], summaries.schedules[id], summaries.histories[id]
        row = summary.digest
    elif kind == "enterprise":
        summary, listed = summaries.enterprises[id], summaries.rows[id]
        row, certificates = listed.digest, listed.value.certificates
    elif kind == "notice":
        summary = summaries.notices[id]
        row = summary.digest
    filed = search.filed(entry_of(summaries, record))
    return Face(
        summary=_said(summary),
        schedule=_said(schedule),
        history=_said(history),
        certificates=certificates,
        shown=digest_of(summary.digest if summary else b"", history.digest if history else b"", names),
        row=row,
        places=tuple(places_of(summaries, record, at)),
        found={text: tuple(sorted(pieces)) for text, pieces in filed.items()},
        mark=row_mark(summaries, record, at) if summary else None,
    )


def _said(item: Keyed[Any] | None) -> bytes | None:
    return None if item is None else encoded(item.value)
