"""The whole check of a project."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec.structs import replace

from generator.build.check import check_project
from generator.problems.catalogue import severity
from tests.build.project import AT, write_project, write_record
from tests.model import made

HOME = Path(__file__).parents[2]


def test_the_sample_registry_has_no_error() -> None:
    checked = check_project(HOME, date(2026, 11, 22))
    assert [item for item in checked.problems if severity(item.code) == "error"] == []
    assert len(checked.records) > 300


def test_all_problems_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    write_record(root, replace(made.CERTIFICATE, issuer="nobody", grade="dream", valid_until=date(2020, 1, 1)))
    (root / "registry/enterprises/broken.yaml").write_bytes(b"name: [\n")
    (root / "registry/schemes/empty.yaml").write_bytes(b"")
    found = {(Path(item.file).name, item.code) for item in check_project(root, AT).problems}
    assert {
        ("DEMO-2024-0001.yaml", "unknown-issuer"),
        ("DEMO-2024-0001.yaml", "grade-not-awardable"),
        ("DEMO-2024-0001.yaml", "dates-out-of-order"),
        ("broken.yaml", "yaml-syntax"),
        ("empty.yaml", "empty-file"),
    } <= found


def test_problems_of_the_rules_have_their_line_too(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    file = write_record(root, replace(made.CERTIFICATE, grade="dream"))
    lines = file.read_text(encoding="utf-8").splitlines()
    (problem,) = check_project(root, AT).problems
    assert problem.line == lines.index("grade: dream") + 1


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    write_record(root, replace(made.ENTERPRISE, logo="logos/none.svg"))
    assert [(item.code, item.place) for item in check_project(root, AT).problems] == [("missing-media", ("logo",))]


def test_a_project_without_records_is_sound(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    assert check_project(tmp_path, AT).problems == ()


def test_one_slip_is_one_problem_however_many_records_refer_to_it(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    write_record(root, replace(made.ENTERPRISE, region="999999"))
    assert [item.code for item in check_project(root, AT).problems] == ["bad-region"]
    write_record(root, made.ENTERPRISE)
    (root / made.record(made.SCHEME).file).write_bytes(b"name: [\n")
    assert [item.code for item in check_project(root, AT).problems] == ["yaml-syntax"]


def test_a_picture_that_may_not_be_shown_is_not_missing_too(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    write_record(root, replace(made.ENTERPRISE, logo="logos/a.svg"))
    picture = root / "registry/media/logos/a.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg><script/></svg>", encoding="utf-8")
    assert [item.code for item in check_project(root, AT).problems] == ["active-picture"]
