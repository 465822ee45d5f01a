"""The registry behind its usual interface: what is fetched at once is what is fetched one by one."""

from __future__ import annotations

import sqlite3
from functools import partial

import pytest
from msgspec.structs import replace

from generator.build.store import MOST_ASKED, Read, Store
from generator.build.stored import Fetched, StoredRegistry
from generator.model.coded import encoded
from generator.model.relations import named_in
from generator.schema.certificate import Certificate
from tests.model import made


@pytest.fixture
def store() -> Store:
    found = Store(sqlite3.connect(":memory:", isolation_level=None))
    found.prepare()
    return found


def keep(store: Store, *values: object) -> None:
    records = [made.record(value) for value in values]
    reads = [
        Read(item.file, item.kind, item.id, item.digest, encoded(item.value), tuple(named_in(item)), ())
        for item in records
    ]
    store.put(reads)


def told(asked: list[list[str]], ids: list[str]) -> dict[str, str]:
    """The values of these ids, noting what was asked for."""
    asked.append(ids)
    return {id: id.upper() for id in ids}


def test_what_is_expected_is_fetched_once_and_all_at_once() -> None:
    asked: list[list[str]] = []
    table: Fetched[str] = Fetched((), lambda key: pytest.fail(f"{key} was fetched alone"))

    table.fetch_all("abca", partial(told, asked))
    table.fetch_all("cd", partial(told, asked))
    assert asked == [["a", "b", "c"], ["d"]]
    assert [table[id] for id in "abcd"] == list("ABCD")


def test_what_makes_room_for_others_is_fetched_with_them() -> None:
    asked: list[list[str]] = []
    table: Fetched[str] = Fetched((), lambda key: pytest.fail(f"{key} was fetched alone"), most=3)

    table.fetch_all("abc", partial(told, asked))
    table.fetch_all("bcd", partial(told, asked))
    assert asked == [["a", "b", "c"], ["b", "c", "d"]]
    assert [table[id] for id in "bcd"] == list("BCD")


def family(store: Store, children: int) -> list[Certificate]:
    found = [
        replace(made.CERTIFICATE, number=f"LX-SH-2024-{number:04}", parent=made.CERTIFICATE.number)
        for number in range(1000, 1000 + children)
    ]
    keep(store, made.STANDARD, made.SCHEME, made.ISSUER, made.ENTERPRISE, made.NOTICE, made.CERTIFICATE, *found)
    return found


def test_an_expected_registry_says_what_an_unexpected_one_says(store: Store) -> None:
    children = family(store, MOST_ASKED + 1)
    ids = [("enterprise", made.HOLDER), ("certificate", made.CERTIFICATE.number), ("notice", made.NOTICE.id)]
    ids += [("certificate", child.number) for child in children]
    plain, expecting = StoredRegistry(store), StoredRegistry(store)
    expecting.expect_all([*ids, ("certificate", "none"), ("enterprise", "none")])
    for groups in ("certificates_of", "notices_of", "children_of", "certificates_from"):
        for _, id in ids:
            assert getattr(expecting, groups).get(id) == getattr(plain, groups).get(id), (groups, id)
    assert "none" not in expecting.certificates
    assert "none" not in expecting.enterprises
