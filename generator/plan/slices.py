"""The browsable indexes: which slices there are, and the pages of fifty that each is cut into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from generator.model.keyed import Keyed, digest_of
from generator.model.views import Crumb, FacetGroup, FacetLink, IndexPage
from generator.render import urls

Row = TypeVar("Row")
PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Slice:
    """One value of one facet. A slice `within` another narrows it, and has a `group` of its own: grades of a scheme."""

    facet: str
    key: str
    label: str
    within: str = ""
    group: str = ""


Order = Mapping[str, Callable[[Slice], tuple[Any, ...]]]
"""How the slices of each facet are sorted; the facets themselves come in the order of the keys."""


@dataclass(frozen=True)
class Index(Generic[Row]):
    """All rows of an index in the order they are shown, and what each row belongs to."""

    name: str
    title: str
    rows: Sequence[Keyed[Row]]
    slices_of: Callable[[Row], Iterable[Slice]]
    order: Order

    def pages(self) -> Iterator[tuple[str, Keyed[IndexPage[Row]]]]:
        """Path and view of every page: the whole index first, then each slice."""
        groups = self._groups()
        yield from self._paged(None, self.rows, self._facets(groups, None), ())
        for slice_, rows in groups.items():
            yield from self._paged(slice_, rows, self._facets(groups, slice_), self._crumbs(slice_, groups))

    def _groups(self) -> dict[Slice, list[Keyed[Row]]]:
        groups: defaultdict[Slice, list[Keyed[Row]]] = defaultdict(list)
        for row in self.rows:
            for slice_ in self.slices_of(row.value):
                groups[slice_].append(row)
        facets = list(self.order)
        ordered = sorted(groups, key=lambda item: (facets.index(item.facet), *self.order[item.facet](item)))
        return {slice_: groups[slice_] for slice_ in ordered}

    def _facets(self, groups: Mapping[Slice, Sequence[object]], current: Slice | None) -> tuple[FacetGroup, ...]:
        """Ways onward: all facets from the whole index; from a slice its siblings, and what narrows it."""
        found: dict[str, list[FacetLink]] = {}
        for item, rows in groups.items():
            if self._offered(item, current):
                path = urls.index_page(self.name, item.facet, item.key, 1)
                link = FacetLink(item.label, path, len(rows), item == current)
                found.setdefault(item.group or item.facet, []).append(link)
        return tuple(FacetGroup(name, tuple(links)) for name, links in found.items())

    @staticmethod
    def _offered(item: Slice, current: Slice | None) -> bool:
        if current is None:
            return not item.within
        if item.facet != current.facet:
            return False
        return item.within == current.within or item.within == current.key

    def _paged(
        self,
        slice_: Slice | None,
        rows: Sequence[Keyed[Row]],
        facets: tuple[FacetGroup, ...],
        crumbs: tuple[Crumb, ...],
    ) -> Iterator[tuple[str, Keyed[IndexPage[Row]]]]:
        facet, key, label = (slice_.facet, slice_.key, slice_.label) if slice_ else ("", "", "")
        total = max(1, -(-len(rows) // PAGE_ROWS))
        for number in range(1, total + 1):
            shown = rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
            view = IndexPage(
                index=self.name,
                facet=facet,
                key=key,
                label=label,
                crumbs=crumbs,
                facets=facets if number == 1 else (),
                rows=tuple(row.value for row in shown),
                number=number,
                total_pages=total,
                total_rows=len(rows),
            )
            head = repr((facet, key, label, crumbs, view.facets, number, total, len(rows)))
            path = urls.index_page(self.name, facet, key, number)
            yield path, Keyed(view, digest_of(head.encode(), *(row.digest for row in shown)))

    def _crumbs(self, slice_: Slice, groups: Mapping[Slice, Sequence[object]]) -> tuple[Crumb, ...]:
        """The way here: the whole index, and the slice that this one narrows."""
        above = (item for item in groups if slice_.within and (item.facet, item.key) == (slice_.facet, slice_.within))
        narrowed = (Crumb(item.label, urls.index_page(self.name, item.facet, item.key, 1)) for item in above)
        return (Crumb(self.title, urls.index_page(self.name, "", "", 1)), *narrowed)
