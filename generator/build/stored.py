"""The registry behind its usual interface, its records fetched from the store as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from generator.build.store import Store
from generator.model.keyed import Keyed
from generator.model.registry import KIND_NAMES, Registry, latest_first
from generator.model.summaries import Summaries, enterprise_row
from generator.model.views import CertificateSummary, EnterpriseRow, EnterpriseSummary, NoticeSummary
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.notice import Notice

T = TypeVar("T")
KEPT = 10_000
"""So many records of a kind are kept at hand before all are let go."""


class Table(Mapping[str, Record[Any]]):
    """The records of one kind, by id."""

    def __init__(self, store: Store, kind: str) -> None:
        self._store = store
        self._kind = kind
        self._kept: dict[str, Record[Any]] = {}

    def __getitem__(self, id: str) -> Record[Any]:
        record = self._kept.get(id)
        if record is None:
            record = self._store.record(self._kind, id)
            if record is None:
                raise KeyError(id)
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[id] = record
        return record

    def __iter__(self) -> Iterator[str]:
        return iter(self._store.ids(self._kind))

    def __len__(self) -> int:
        return self._store.count(self._kind)


class Fetched(Mapping[str, T]):
    """A mapping that fetches what it is asked for; its keys are those of `table`."""

    def __init__(self, table: Mapping[str, object], fetch: Callable[[str], T | None]) -> None:
        self._table = table
        self._fetch = fetch

    def __getitem__(self, id: str) -> T:
        found = self._fetch(id)
        if found is None:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


class StoredRegistry(Registry):
    """The registry of a store."""

    def __init__(self, store: Store) -> None:
        super().__init__(**{f"{kind}s": Table(store, kind) for kind in KIND_NAMES})
        object.__setattr__(self, "_store", store)

    _store: Store

    def digest(self, kind: str, id: str) -> bytes:
        return self._store.digest_of(kind, id)

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
        naming = (self.certificates[by] for _, by in self._store.naming(kind, id, "certificate"))
        return latest_first(record for record in naming if getattr(record.value, field) == id)

    def _notices(self, id: str) -> tuple[Record[Notice], ...]:
        naming = (self.notices[by] for _, by in self._store.naming("enterprise", id, "notice"))
        named = (record for record in naming if any(entry.enterprise == id for entry in record.value.entries))
        return tuple(sorted(named, key=lambda record: (record.value.opens_on, record.id), reverse=True))


class StoredSummaries(Summaries):
    """Summaries as the faces in the store have them; what is not kept is worked out."""

    @property
    def _store(self) -> Store:
        assert isinstance(self.registry, StoredRegistry)
        return self.registry._store  # noqa: SLF001 - two sides of one store

    @cached_property
    def certificates(self) -> Mapping[str, Keyed[CertificateSummary]]:
        return Fetched(self.registry.certificates, lambda key: self._summary("certificate", key))

    @cached_property
    def enterprises(self) -> Mapping[str, Keyed[EnterpriseSummary]]:
        return Fetched(self.registry.enterprises, lambda key: self._summary("enterprise", key))

    @cached_property
    def notices(self) -> Mapping[str, Keyed[NoticeSummary]]:
        return Fetched(self.registry.notices, lambda key: self._summary("notice", key))

    @cached_property
    def rows(self) -> Mapping[str, Keyed[EnterpriseRow]]:
        return Fetched(self.registry.enterprises, self._enterprise_row)

    def _summary(self, kind: str, id: str) -> Keyed[Any] | None:
        found = self._store.summary(kind, id)
        return found[0] if found else None

    def _enterprise_row(self, id: str) -> Keyed[EnterpriseRow] | None:
        found = self._store.summary("enterprise", id)
        return enterprise_row(*found) if found else None


class StoredGroups:
    """The groups in a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: dict[str, Sequence[str]] = {}

    def items(self, name: str) -> Sequence[str]:
        if name not in self._kept:
            self._kept[name] = self._store.group(name)
        return self._kept[name]

    def size(self, name: str) -> int:
        return self._store.group_size(name)

    def below(self, name: str) -> Mapping[str, int]:
        return self._store.groups_below(name)
