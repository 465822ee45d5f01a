"""Lists cut into runs: what comes or goes in one place leaves the runs elsewhere as they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.model.keyed import keyed
from generator.plan.runs import runs

IDS = st.lists(st.text("0123456789", min_size=1, max_size=4), unique=True, min_size=1, max_size=60).map(sorted)


def cut(ids: list[str], mean: int = 4, most: int = 50_000) -> list[tuple[str, ...]]:
    return [tuple(item.value for item in run) for run in runs([(id, keyed(id)) for id in ids], mean, most)]


@given(IDS)
def test_nothing_is_lost_and_the_order_stays(ids: list[str]) -> None:
    assert [id for run in cut(ids) for id in run] == ids


@given(IDS, st.data())
def test_taking_one_away_touches_at_most_the_runs_beside_it(ids: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(ids))
    before, after = set(cut(ids)), set(cut([id for id in ids if id != gone]))
    assert len(before - after) <= 2
    assert len(after - before) <= 1


@given(IDS)
def test_no_run_is_longer_than_allowed(ids: list[str]) -> None:
    assert max(map(len, cut(ids, mean=1000, most=3))) <= 3


def test_runs_are_about_as_long_as_asked_for() -> None:
    lengths = list(map(len, cut([f"LX-{number:05}" for number in range(20_000)], mean=100)))
    assert 60 < sum(lengths) / len(lengths) < 160
