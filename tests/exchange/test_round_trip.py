"""What is exported comes back as it was, through either sort of file, for any record of any kind."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.cli import main
from generator.exchange.delimited import read_csv, write_csv
from generator.exchange.exporting import record_rows, record_sheets
from generator.exchange.flat import flat, raw_of
from generator.exchange.workbook import read_workbook, write_workbook
from generator.problems import Report
from generator.records.load import load
from generator.records.record import Record
from generator.schema.kinds import KINDS, Kind
from tests.exchange.made import read_alone, records

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
few = settings(max_examples=10, suppress_health_check=list(HealthCheck))


def as_records(kind: Kind, values: list[Any]) -> list[Record[Any]]:
    ids = [getattr(value, kind.id_field) for value in values]
    return [Record(kind.name, id, value, b"", "") for id, value in zip(ids, values, strict=True)]


def in_order(kind: Kind, values: list[Any]) -> list[Any]:
    return sorted(values, key=lambda value: str(getattr(value, kind.id_field)))


@each_kind
@few
@given(data=st.data())
def test_leaves_of_a_record_make_the_record(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(records(kind.shape))
    raw, origins = raw_of(kind.shape, flat(kind.shape, value))
    report = Report("")
    assert kind.shape.read(raw, report) == value
    assert {place for place in origins if origins[place] != place} == set()


@each_kind
@few
@given(data=st.data())
def test_a_sheet_brings_every_record_back(kind: Kind, data: st.DataObject) -> None:
    values = data.draw(st.lists(records(kind.shape), max_size=2))
    found = as_records(kind, values)
    csv = read_csv(write_csv(record_rows(kind, found, "zh")))
    xlsx = read_workbook(write_workbook(record_sheets(kind, found, "en")))
    assert read_alone(kind, csv)[0] == in_order(kind, values)
    assert read_alone(kind, xlsx)[0] == in_order(kind, values)


@pytest.fixture
def copy(tmp_path: Path, project_root: Path) -> Path:
    shutil.copytree(project_root / "registry", tmp_path / "registry")
    return tmp_path


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@each_kind
def test_the_sample_registry_comes_back(kind: Kind, ending: str, copy: Path) -> None:
    before = {record.file: record.value for record in load(copy).records}
    sheet = copy / f"sheet.{ending}"
    common = ("--kind", kind.name, str(sheet), "--root", str(copy))
    assert main(["export", *common]) == 0
    shutil.rmtree(copy / "registry" / kind.folder)
    assert main(["import", *common, "--at", "2026-11-20"]) == 0
    loaded = load(copy)
    assert loaded.problems == ()
    assert {record.file: record.value for record in loaded.records} == before


@each_kind
def test_importing_what_was_just_exported_touches_no_file(kind: Kind, copy: Path) -> None:
    def seen() -> dict[Path, tuple[int, bytes]]:
        files = list((copy / "registry").rglob("*.yaml"))
        return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = seen()
    common = ("--kind", kind.name, str(copy / "sheet.xlsx"), "--root", str(copy))
    assert main(["export", *common]) == 0
    assert main(["import", *common, "--at", "2026-11-20"]) == 0
    assert seen() == before
