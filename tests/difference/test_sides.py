"""Only what a change touches is parsed, however large the registry."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from generator.difference import sides
from generator.difference.sides import load_sides
from generator.records import load
from tests.build.project import OTHERS, RECORDS
from tests.difference.made import files, snapshot
from tests.model import made


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def record_of(kind: str, path: str, *rest: Any) -> Any:
        seen.append(path)
        return load.record_of(kind, path, *rest)

    monkeypatch.setattr(sides, "record_of", record_of)
    return seen


def test_certificates_that_a_change_does_not_touch_are_not_parsed(parsed: list[str]) -> None:
    others = [replace(made.CERTIFICATE, number=f"DEMO-2023-{number:04}") for number in range(50)]
    before = files(*RECORDS, *others)
    load_sides(snapshot(before), snapshot(before | files(replace(OTHERS[0], scope="别的"))))
    assert [path for path in parsed if "/certificates/" in path] == [made.record(OTHERS[0]).file] * 2


def test_both_sides_have_the_same_unchanged_records() -> None:
    before = files(*RECORDS)
    found = load_sides(snapshot(before), snapshot(before | files(replace(OTHERS[0], notice="notice-1"))))
    assert found.base.records.keys() == found.head.records.keys()
    assert ("notice", "notice-1") in found.base.records


def test_equal_bytes_under_other_marks_are_no_change() -> None:
    before = files(*RECORDS)
    same = snapshot(before)
    marked = type(same)("b", dict.fromkeys(before, "another mark"), same.read)
    assert load_sides(same, marked).changed == ()
