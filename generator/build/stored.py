"""The registry behind its usual interface, its records fetched from the store as they are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, TypeVar

from generator.build.store import Shown, Store, read_back
from generator.model.computed import KEPT
from generator.model.keyed import Keyed, keyed_again
from generator.model.registry import KIND_NAMES, Registry, latest_first
from generator.model.relations import Id
from generator.model.status import Schedule
from generator.model.summaries import Summaries, enterprise_row
from generator.model.views import (
    CertificateHistory,
    CertificateSummary,
    EnterpriseRow,
    EnterpriseSummary,
    NoticeSummary,
)
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.notice import Notice

T = TypeVar("T")
GROUPS_KEPT = 8
ROWS_KEPT = 30_000
"""So many rows of indexes: each stands on ten pages and more, far from one another, and is small."""


Part = Callable[[Shown], "bytes | None"]


class Fetched(Mapping[str, T]):
    """A mapping that fetches what it is asked for, and keeps it for a while; its keys are those of `table`."""

    def __init__(self, table: Collection[str], fetch: Callable[[str], T | None], most: int = KEPT) -> None:
        self._table = table
        self._fetch = fetch
        self._most = most
        self._kept: dict[str, T] = {}

    def __getitem__(self, id: str) -> T:
        found = self._kept.get(id)
        if found is None:
            found = self._fetch(id)
            if found is None:
                raise KeyError(id)
            self._make_room(1)
            self._kept[id] = found
        return found

    def lacks(self, ids: Iterable[str]) -> list[str]:
        """Those of the ids whose values are not at hand, each once."""
        return [id for id in dict.fromkeys(ids) if id not in self._kept]

    def fetch_all(self, ids: Iterable[str], fetch: Callable[[list[str]], Mapping[str, T]]) -> None:
        """Fetches those of the ids whose values are not at hand, all at once."""
        wanted = list(ids)
        if lacking := self.lacks(wanted):
            self._make_room(len(lacking))
            self._kept |= fetch(self.lacks(wanted))  # making room may have dropped some of these

    def _make_room(self, count: int) -> None:
        if len(self._kept) + count > self._most:
            self._kept.clear()

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class Ids(Collection[str]):
    """The ids of all records of one kind."""

    def __init__(self, store: Store, kind: str) -> None:
        self._store = store
        self._kind = kind

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._store.record(self._kind, id) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.ids(self._kind))

    def __len__(self) -> int:
        return self._store.count(self._kind)


class StoredRegistry(Registry):
    """The registry of a store."""

    def __init__(self, store: Store) -> None:
        tables = {kind: Fetched(Ids(store, kind), partial(store.record, kind)) for kind in KIND_NAMES}
        super().__init__(**{f"{kind}s": table for kind, table in tables.items()})
        object.__setattr__(self, "_store", store)

    _store: Store

    def digests(self, kind: str, ids: Sequence[str]) -> list[bytes]:
        return self._store.digests(kind, ids)

    def families(self) -> Iterator[tuple[str, str]]:
        return iter(dict.fromkeys(self._store.families().values()))

    def expect(self, kind: str, ids: Collection[str]) -> None:
        """Fetches these records, and which others name each, all at once."""
        records = self.of_kind(kind)
        assert isinstance(records, Fetched)
        records.fetch_all(ids, partial(self._store.records, kind))
        self._naming[kind].fetch_all(ids, partial(self._store.all_naming, kind))

    def expect_all(self, ids: Iterable[Id]) -> None:
        """The same for the records of all kinds that are many, an enterprise with its certificates."""
        listed: defaultdict[str, list[str]] = defaultdict(list)
        for kind, id in ids:
            listed[kind].append(id)
        for kind in ("enterprise", "notice"):
            self.expect(kind, listed[kind])
        self.expect("certificate", [*listed["certificate"], *self.held_by(listed["enterprise"])])

    def held_by(self, credit_codes: Iterable[str]) -> list[str]:
        """The numbers of the certificates that these enterprises hold."""
        naming = self._naming["enterprise"]
        return [by for code in credit_codes for by_kind, by in naming[code] if by_kind == "certificate"]

    @cached_property
    def _naming(self) -> Mapping[str, Fetched[list[Id]]]:
        """The records that name those of each kind."""
        return {kind: Fetched(self.of_kind(kind), partial(self._store.naming, kind)) for kind in KIND_NAMES}

    @cached_property
    def certificates_of(self) -> Mapping[str, tuple[Record[Certificate], ...]]:
        return Fetched(self.enterprises, lambda key: self._certificates("enterprise", "holder", key))

    @cached_property
    def certificates_from(self) -> Mapping[str, tuple[Record[Certificate], ...]]:
        return Fetched(self.notices, lambda key: self._certificates("notice", "notice", key))

    @cached_property
    def children_of(self) -> Mapping[str, tuple[Record[Certificate], ...]]:
        return Fetched(self.certificates, lambda key: self._certificates("certificate", "parent", key))

    @cached_property
    def notices_of(self) -> Mapping[str, tuple[Record[Notice], ...]]:
        return Fetched(self.enterprises, self._notices)

    def _certificates(self, kind: str, field: str, id: str) -> tuple[Record[Certificate], ...]:
        """The certificates whose `field` names this record, latest issue first."""
        naming = (self.certificates[by] for by_kind, by in self._naming[kind][id] if by_kind == "certificate")
        return latest_first(record for record in naming if getattr(record.value, field) == id)

    def _notices(self, id: str) -> tuple[Record[Notice], ...]:
        naming = (self.notices[by] for by_kind, by in self._naming["enterprise"][id] if by_kind == "notice")
        named = (record for record in naming if any(entry.enterprise == id for entry in record.value.entries))
        return tuple(sorted(named, key=lambda record: (record.value.opens_on, record.id), reverse=True))


class StoredSummaries(Summaries):
    """Summaries as the faces in the store have them; what is not kept is worked out."""

    @property
    def _store(self) -> Store:
        assert isinstance(self.registry, StoredRegistry)
        return self.registry._store  # noqa: SLF001 - two sides of one store

    @cached_property
    def certificates(self) -> Fetched[Keyed[CertificateSummary]]:
        return self._said("certificate", CertificateSummary, lambda shown: shown.summary, ROWS_KEPT)

    @cached_property
    def schedules(self) -> Mapping[str, Keyed[Schedule]]:
        return self._said("certificate", Schedule, lambda shown: shown.schedule)

    @cached_property
    def histories(self) -> Mapping[str, Keyed[CertificateHistory]]:
        return self._said("certificate", CertificateHistory, lambda shown: shown.history)

    @cached_property
    def enterprises(self) -> Mapping[str, Keyed[EnterpriseSummary]]:
        return self._said("enterprise", EnterpriseSummary, lambda shown: shown.summary)

    @cached_property
    def notices(self) -> Mapping[str, Keyed[NoticeSummary]]:
        return self._said("notice", NoticeSummary, lambda shown: shown.summary)

    @cached_property
    def rows(self) -> Fetched[Keyed[EnterpriseRow]]:
        return Fetched(self.registry.enterprises, self._enterprise_row, ROWS_KEPT)

    def expect(self, kind: str, ids: Collection[str]) -> None:
        registry = self.registry
        assert isinstance(registry, StoredRegistry)
        registry.expect(kind, ids)
        self._expect_shown(kind, ids)
        if kind == "enterprise":
            held = registry.held_by(ids)
            registry.expect("certificate", held)
            self._expect_shown("certificate", held)
        elif kind == "certificate":
            records = map(registry.certificates.get, ids)
            self._expect_shown("enterprise", {record.value.holder for record in records if record is not None})

    def _expect_shown(self, kind: str, ids: Iterable[str]) -> None:
        self._shown[kind].fetch_all(ids, partial(self._store.all_shown, kind))

    def certificate_rows(self, ids: Sequence[str]) -> list[Keyed[CertificateSummary]]:
        self._expect_shown("certificate", self.certificates.lacks(ids))
        return super().certificate_rows(ids)

    def enterprise_rows(self, ids: Sequence[str]) -> list[Keyed[EnterpriseRow]]:
        self._expect_shown("enterprise", self.rows.lacks(ids))
        return super().enterprise_rows(ids)

    def _enterprise_row(self, id: str) -> Keyed[EnterpriseRow]:
        return enterprise_row(self.enterprises[id], self._shown["enterprise"][id].certificates)

    @cached_property
    def _shown(self) -> Mapping[str, Fetched[Shown]]:
        kinds = ("certificate", "enterprise", "notice")
        return {kind: Fetched(self.registry.of_kind(kind), partial(self._store.shown, kind)) for kind in kinds}

    def _said(self, kind: str, type: Any, part: Part, most: int = KEPT) -> Fetched[Keyed[Any]]:
        """One part of what is shown of each record of a kind, read back from the store."""
        shown = self._shown[kind]

        def read(id: str) -> Keyed[Any] | None:
            said = part(shown[id])
            return keyed_again(read_back(type, said), said) if said is not None else None

        return Fetched(self.registry.of_kind(kind), read, most)


class StoredGroups:
    """The groups in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, Sequence[str]] = {}

    def items(self, name: str) -> Sequence[str]:
        if name not in self._kept:
            if len(self._kept) >= GROUPS_KEPT:
                self._kept.clear()
            self._kept[name] = self._store.group(name)
        return self._kept[name]

    def size(self, name: str) -> int:
        return self._store.group_size(name)

    def below(self, name: str) -> Mapping[str, int]:
        return self._store.groups_below(name)
