"""The registry: every record of every kind by its id, with the look-ups that pages and rules need.

Pure and immutable. It is built from whatever records could be read, so that cross-record rules can speak even when
some files are broken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from generator.model.nearest import Alike
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice
from generator.schema.scheme import Scheme
from generator.schema.standard import Standard

T = TypeVar("T")


@dataclass(frozen=True)
class Registry:
    standards: Mapping[str, Record[Standard]] = field(default_factory=dict)
    schemes: Mapping[str, Record[Scheme]] = field(default_factory=dict)
    issuers: Mapping[str, Record[Issuer]] = field(default_factory=dict)
    enterprises: Mapping[str, Record[Enterprise]] = field(default_factory=dict)
    notices: Mapping[str, Record[Notice]] = field(default_factory=dict)
    certificates: Mapping[str, Record[Certificate]] = field(default_factory=dict)

    def of_kind(self, kind: str) -> Mapping[str, Record[Any]]:
        """The records of one kind, by id."""
        table: Mapping[str, Record[Any]] = getattr(self, f"{kind}s")
        return table

    def digests(self, kind: str, ids: Sequence[str]) -> list[bytes]:
        """The digests of the bytes that these records were read from, in the order of the ids."""
        table = self.of_kind(kind)
        return [table[id].digest for id in ids]

    def nearest(self, kind: str, id: str) -> str:
        """The id of this kind that was probably meant, or an empty text."""
        return self._alike[kind].nearest(id)

    @cached_property
    def _alike(self) -> Mapping[str, Alike]:
        return {kind: Alike(self.of_kind(kind)) for kind in KIND_NAMES}

    def families(self) -> Iterator[tuple[str, str]]:
        """Kind and id of every record: the foundations, then notices, then each enterprise before its certificates."""
        for kind in KIND_NAMES[: KIND_NAMES.index("enterprise")]:
            yield from ((kind, id) for id in self.of_kind(kind))
        yield from (("notice", id) for id in self.notices)
        for id in self.enterprises:
            yield "enterprise", id
            yield from (("certificate", record.id) for record in self.certificates_of.get(id, ()))

    def counts(self) -> dict[str, int]:
        return {kind: len(self.of_kind(kind)) for kind in KIND_NAMES}

    @cached_property
    def certificates_of(self) -> Mapping[str, tuple[Record[Certificate], ...]]:
        """Certificates by holder, newest issue first."""
        return self._group((record.value.holder, record) for record in self.newest_first)

    @cached_property
    def published(self) -> tuple[Record[Certificate], ...]:
        """Certificates that are not withdrawn, newest issue first."""
        return tuple(record for record in self.newest_first if record.value.withdrawal is None)

    @cached_property
    def children_of(self) -> Mapping[str, tuple[Record[Certificate], ...]]:
        """Sub-certificates by the number of their parent."""
        linked = ((record.value.parent, record) for record in self.newest_first)
        return self._group((parent, record) for parent, record in linked if parent is not None)

    @cached_property
    def certificates_from(self) -> Mapping[str, tuple[Record[Certificate], ...]]:
        """Certificates by the public notice that came before them."""
        linked = ((record.value.notice, record) for record in self.newest_first)
        return self._group((notice, record) for notice, record in linked if notice is not None)

    @cached_property
    def notices_of(self) -> Mapping[str, tuple[Record[Notice], ...]]:
        """Public notices by the enterprises they name."""
        ordered = sorted(self.notices.values(), key=lambda record: (record.value.opens_on, record.id), reverse=True)
        return self._group((entry.enterprise, record) for record in ordered for entry in record.value.entries)

    @cached_property
    def newest_first(self) -> tuple[Record[Certificate], ...]:
        return latest_first(self.certificates.values())

    @staticmethod
    def _group(pairs: Iterable[tuple[str, Record[T]]]) -> Mapping[str, tuple[Record[T], ...]]:
        groups: defaultdict[str, dict[str, Record[T]]] = defaultdict(dict)
        for key, record in pairs:
            groups[key][record.id] = record
        return {key: tuple(records.values()) for key, records in groups.items()}


KIND_NAMES = ("standard", "scheme", "issuer", "enterprise", "notice", "certificate")


def registry_of(records: Iterable[Record[Any]]) -> Registry:
    """The registry of these records, each table in the order of its ids; the first of two with one id wins."""
    tables: dict[str, dict[str, Record[Any]]] = {kind: {} for kind in KIND_NAMES}
    for record in sorted(records, key=lambda item: (item.kind, item.id, item.file)):
        tables[record.kind].setdefault(record.id, record)
    return Registry(**{f"{kind}s": table for kind, table in tables.items()})


def latest_first(records: Iterable[Record[Certificate]]) -> tuple[Record[Certificate], ...]:
    """Certificates by day of issue, the latest first, and those of one day by number."""
    return tuple(sorted(records, key=lambda record: (-record.value.issued_on.toordinal(), record.id)))
