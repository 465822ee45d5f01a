"""A changed record back into its file: only the lines of what changed, everything else as the editor left it.

Where a change cannot be made line by line (a list written in brackets, say), the smallest part around it is written
anew; where even that does not give the record wanted, the whole file is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.exchange.flat import flat, leaves, text_of
from generator.problems import Report
from generator.records.yaml_text import read
from generator.schema.kinds import Kind
from generator.schema.scaffold import scalar
from generator.schema.shape import Field, Shape

_LOADER: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class _Edit(NamedTuple):
    """Lines `first` up to `end`, from 0, give way to `lines`."""

    first: int
    end: int
    lines: list[str]


class _TooCoarse(Exception):
    """This part cannot be edited line by line."""


def fresh(shape: Shape[Any], record: Any) -> str:
    """The record as the text of a new file."""
    return "\n".join(_group_lines(shape, record)) + "\n"


def revised(kind: Kind, text: str, old: Any, new: Any) -> str:
    """The text of a file that holds `old`, changed to hold `new`."""
    try:
        lines = text.split("\n")
        edits = list(_Editor(lines).group(kind.shape, old, new, yaml.compose(text, Loader=_LOADER)))
        edited = "\n".join(_applied(lines, edits))
    except _TooCoarse:
        return fresh(kind.shape, new)
    return edited if holds(kind, edited, new) else fresh(kind.shape, new)


def holds(kind: Kind, text: str, record: Any) -> bool:
    """Whether the text reads as this very record, and without an error."""
    report = Report("")
    raw = read(text.encode("utf-8", "surrogatepass"), report)
    found = kind.shape.read(raw, report) if raw is not None else None
    return found is not None and flat(kind.shape, found) == flat(kind.shape, record)


def _applied(lines: Sequence[str], edits: Sequence[_Edit]) -> list[str]:
    """The lines after the edits, from the last to the first; what is put before a line follows what replaces it."""
    result = list(lines)
    ordered = sorted(edits, key=lambda edit: (edit.first, edit.end > edit.first))
    for edit in reversed(ordered):
        result[edit.first : edit.end] = edit.lines
    return result


# New lines ----------------------------------------------------------------------------------------------------------


def _group_lines(shape: Shape[Any], record: Any) -> Iterator[str]:
    for field in shape.fields:
        value = getattr(record, field.name)
        if _is_written(field, value):
            yield from _entry_lines(field, value)


def _is_written(field: Field, value: object) -> bool:
    return field.required or value not in (None, field.default)


def _entry_lines(field: Field, value: Any) -> list[str]:
    """A field with its value, at no indentation."""
    if field.many:
        return [f"{field.name}:", *(f"  {line}" for item in value for line in _item_lines(field, item))]
    lines = _value_lines(field, value)
    if field.group is None or lines == ["{}"]:
        return [f"{field.name}: {lines[0]}", *_indented(lines[1:], 2)]
    return [f"{field.name}:", *_indented(lines, 2)]


def _item_lines(field: Field, item: Any) -> list[str]:
    lines = _value_lines(field, item)
    return [f"- {lines[0]}", *_indented(lines[1:], 2)]


def _value_lines(field: Field, value: Any) -> list[str]:
    if field.group is not None:
        return list(_group_lines(field.group, value)) or ["{}"]
    assert field.type is not None
    return scalar(field.type, text_of(value))


def _indented(lines: Sequence[str], width: int) -> list[str]:
    return [" " * width + line if line else line for line in lines]


# Edits --------------------------------------------------------------------------------------------------------------


class _Editor:
    """Finds the edits that turn one record into another, in the lines of its file."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines

    def group(self, shape: Shape[Any], old: Any, new: Any, node: Node | None) -> Iterator[_Edit]:
        if not isinstance(node, MappingNode) or node.flow_style or not node.value or old is None or new is None:
            raise _TooCoarse
        entries = {key.value: (key, value) for key, value in node.value}
        left = len(entries)
        for field in shape.fields:
            before, after = getattr(old, field.name), getattr(new, field.name)
            if leaves(field, before) == leaves(field, after):
                continue
            if field.name not in entries:
                left += 1
                yield self._inserted(shape, field, after, node)
            elif _is_written(field, after):
                yield from self._entry(field, before, after, *entries[field.name])
            else:
                left -= 1
                yield self._removed(entries[field.name])
        if not left:
            raise _TooCoarse  # a group without entries would read as no value at all

    def _inserted(self, shape: Shape[Any], field: Field, value: Any, node: MappingNode) -> _Edit:
        """A new entry, behind the nearest one that is declared before it."""
        earlier = [item.name for item in shape.fields[: shape.fields.index(field)]]
        entries = {key.value: max(key.end_mark.line, self._last(item)) for key, item in node.value}
        after = next((entries[name] for name in reversed(earlier) if name in entries), None)
        line = next(iter(entries.values())) if after is None else after
        lines = _indented(_entry_lines(field, value), node.start_mark.column)
        return _Edit(line + 1, line + 1, lines)

    def _removed(self, entry: tuple[Node, Node]) -> _Edit:
        key, value = entry
        if self.lines[key.start_mark.line][: key.start_mark.column].strip():
            raise _TooCoarse
        return _Edit(key.start_mark.line, max(key.end_mark.line, self._last(value)) + 1, [])

    def _entry(self, field: Field, before: Any, after: Any, key: Node, value: Node) -> Iterator[_Edit]:
        try:
            if field.many:
                found = list(self._list(field, before, after, value))
            elif field.group is not None:
                found = list(self.group(field.group, before, after, value))
            else:
                found = [self._inline(field, after, value)]
        except _TooCoarse:
            line, column = key.start_mark.line, key.start_mark.column
            lines = _entry_lines(field, after)
            found = [
                _Edit(
                    line,
                    max(line, self._last(value)) + 1,
                    [self.lines[line][:column] + lines[0], *_indented(lines[1:], column)],
                )
            ]
        yield from found

    def _inline(self, field: Field, value: Any, node: Node) -> _Edit:
        """Another value on the same line; what stands around it stays."""
        lines = _value_lines(field, value)
        start, end = node.start_mark, node.end_mark
        if not isinstance(node, ScalarNode) or len(lines) > 1 or start.line != end.line or start.column == end.column:
            raise _TooCoarse
        line = self.lines[start.line]
        return _Edit(start.line, start.line + 1, [line[: start.column] + lines[0] + line[end.column :]])

    def _list(self, field: Field, before: Any, after: Any, node: Node) -> Iterator[_Edit]:
        if not isinstance(node, SequenceNode) or node.flow_style or len(node.value) != len(before) or not after:
            raise _TooCoarse
        dashes = [self._dash(item) for item in node.value]
        ends = [max(line, self._last(item)) + 1 for (line, _), item in zip(dashes, node.value, strict=True)]
        column = dashes[0][1]
        for _, i1, i2, j1, j2 in _differences(field, before, after):
            paired = min(i2 - i1, j2 - j1)
            for i, j in zip(range(i1, i1 + paired), range(j1, j1 + paired), strict=True):
                yield from self._item(field, before[i], after[j], node.value[i], _Edit(dashes[i][0], ends[i], []))
            if i1 + paired < i2:
                yield _Edit(dashes[i1 + paired][0], ends[i2 - 1], [])
            new = [line for item in after[j1 + paired : j2] for line in _item_lines(field, item)]
            if new:
                line = ends[i1 + paired - 1] if i1 + paired else dashes[0][0]
                yield _Edit(line, line, _indented(new, column))

    def _item(self, field: Field, before: Any, after: Any, node: Node, whole: _Edit) -> Iterator[_Edit]:
        try:
            if field.group is None:
                found = [self._inline(field, after, node)]
            else:
                found = list(self.group(field.group, before, after, node))
        except _TooCoarse:
            column = self._dash(node)[1]
            found = [whole._replace(lines=_indented(_item_lines(field, after), column))]
        yield from found

    def _dash(self, item: Node) -> tuple[int, int]:
        """Line and column of the dash before a list item, which stands alone before it."""
        line, column = item.start_mark.line, item.start_mark.column
        if self.lines[line][:column].strip() != "-":
            raise _TooCoarse
        return line, self.lines[line].index("-")

    def _last(self, node: Node) -> int:
        """The last line with something of the node on it."""
        if not isinstance(node, MappingNode | SequenceNode) or not node.value or node.flow_style:
            last: int = node.end_mark.line
            if node.end_mark.column == 0 and last > node.start_mark.line:
                last -= 1
            while last > node.start_mark.line and not self.lines[last].strip():
                last -= 1
            return last
        inner = node.value[-1]
        return max(inner[0].end_mark.line, self._last(inner[1])) if isinstance(inner, tuple) else self._last(inner)


def _differences(field: Field, before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[str, int, int, int, int]]:
    old, new = ([tuple(_item_lines(field, item)) for item in items] for items in (before, after))
    return (found for found in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if found[0] != "equal")
