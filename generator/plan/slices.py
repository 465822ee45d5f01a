"""The browsable indexes: which slices there are, and the pages that each is cut into.

A slice is read from its first page, ``index.html``. The others are numbered from the far end and hold exactly
`PAGE_ROWS` rows, so that what is added in front never moves them: the first page takes up what does not fill one.
Nothing on a numbered page tells how many there are, except on the few next to the first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from msgspec import Struct

from generator.model.keyed import Keyed, digest_of
from generator.model.views import Crumb, FacetGroup, FacetLink, IndexPage
from generator.plan.groups import Groups, id_in
from generator.render import urls

Row = TypeVar("Row")
PAGE_ROWS = 50
FIRST = 0
"""The number of the page that is read first."""

NEAR = 2
"""So many pages to each side are offered from a page."""


class Slice(Struct, frozen=True):
    """One value of one facet. A slice `within` another narrows it, and has a `group` of its own: grades of a scheme."""

    facet: str
    key: str
    label: str
    within: str = ""
    group: str = ""


Order = Mapping[str, Callable[[Slice], tuple[Any, ...]]]
"""How the slices of each facet are sorted; the facets themselves come in the order of the keys."""


def highest(rows: int) -> int:
    """The number of the page next to the first one; 0 if all rows stand on the first."""
    return max(0, rows // PAGE_ROWS - 1)


def rows_of(items: Sequence[str], number: int) -> Sequence[str]:
    """The items of one page of a slice."""
    end = len(items) - number * PAGE_ROWS
    return items[end : end + PAGE_ROWS] if number else items[: len(items) - highest(len(items)) * PAGE_ROWS]


def page_of(items: Sequence[str], item: str) -> int:
    """The number of the page on which an item of the slice stands."""
    from_end = (len(items) - 1 - bisect_left(items, item)) // PAGE_ROWS + 1
    return from_end if from_end <= highest(len(items)) else FIRST


def moved_pages(old: Sequence[str], new: Sequence[str]) -> set[int]:
    """The pages that hold other rows, or offer other pages, now that the slice `old` is `new`; gone ones too."""
    if old == new:
        return set()
    before, after = highest(len(old)), highest(len(new))
    found = {FIRST}
    if before != after:
        found.update(range(max(1, min(before, after) - NEAR), max(before, after) + 1))
    found.update(number for number in range(1, min(before, after) + 1) if rows_of(old, number) != rows_of(new, number))
    return found


@dataclass(frozen=True)
class Index(Generic[Row]):
    """An index: the groups it shows are ``name`` and all those below it whose facets have an order."""

    name: str
    title: str
    groups: Groups
    rows: Callable[[Sequence[str]], list[Keyed[Row]]]
    describe: Callable[[str, str], Slice]
    order: Order

    @cached_property
    def slices(self) -> Mapping[str, Slice]:
        """Name of the group → slice, as they are offered."""
        named = {name: name.removeprefix(f"{self.name}/").partition("/") for name in self.groups.below(self.name)}
        found = {name: self.describe(facet, key) for name, (facet, _, key) in named.items() if facet in self.order}
        facets = list(self.order)
        ordered = sorted(
            found.items(), key=lambda item: (facets.index(item[1].facet), *self.order[item[1].facet](item[1]))
        )
        return dict(ordered)

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        return self.groups.below(self.name)

    def numbers(self) -> Iterator[tuple[str, int]]:
        """Group and number of every page: the whole index first, then each slice."""
        for group in (self.name, *self.slices):
            yield from ((group, number) for number in (FIRST, *range(highest(self.groups.size(group)), 0, -1)))

    def pages(self) -> Iterator[tuple[str, Keyed[IndexPage[Row]]]]:
        """Path and view of every page."""
        return (self.page(group, number) for group, number in self.numbers())

    def page(self, group: str, number: int) -> tuple[str, Keyed[IndexPage[Row]]]:
        """Path and view of one page of a group."""
        slice_ = self.slices.get(group)
        facet, key, label = (slice_.facet, slice_.key, slice_.label) if slice_ else ("", "", "")
        items = self.groups.items(group)
        last = highest(len(items))
        shown = self.rows([id_in(item) for item in rows_of(items, number)])
        view = IndexPage(
            index=self.name,
            facet=facet,
            key=key,
            label=label,
            crumbs=self._crumbs(slice_) if slice_ else (),
            facets=self._facets(slice_) if number == FIRST else (),
            rows=tuple(row.value for row in shown),
            number=number,
            total_rows=len(items) if number == FIRST else None,
            near=offered(number, last),
        )
        head = repr((facet, key, label, view.crumbs, view.facets, number, view.total_rows, view.near))
        path = urls.index_page(self.name, facet, key, number)
        return path, Keyed(view, digest_of(head.encode(), *(row.digest for row in shown)))

    def _facets(self, current: Slice | None) -> tuple[FacetGroup, ...]:
        """Ways onward: all facets from the whole index; from a slice its siblings, and what narrows it.

        Siblings are offered without their sizes: what one of them gains is no reason to write the others anew.
        """
        found: dict[str, list[FacetLink]] = {}
        for name, item in self.slices.items():
            if self._offered(item, current):
                path = urls.index_page(self.name, item.facet, item.key, FIRST)
                narrows = current is None or item.within == current.key
                link = FacetLink(item.label, path, self.sizes[name] if narrows else None, item == current)
                found.setdefault(item.group or item.facet, []).append(link)
        return tuple(FacetGroup(name, tuple(links)) for name, links in found.items())

    @staticmethod
    def _offered(item: Slice, current: Slice | None) -> bool:
        if current is None:
            return not item.within
        if item.facet != current.facet:
            return False
        return item.within == current.within or item.within == current.key

    def _crumbs(self, slice_: Slice) -> tuple[Crumb, ...]:
        """The way here: the whole index, and the slice that this one narrows."""
        above = self.slices.get(f"{self.name}/{slice_.facet}/{slice_.within}") if slice_.within else None
        whole = Crumb(self.title, urls.index_page(self.name, "", "", FIRST))
        if above is None:
            return (whole,)
        return whole, Crumb(above.label, urls.index_page(self.name, above.facet, above.key, FIRST))


def offered(number: int, last: int) -> tuple[int | None, ...]:
    """The pages to offer from page `number`, as they are read: the first, those near, the far end; None for a gap.

    `last` is the number of the page next to the first one.
    """
    here = last + 1 if number == FIRST else number
    near = {page for page in range(here - NEAR, here + NEAR + 1) if 1 <= page <= last} | ({1} if last else set())
    shown: list[int | None] = [FIRST]
    previous = last + 1
    for page in sorted(near, reverse=True):
        if previous - page > 1:
            shown.append(None)
        shown.append(page)
        previous = page
    return tuple(shown)
