"""The mark of a published site, and what is none."""

from __future__ import annotations

import json

import pytest

from generator.publish.mark import Mark, read_mark

MARK = Mark("5" * 32, 7, "ab" * 20, "2026-11-25T08:00:00Z", "https://lixin.example/", 3, True)


def test_a_mark_is_read_as_it_was_written() -> None:
    assert read_mark(MARK.written()) == MARK


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b"null"])
def test_anything_else_is_no_mark(content: bytes) -> None:
    assert read_mark(content) is None


@pytest.mark.parametrize(("name", "value"), [("build", "7"), ("build", True), ("commit", None), ("compressed", 1)])
def test_a_mark_with_a_value_of_another_type_is_none(name: str, value: object) -> None:
    assert read_mark(json.dumps({**json.loads(MARK.written()), name: value}).encode()) is None
