"""Rows cut into runs: what comes or goes in one place leaves the runs elsewhere as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.plan.runs import END, RowMark, Run, cut

IDS = st.lists(st.text("0123456789", min_size=1, max_size=4), unique=True, min_size=1, max_size=60).map(sorted)


def made(ids: list[str], mean: int = 4) -> list[Run]:
    return list(cut((RowMark(id, id.encode()) for id in ids), mean=mean))


@given(IDS)
def test_every_id_is_in_one_run(ids: list[str]) -> None:
    runs = made(ids)
    assert [run.after for run in runs] == ["", *(run.last for run in runs[:-1])]
    assert [sum(run.after < id <= run.last for id in ids) for run in runs] == [run.shown for run in runs]
    assert sum(run.shown for run in runs) == len(ids)


@given(IDS, st.data())
def test_taking_one_away_touches_at_most_the_runs_beside_it(ids: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(ids))
    before, after = set(made(ids)), set(made([id for id in ids if id != gone]))
    assert len(before - after) <= 2
    assert len(after - before) <= 1


def test_the_last_run_takes_all_that_may_come() -> None:
    (run,) = made(["1"], mean=10**9)
    assert run.last == END > "\U0010fffe"


def test_what_is_withdrawn_is_counted_and_changes_no_digest() -> None:
    marks = [RowMark("1", b"one"), RowMark("2", b"two", withdrawn=True)]
    (both,), (one,) = cut(marks, mean=10**9), cut(marks[:1], mean=10**9)
    assert (both.facts, both.rows, both.shown, both.withdrawn) == (one.facts, one.rows, 1, 1)


def test_midnight_changes_the_rows_and_not_the_facts() -> None:
    (before,), (after,) = (list(cut([RowMark("1", b"one", place)], mean=10**9)) for place in (0, 1))
    assert before.facts == after.facts
    assert before.rows != after.rows


def test_a_status_may_change_any_number_of_times() -> None:
    (one,), (other,) = (list(cut([RowMark("1", b"one", place)], mean=10**9)) for place in (255, 300))
    assert one.rows != other.rows


def test_runs_are_about_as_long_as_asked_for() -> None:
    lengths = [run.shown for run in made([f"LX-{number:05}" for number in range(20_000)], mean=100)]
    assert 60 < sum(lengths) / len(lengths) < 160
