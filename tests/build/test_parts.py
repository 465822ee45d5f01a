"""Large files: their parts are made once, and what stands in the site is whole and the same as ever."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.build import opendata
from generator.build.parts import runs_of
from generator.build.place import place_of
from generator.build.workers import RenderError
from generator.model.keyed import keyed
from generator.plan.output import Joined, Part
from generator.render import tables, urls
from tests.build.project import OTHERS, build_project, contents, write_project, write_record
from tests.model import made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def sums(site: Path) -> dict[str, str]:
    lines = (line.split("  ") for line in (site / urls.CHECKSUMS).read_text(encoding="utf-8").splitlines())
    return {name: digest for digest, name in lines}


def actual(site: Path) -> dict[str, str]:
    return {name: hashlib.sha256((site / "data" / name).read_bytes()).hexdigest() for name in sums(site)}


def parts(root: Path) -> set[str]:
    return set(contents(place_of(root / "site").parts))


def test_the_sums_are_those_of_the_files_before_and_after_a_change(root: Path) -> None:
    build_project(root)
    first = sums(root / "site")
    assert first == actual(root / "site")
    write_record(root, replace(made.CERTIFICATE, scope="新的范围"))
    build_project(root)
    second = sums(root / "site")
    assert second == actual(root / "site")
    assert {name for name in first if first[name] != second[name]} == {
        "certificates.csv",
        "certificates.jsonl",
        "registry.sqlite",
    }


def test_only_what_changed_is_rendered_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_project(root)
    made_again: list[object] = []

    @wraps(csv := tables.enterprises_csv)
    def noted(*values: Any) -> bytes:
        made_again.append(values)
        return csv(*values)

    monkeypatch.setattr(tables, "enterprises_csv", noted)
    write_record(root, replace(made.CERTIFICATE, scope="新的范围"))
    build_project(root)
    assert made_again == []


def test_a_day_of_the_calendar_is_made_again_only_when_it_changes(root: Path) -> None:
    def days() -> dict[str, int]:
        """The days that are kept, with the times at which they were made."""
        folder = place_of(root / "site").parts
        return {
            name: (folder / name).stat().st_mtime_ns
            for name, content in contents(folder).items()
            if b"BEGIN:VEVENT" in content
        }

    write_record(root, replace(OTHERS[0], valid_until=date(2026, 12, 30)))
    build_project(root)
    first = days()
    write_record(root, replace(OTHERS[0], valid_until=date(2026, 12, 29)))
    build_project(root)
    second = days()
    assert len(first) == len(second) == 2
    assert len(first.items() & second.items()) == 1


def test_parts_that_nothing_needs_are_swept_away(root: Path) -> None:
    build_project(root)
    before = parts(root)
    write_record(root, replace(made.CERTIFICATE, scope="新的范围"))
    build_project(root)
    write_record(root, made.CERTIFICATE)
    build_project(root)
    assert parts(root) == before


def test_lost_parts_are_made_again_and_the_files_are_the_same(root: Path) -> None:
    build_project(root)
    for name in parts(root):
        (place_of(root / "site").parts / name).unlink()
    (root / made.record(OTHERS[0]).file).unlink()
    build_project(root)
    build_project(root, root / "clean")
    assert contents(root / "site") == contents(root / "clean")


def test_parts_of_another_program_are_not_taken(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_project(root)
    for name in parts(root):
        (place_of(root / "site").parts / name).write_bytes(b"stale")
    monkeypatch.setattr("generator.build.engine.code_digest", lambda: b"another program")
    assert build_project(root).written == 0


def test_the_files_are_the_same_whichever_processes_make_their_parts(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_project(root)
    monkeypatch.setattr(opendata, "FEW", 0)
    monkeypatch.setattr(opendata, "FEW_PARTS", 0)
    build_project(root, root / "shared", jobs=2)
    assert contents(root / "shared") == contents(root / "site")


def test_a_part_that_cannot_be_made_leaves_the_site_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opendata, "FEW", 0)
    monkeypatch.setattr(opendata, "FEW_PARTS", 0)
    build_project(root)
    before = contents(root / "site")

    @wraps(tables.certificates_csv)
    def broken(*values: Any) -> bytes:
        raise ValueError("no such grade")

    monkeypatch.setattr(tables, "certificates_csv", broken)
    monkeypatch.setattr("generator.build.engine.code_digest", lambda: b"another program")
    write_record(root, replace(made.CERTIFICATE, scope="新的范围"))
    with pytest.raises(RenderError, match="certificates_csv: ValueError: no such grade"):
        build_project(root, jobs=2)
    assert contents(root / "site") == before


def test_parts_of_the_same_records_are_made_one_after_the_other() -> None:
    """Those of the same values at once, those of the same records in other words next: no record is fetched twice."""

    def part(of: str) -> Part:
        return Part(tables.certificates_csv, (keyed(of),))

    rows = Joined("a.csv", (part("head"), part("rows 1"), part("rows 2")))
    lines = Joined("a.jsonl", (part("facts 1"), part("facts 2")))
    database = Joined("a.sqlite", (part("rows 1"), part("rows 2")))
    made_so = [[item.inputs[0].value for item in run] for run in runs_of((rows, lines, database))]
    assert made_so == [["head"], ["facts 1"], ["rows 1"] * 2, ["facts 2"], ["rows 2"] * 2]
