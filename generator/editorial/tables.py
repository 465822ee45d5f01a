"""Markdown tables that a phone can show: each cell knows its column's heading, so that rows can be stacked."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown  # type: ignore[import-untyped]  # ships no types
from markdown.extensions import Extension  # type: ignore[import-untyped]  # ships no types
from markdown.treeprocessors import Treeprocessor  # type: ignore[import-untyped]  # ships no types

_WIDE = 3
"""Tables of fewer columns fit a phone as they are."""


class TableLabels(Extension):  # type: ignore[misc]
    """Gives headings their scope, marks tables of three columns or more ``lx-stack`` with a label on each cell, and
    aligns by class, as the policy lets no inline style through.
    """

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Markdown's)
        md.treeprocessors.register(_Labeller(md), "lixin-tables", 5)  # after the text of cells is made


class _Labeller(Treeprocessor):  # type: ignore[misc]
    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            headings = list(table.iter("th"))
            _align(table)
            for heading in headings:
                heading.set("scope", "col")
            if len(headings) >= _WIDE:
                table.set("class", f"lx-stack {table.get('class', '')}".strip())
                _label(table, ["".join(heading.itertext()).strip() for heading in headings])


def _align(table: Element) -> None:
    for cell in table.iter():
        style = cell.attrib.pop("style", "")
        if style.startswith("text-align: right"):
            cell.set("class", "lx-right")


def _label(table: Element, names: list[str]) -> None:
    for row in table.iterfind("tbody/tr"):
        for cell, name in zip(row, names, strict=False):
            if name:
                cell.set("data-label", name)
