"""The registry as it was last read: what is kept of it is what would be made anew."""

from __future__ import annotations

import sqlite3
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from generator.build.store import Store
from generator.plan.faces import Face
from generator.plan.runs import MEAN, RowMark, cut

IDS = [f"{number:04}" for number in range(4000)]
ENDS = [id for id in IDS if crc32(id.encode()) % MEAN == 0]
"""Ids with which a run ends; among random ones they would be rare."""


def face(mark: RowMark | None) -> Face:
    return Face(None, None, None, 0, b"", b"", (), {"row": ("piece",)} if mark else {}, mark)


EDITS = st.lists(
    st.tuples(st.sampled_from(ENDS) | st.sampled_from(IDS), st.sampled_from((b"one", b"two", None)), st.booleans()),
    max_size=8,
)


@given(st.lists(EDITS, max_size=6))
def test_runs_cut_again_where_marks_changed_are_those_cut_from_all_marks(
    rounds: list[list[tuple[str, bytes | None, bool]]],
) -> None:
    store = Store(sqlite3.connect(":memory:", isolation_level=None))
    store.prepare()
    marks: dict[str, RowMark] = {}
    for edits in rounds:
        for id, digest, withdrawn in edits:
            marks.pop(id, None)
            if digest is not None:
                marks[id] = RowMark(id, digest, 1, withdrawn)
            store.set_faces([(("certificate", id), face(marks.get(id)))])
        store.cut_runs("certificate")
        assert store.runs("certificate") == list(cut(marks[id] for id in sorted(marks)))
