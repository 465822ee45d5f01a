"""The whole check of a project: files, fields, and the rules between records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from generator.model.registry import Registry, registry_of
from generator.model.rules import check_registry
from generator.problems import Problem, problem
from generator.problems.catalogue import severity
from generator.records.load import load
from generator.records.media import scan_media
from generator.records.record import Record
from generator.records.yaml_text import place_problems
from generator.schema.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Checked:
    """A registry and all its problems, sorted by place. With errors among them the registry may lack records."""

    registry: Registry
    records: tuple[Record[Any], ...]
    media: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def has_errors(self) -> bool:
        return any(severity(item.code) == "error" for item in self.problems)


def check_project(root: Path, at: date) -> Checked:
    """Reads and checks everything under `root`, as of `at`; never stops at the first problem."""
    loaded = load(root)
    registry = registry_of(loaded.records)
    media = scan_media(root)
    found = [*check_registry(registry, loaded.records, at), *_missing_media(loaded.records, frozenset(media.names))]
    problems = sorted([*loaded.problems, *media.problems, *_with_lines(root, found)], key=_by_place)
    return Checked(registry, loaded.records, media.names, tuple(problems))


def _missing_media(records: Iterable[Record[Any]], names: frozenset[str]) -> Iterator[Problem]:
    """A picture that a record names must be in registry/media."""
    for record in records:
        shape = KINDS[record.kind].shape
        for reference in shape.references(record.value) if "media" in shape.mentions else ():
            if reference.kind == "media" and reference.id not in names:
                yield problem("missing-media", record.file, reference.place, value=reference.id)


def _with_lines(root: Path, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Reads each file that has problems once more, to say where they stand."""
    by_file: defaultdict[str, list[Problem]] = defaultdict(list)
    for item in problems:
        by_file[item.file].append(item)
    for file, items in by_file.items():
        try:
            yield from place_problems((root / file).read_bytes(), items)
        except OSError:
            yield from items


def _by_place(item: Problem) -> tuple[str, int, int, str]:
    return (item.file, item.line or 0, item.column or 0, item.code)
