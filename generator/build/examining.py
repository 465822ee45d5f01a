"""What is said of each record: the problems its rules find, the day on which that may change, and its face."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.build.check import missing_media, with_lines
from generator.build.store import Known, Store, reading_store
from generator.build.stored import StoredRegistry
from generator.build.tasks import Work, pieces_of, shared_out
from generator.language import Strings
from generator.model.relations import Id
from generator.model.rules import check_record, identity
from generator.model.summaries import Summaries
from generator.model.turns import next_turn
from generator.plan.faces import Face, face_of
from generator.problems import Problem
from generator.problems.catalogue import is_error
from generator.records.record import Record

PIECE = 500
"""Records examined at a time."""


class Examined(Struct, frozen=True):
    """`face` is None for a record in error, and for one of two that share an id."""

    file: str
    record: Id
    problems: tuple[Problem, ...]
    error: bool
    turn: str | None
    face: Face | None


@dataclass(frozen=True)
class Examiner:
    """Looks at records as of `at`.

    `pictures` are the names of all media, `stamps` tell a changed one; pages are in the language `lang`.
    """

    root: Path
    at: date
    pictures: frozenset[str]
    stamps: Mapping[str, str]
    t: Strings
    lang: str

    def examine(self, database: Path, files: Sequence[str], jobs: int) -> Iterator[list[Examined]]:
        """All that is to be said of the records in these files of the store, piece by piece."""
        pieces = list(pieces_of(files, PIECE))
        return shared_out(partial(self._opened, database), pieces, jobs if len(pieces) > 1 else 1)

    @contextmanager
    def _opened(self, database: Path) -> Iterator[Work[Sequence[str], list[Examined]]]:
        with reading_store(database) as db:
            store = Store(db)
            registry = StoredRegistry(store)
            summaries = Summaries(registry, self.t, self.lang)

            def work(files: Sequence[str]) -> list[Examined]:
                known = store.known(files)
                registry.expect_all((item.kind, item.id) for item in known.values())
                return [self._in_file(store, summaries, file, known[file]) for file in files if file in known]

            yield work

    def _in_file(self, store: Store, summaries: Summaries, file: str, known: Known) -> Examined:
        """What is to be said of the record in this file of the store."""
        record = summaries.registry.of_kind(known.kind)[known.id]
        found = record if record.file == file else store.in_file(file)
        assert found is not None
        return self._one(summaries, found, known.first_id, known.first_file)

    def _one(self, summaries: Summaries, record: Record[Any], first_id: str, first_file: str) -> Examined:
        registry, id = summaries.registry, (record.kind, record.id)
        found = [
            *identity.check_one(record, first_id, first_file),
            *check_record(registry, record, self.at),
            *missing_media((record,), self.pictures),
        ]
        problems = tuple(with_lines(self.root, found)) if found else ()
        error = any(map(is_error, problems))
        turn = next_turn(registry, record, self.at)
        sound = not error and registry.of_kind(record.kind)[record.id].file == record.file
        face = face_of(summaries, id, self.at) if sound else None
        return Examined(record.file, id, problems, error, turn.isoformat() if turn else None, face)
