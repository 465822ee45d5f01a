"""The browsable indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.keyed import Keyed, keyed
from generator.model.views import IndexPage
from generator.plan.groups import MadeGroups, Place, changed_items
from generator.plan.slices import FIRST, PAGE_ROWS, Index, Slice, highest, moved_pages, offered, page_of, rows_of

LABELS = {"even": "偶", "odd": "奇"}
SETS = st.sets(st.integers(0, 400), max_size=400).map(lambda found: [f"{number:03}" for number in sorted(found)])


def places(row: int) -> Iterator[Place]:
    item = f"{row:05}\0{row}"
    yield "numbers", item
    yield f"numbers/parity/{'even' if row % 2 == 0 else 'odd'}", item
    if row % 2 == 0:
        yield f"numbers/parity/even/{'four' if row % 4 == 0 else 'two'}", item
    yield f"numbers/hidden/{row}", item


def describe(facet: str, key: str) -> Slice:
    within, _, part = key.rpartition("/")
    return Slice(facet, key, LABELS.get(part, "细分"), within, "half" if within else "")


def numbers(keys: Sequence[str]) -> list[Keyed[int]]:
    return [keyed(int(key)) for key in keys]


def index(rows: range | list[int]) -> Index[int]:
    groups = MadeGroups(place for row in rows for place in places(row))
    return Index("numbers", "数", groups, numbers, describe, {"parity": lambda item: (item.key,)})


def pages(rows: range | list[int]) -> dict[str, IndexPage[int]]:
    return {path: view.value for path, view in index(rows).pages()}


def test_the_numbered_pages_are_full_and_the_first_has_the_rest() -> None:
    found = pages(range(4 * PAGE_ROWS + 1))
    whole = [found[f"numbers/{name}.html"] for name in ("index", "page-3", "page-2", "page-1")]
    assert [len(page.rows) for page in whole] == [PAGE_ROWS + 1, PAGE_ROWS, PAGE_ROWS, PAGE_ROWS]
    assert [row for page in whole for row in page.rows] == list(range(4 * PAGE_ROWS + 1))


def test_what_is_added_in_front_changes_the_first_pages_alone() -> None:
    before, after = ({path: view.digest for path, view in index(range(start, 500)).pages()} for start in (60, 10))
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert {path for path in changed if path.startswith("numbers/page-")} == {
        "numbers/page-8.html",
        "numbers/page-7.html",
        "numbers/page-6.html",
        "numbers/page-5.html",
    }


def test_an_empty_index_still_has_a_page() -> None:
    assert list(pages([])) == ["numbers/index.html"]


def test_each_slice_has_a_path_of_its_own_and_a_group_without_order_has_none() -> None:
    assert set(pages(range(8))) == {
        "numbers/index.html",
        "numbers/parity/even/index.html",
        "numbers/parity/odd/index.html",
        "numbers/parity/even/four/index.html",
        "numbers/parity/even/two/index.html",
    }


def test_the_whole_index_offers_the_facets_but_not_what_narrows_them() -> None:
    (group,) = pages(range(8))["numbers/index.html"].facets
    assert [(link.label, link.count) for link in group.links] == [("偶", 4), ("奇", 4)]


def test_a_slice_offers_its_siblings_and_with_their_sizes_what_narrows_it() -> None:
    groups = pages(range(8))["numbers/parity/even/index.html"].facets
    assert {group.name: [(link.current, link.count) for link in group.links] for group in groups} == {
        "parity": [(True, None), (False, None)],
        "half": [(False, 2), (False, 2)],
    }


def test_a_changed_row_changes_only_the_keys_of_the_pages_that_show_it() -> None:
    before = {path: view.digest for path, view in index(range(120)).pages()}
    rows = index(range(120))
    changed = replace(rows, rows=lambda keys: [keyed(int(key) % 119) for key in keys])
    after = {path: view.digest for path, view in changed.pages()}
    assert {path for path in before if before[path] != after[path]} == {
        "numbers/page-1.html",
        "numbers/parity/odd/index.html",
    }


@given(SETS)
def test_every_item_stands_on_the_page_that_is_named_for_it(items: list[str]) -> None:
    shown = {item: number for number in range(highest(len(items)) + 1) for item in rows_of(items, number)}
    assert shown == {item: page_of(items, item) for item in items}


@given(SETS, SETS)
def test_a_page_that_is_not_named_as_moved_shows_what_it_showed(old: list[str], new: list[str]) -> None:
    moved = moved_pages(old, new)
    numbers = range(max(highest(len(old)), highest(len(new))) + 1)
    same = [number for number in numbers if number not in moved]
    assert all(rows_of(old, number) == rows_of(new, number) for number in same)
    assert all(offered(number, highest(len(old))) == offered(number, highest(len(new))) for number in same)


@given(SETS, SETS)
def test_items_that_come_and_go_leave_a_group_in_order(old: list[str], new: list[str]) -> None:
    gone, come = set(old) - set(new), set(new) - set(old)
    assert changed_items(old, gone, come) == new


@pytest.mark.parametrize(
    ("number", "last", "expected"),
    [
        (FIRST, 0, (FIRST,)),
        (FIRST, 3, (FIRST, 3, 2, 1)),
        (FIRST, 9, (FIRST, 9, 8, None, 1)),
        (9, 9, (FIRST, 9, 8, 7, None, 1)),
        (5, 9, (FIRST, None, 7, 6, 5, 4, 3, None, 1)),
        (1, 9, (FIRST, None, 3, 2, 1)),
    ],
)
def test_a_page_offers_the_ends_and_its_neighbours(number: int, last: int, expected: tuple[int | None, ...]) -> None:
    assert offered(number, last) == expected
