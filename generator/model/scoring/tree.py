"""The indicators of a scheme by path. Different indicators may share a name, so a name alone is no key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from generator.schema.scheme import Indicator, Scheme

SEPARATOR = "/"
COMPARED = 120
"""Characters of a wrong path or name that are compared with the right ones."""


class Node(Struct, frozen=True):
    """An indicator, its points if the scheme knows them, and the clause that it or the nearest above it names."""

    path: str
    points: Fraction | None
    clause: str | None
    formula: str | None
    children: tuple[Node, ...]

    @property
    def unweighted(self) -> bool:
        """Whether the points of this node and of all below it are unknown."""
        return all(node.points is None for node in self.within())

    def within(self) -> Iterator[Node]:
        """This node and all below it, from the top."""
        yield self
        for child in self.children:
            yield from child.within()


class Tree(Struct, frozen=True):
    tops: tuple[Node, ...]
    by_path: Mapping[str, Node]

    @property
    def weighted(self) -> bool:
        """Whether the scheme knows any points at all."""
        return any(node.points is not None for node in self.by_path.values())

    def nearest(self, path: str) -> str | None:
        """The paths that a wrong one was probably meant to be: those that end in it, or the one most like it."""
        ends = [known for known in self.by_path if known.endswith(SEPARATOR + path)]
        return " | ".join(ends[:3]) if ends else most_like(path, self.by_path)


def tree_of(scheme: Scheme) -> Tree:
    return _tree(scheme.indicators)


@lru_cache(maxsize=64)
def _tree(indicators: tuple[Indicator, ...]) -> Tree:
    tops = tuple(_node(item, "", None) for item in indicators)
    return Tree(tops, {node.path: node for top in tops for node in top.within()})


def most_like(text: str, known: Iterable[str]) -> str | None:
    """The closest of `known`, or None if none is like it."""
    return next(iter(get_close_matches(text[:COMPARED], list(known), n=1, cutoff=0.5)), None)


def _node(item: Indicator, above: str, clause: str | None) -> Node:
    path, clause = above + item.name, item.clause or clause
    children = tuple(_node(child, path + SEPARATOR, clause) for child in item.children)
    points = None if item.points is None else Fraction(item.points)
    return Node(path, points, clause, item.formula, children)
