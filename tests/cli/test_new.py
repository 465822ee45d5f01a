"""`lixin new`: a valid file in its place, nothing overwritten, wrong use explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from generator.problems import Report
from generator.records.yaml_text import read
from generator.schema.kinds import KINDS


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "registry").mkdir()
    return tmp_path


def new(project: Path, *arguments: str) -> int:
    return main(["new", *arguments, "--root", str(project)])


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_valid_record_stands_in_its_place(kind: object, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = getattr(kind, "name", "")
    assert new(project, name) == 0
    path = Path(capsys.readouterr().out.strip())
    report = Report("new.yaml")
    record = KINDS[name].shape.read(read(path.read_bytes(), report), report)
    assert list(report) == []
    assert path.stem == getattr(record, KINDS[name].id_field)
    assert path.is_relative_to(project / "registry" / KINDS[name].folder)


def test_values_are_set_and_name_the_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = ["--set", "number=LX-9", "--set", "first_issued_on=2024-05-06", "--set", "scope=a=b"]
    assert new(project, "certificate", *settings) == 0
    path = project / "registry/certificates/2024/LX-9.yaml"
    assert capsys.readouterr().out.strip() == str(path)
    text = path.read_text(encoding="utf-8")
    assert 'number: "LX-9"' in text
    assert "\n  a=b\n" in text


def test_an_existing_file_is_left_as_it_is(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "registry/issuers/example-issuer.yaml"
    path.parent.mkdir()
    path.write_text("mine", encoding="utf-8")
    assert new(project, "issuer", "--lang", "en") == 2
    assert "exists already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_link_is_not_followed(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "target.yaml"
    folder = project / "registry/issuers"
    folder.mkdir()
    (folder / "example-issuer.yaml").symlink_to(outside)
    assert new(project, "issuer") == 2
    assert not outside.exists()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("number", "write it as field=value"),
        ("nubmer=LX-9", "did you mean number?"),
        ("score=92", "score.field=value"),
        ("number=../../x", "cannot be an id"),
        ("number=", "Nothing is written here"),
        ("valid_from=2026-02-30", "not a valid date"),
        ("holder=12345", "18 characters"),
        ("scope=call 138" + "12345678", "personal data"),
    ],
)
def test_wrong_use_is_explained_and_writes_nothing(
    setting: str, said: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(project, "certificate", "--set", setting, "--lang", "en") == 2
    assert said in capsys.readouterr().err
    assert [path for path in project.rglob("*") if path.is_file()] == []


def test_an_unknown_kind_is_wrong_use(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        new(project, "company")
    assert "enterprise" in capsys.readouterr().err


def test_a_folder_without_a_registry_is_wrong_use(tmp_path: Path) -> None:
    assert new(tmp_path, "issuer") == 2


def test_a_folder_that_is_a_file_is_a_sentence_and_no_traceback(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "registry/issuers").write_text("", encoding="utf-8")
    assert new(project, "issuer") != 0
    assert "issuers" in capsys.readouterr().err


def test_the_path_is_given_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(project, "standard", "--format", "json") == 0
    assert Path(json.loads(capsys.readouterr().out)["path"]).is_file()
