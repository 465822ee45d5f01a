"""The registry as it was last read: what is kept of it is what would be made anew."""

from __future__ import annotations

import sqlite3
from zlib import crc32

from hypothesis import given
from hypothesis import strategies as st

from generator.build.store import Read, Store
from generator.model.coded import encoded
from generator.plan.faces import Face
from generator.plan.runs import MEAN, RowMark, cut
from tests.model import made

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


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"), st.sampled_from("xyz")), max_size=12),
    st.lists(st.sampled_from("abcd"), max_size=6, unique=True),
)
def test_what_is_asked_of_many_at_once_is_what_is_asked_of_each(
    records: list[tuple[str, str, str]], asked: list[str]
) -> None:
    store = Store(sqlite3.connect(":memory:", isolation_level=None))
    store.prepare()
    value = encoded(made.STANDARD)
    ids = {file: id for file, id, _ in records}
    named = {file: (("standard", other),) for file, _, other in records}
    store.put([Read(file, "standard", id, file.encode(), value, named[file], ()) for file, id in ids.items()])
    each = {id: store.record("standard", id) for id in asked}
    assert store.records("standard", asked) == {id: record for id, record in each.items() if record is not None}
    assert store.all_naming("standard", asked) == {id: store.naming("standard", id) for id in asked}
    there = [record for record in each.values() if record is not None]
    assert store.digests("standard", [record.id for record in there]) == [record.digest for record in there]
    first = {file: store.alike("standard", ids[file])[0] for file in asked if file in ids}
    assert store.known(asked) == {file: ("standard", ids[file], *first[file]) for file in first}


def test_more_can_be_asked_for_at_once_than_a_query_has_room_for() -> None:
    store = Store(sqlite3.connect(":memory:", isolation_level=None))
    store.prepare()
    value = encoded(made.STANDARD)
    store.put([Read(id, "standard", id, b"", value, (), ()) for id in IDS])
    assert sorted(store.records("standard", IDS)) == IDS
