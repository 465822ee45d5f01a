"""The browsable indexes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.keyed import keyed
from generator.plan.slices import PAGE_ROWS, Index, Slice


def slices(row: int) -> Iterator[Slice]:
    yield Slice("parity", "even" if row % 2 == 0 else "odd", "偶" if row % 2 == 0 else "奇")
    if row % 2 == 0:
        yield Slice("parity", "even/four" if row % 4 == 0 else "even/two", "细分", within="even", group="half")


def index(count: int) -> Index[int]:
    return Index("numbers", "数", [keyed(row) for row in range(count)], slices, {"parity": lambda item: (item.key,)})


def test_a_page_has_fifty_rows_and_the_pages_have_them_all() -> None:
    pages = dict(index(2 * PAGE_ROWS + 1).pages())
    whole = [pages[f"numbers/{name}.html"].value for name in ("index", "page-2", "page-3")]
    assert [len(page.rows) for page in whole] == [PAGE_ROWS, PAGE_ROWS, 1]
    assert [row for page in whole for row in page.rows] == list(range(2 * PAGE_ROWS + 1))


def test_an_empty_index_still_has_a_page() -> None:
    assert [path for path, _ in index(0).pages()] == ["numbers/index.html"]


def test_each_slice_has_a_path_of_its_own() -> None:
    paths = {path for path, _ in index(8).pages()}
    assert paths == {
        "numbers/index.html",
        "numbers/parity/even/index.html",
        "numbers/parity/odd/index.html",
        "numbers/parity/even/four/index.html",
        "numbers/parity/even/two/index.html",
    }


def test_the_whole_index_offers_the_facets_but_not_what_narrows_them() -> None:
    (group,) = dict(index(8).pages())["numbers/index.html"].value.facets
    assert [(link.label, link.count) for link in group.links] == [("偶", 4), ("奇", 4)]


def test_a_slice_offers_its_siblings_and_what_narrows_it() -> None:
    groups = dict(index(8).pages())["numbers/parity/even/index.html"].value.facets
    assert {group.name: [link.current for link in group.links] for group in groups} == {
        "parity": [True, False],
        "half": [False, False],
    }


def test_a_changed_row_changes_only_the_keys_of_the_pages_that_show_it() -> None:
    before = {path: view.digest for path, view in index(120).pages()}
    changed = Index(
        "numbers",
        "数",
        [*(keyed(row) for row in range(119)), keyed(1191)],
        slices,
        {"parity": lambda item: (item.key,)},
    )
    after = {path: view.digest for path, view in changed.pages()}
    assert {path for path in before if before[path] != after[path]} == {
        "numbers/page-3.html",
        "numbers/parity/odd/page-2.html",
    }
