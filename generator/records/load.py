"""All records of a project: files in, typed records and problems out."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from generator.problems import Problem, Report
from generator.records.files import Source, digest, read_bytes, scan
from generator.records.record import Record
from generator.records.yaml_text import place_problems, read
from generator.schema.kinds import KINDS


class Loaded(Struct, frozen=True):
    """Every record that could be read, in the order of the files, and every problem of reading, with its line.

    `unread` has kind and id, by the file's name, of each record that is there and could not be read.
    """

    records: tuple[Record[Any], ...]
    problems: tuple[Problem, ...]
    unread: frozenset[tuple[str, str]] = frozenset()


def load(root: Path) -> Loaded:
    """Reads the registry of the project at `root`. A file that cannot be read is a problem, never an exception."""
    sources, problems = scan(root)
    records: list[Record[Any]] = []
    unread: set[tuple[str, str]] = set()
    for source in sources:
        report = Report(source.path)
        record = load_one(root, source, report)
        if record is not None:
            records.append(record)
        else:
            unread.add((source.kind, PurePosixPath(source.path).stem))
        problems.extend(report)
    return Loaded(tuple(records), tuple(problems), frozenset(unread))


def load_one(root: Path, source: Source, report: Report) -> Record[Any] | None:
    """The record in one file, or None with the reasons in the report."""
    data = read_bytes(root, source, report)
    return record_of(source.kind, source.path, data, report) if data is not None else None


def record_of(kind: str, path: str, data: bytes, report: Report) -> Record[Any] | None:
    """The record that the bytes of the file at `path` say, or None with the reasons in the report."""
    raw = read(data, report)
    if raw is None:
        return None
    found = Report(path)
    value = KINDS[kind].shape.read(raw, found)
    report.problems.extend(place_problems(data, found))
    if value is None:
        return None
    return Record(kind, getattr(value, KINDS[kind].id_field), value, digest(data), path)
