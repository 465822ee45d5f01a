"""Ids: the file name says the id, and no two records share one, whatever the case."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.kinds import KINDS


def check(records: Sequence[Record[Any]]) -> Iterator[Problem]:
    """Problems file-name, duplicate-id, id-case-collision and, for kinds kept by year, wrong-folder."""
    seen: dict[tuple[str, str], Record[Any]] = {}
    for record in records:
        first = seen.setdefault((record.kind, record.id.upper()), record)
        yield from check_one(record, first.id, first.file)


def check_one(record: Record[Any], first_id: str, first_file: str) -> Iterator[Problem]:
    """The same for one record, given the first of all records whose ids are alike when case is ignored."""
    place = (KINDS[record.kind].id_field,)
    stem = record.file.rpartition("/")[2].removesuffix(".yaml")
    if stem != record.id:
        yield problem("file-name", record.file, place, id=record.id, name=stem)
    if first_file != record.file:
        code = "duplicate-id" if first_id == record.id else "id-case-collision"
        yield problem(code, record.file, place, id=record.id, other=first_file)
    yield from _folder(record)


def _folder(record: Record[Any]) -> Iterator[Problem]:
    if not KINDS[record.kind].by_year:
        return
    day = record.value.first_issued_on if record.kind == "certificate" else record.value.opens_on
    folder = record.file.rpartition("/")[0].rpartition("/")[2]
    if folder != str(day.year):
        yield problem("wrong-folder", record.file, (), folder=folder, expected=day.year)
