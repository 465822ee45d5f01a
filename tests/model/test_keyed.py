"""Digests of values: equal for equal values, different for all others."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from generator.model.keyed import digest_of, keyed, together
from tests.model import made


def test_where_one_part_ends_and_the_next_begins_counts() -> None:
    assert digest_of(b"a", b"bc") != digest_of(b"ab", b"c")
    assert digest_of(b"abc") != digest_of(b"abc", b"")
    assert digest_of() != digest_of(b"")


def test_the_order_of_the_parts_counts() -> None:
    assert digest_of(b"a", b"b") != digest_of(b"b", b"a")


def test_equal_values_have_one_digest() -> None:
    assert keyed(made.certificate()) == keyed(replace(made.CERTIFICATE))


def test_a_change_of_any_field_is_another_digest() -> None:
    changes: list[dict[str, Any]] = [
        {"grade": None},
        {"scope": "新的范围"},
        {"parent": "DEMO-2024-0009"},
        {"events": ()},
    ]
    values = [made.CERTIFICATE, *(made.certificate(**change) for change in changes)]
    assert len({keyed(value).digest for value in values}) == len(values)


def test_half_a_character_has_a_digest_too() -> None:
    assert keyed("\ud800").digest != keyed("\ud801").digest


def test_values_together_keep_their_order_and_change_with_each() -> None:
    one, two = keyed("one"), keyed("two")
    assert together([one, two]).value == ("one", "two")
    lists = [[], [one], [two], [one, two], [two, one], [one, one]]
    assert len({together(items).digest for items in lists}) == len(lists)


def test_a_group_of_one_is_not_that_one() -> None:
    assert together([keyed("one")]).digest != keyed("one").digest
