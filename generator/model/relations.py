"""Which records speak of which: the ways on which a change travels.

They are declared by the types of the fields (`HolderRef`, `NoticeRef`, …) and by what replaces a withdrawn record.
"""

from __future__ import annotations

from typing import Any

from generator.records.record import Record
from generator.schema.kinds import KINDS

Id = tuple[str, str]
"""A record by its kind and id, or a picture: ``("media", name)``."""

FOUNDATIONS = frozenset(("standard", "scheme", "issuer"))
"""Few records on which all others rest: when one of them changes, everything is looked at again."""


def named_in(record: Record[Any]) -> frozenset[Id]:
    """The records and pictures that a record names, foundations left out."""
    shape = KINDS[record.kind].shape
    found = {(item.kind, item.id) for item in shape.references(record.value) if item.kind not in FOUNDATIONS}
    withdrawal = getattr(record.value, "withdrawal", None)
    if withdrawal is not None and withdrawal.replaced_by is not None:
        found.add((record.kind, withdrawal.replaced_by))
    return frozenset(found)
