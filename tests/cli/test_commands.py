"""The commands as a person types them: what they print and how they end."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.schema.certificate import Event
from tests.build.project import write_project, write_record
from tests.model import made

HOME = Path(__file__).parents[2]
FRONT = '# 立信\n\n<div data-lixin="home"></div>\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project that MkDocs can build: one article."""
    root = write_project(tmp_path / "project")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("use_directory_urls: false\ntheme: {name: material, font: false, custom_dir: overrides}\n")
        file.write("plugins: [lixin]\n")
    shutil.copytree(HOME / "overrides", root / "overrides")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text(FRONT, encoding="utf-8")
    return root


def lixin(root: Path, *arguments: str) -> int:
    return main([*arguments, "--root", str(root)])


def test_a_good_registry_passes_the_check(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lixin(root, "check") == 0
    assert capsys.readouterr().out == ""


def test_a_problem_is_printed_with_its_place_and_a_hint(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_record(root, replace(made.CERTIFICATE, issuer="demo-isuer"))
    line = next(number for number, text in enumerate(file.read_text().splitlines(), start=1) if "demo-isuer" in text)
    assert lixin(root, "check") == 1
    out = capsys.readouterr().out
    assert f"registry/certificates/2024/DEMO-2024-0001.yaml:{line}:9: error unknown-issuer" in out
    assert "demo-issuer" in out


def test_messages_are_chinese_unless_english_is_asked_for(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIXIN_LANG", raising=False)
    write_record(root, replace(made.CERTIFICATE, grade="six-star"))
    lixin(root, "check")
    chinese = capsys.readouterr().out
    lixin(root, "check", "--lang", "en")
    english = capsys.readouterr().out
    monkeypatch.setenv("LIXIN_LANG", "en")
    lixin(root, "check")
    assert "级别" in chinese
    assert "grade" in english
    assert capsys.readouterr().out == english


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif"])
def test_other_programs_read_the_problems_too(root: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(root, replace(made.CERTIFICATE, grade="six-star"))
    assert lixin(root, "check", "--format", form) == 1
    out = capsys.readouterr().out
    assert "grade-unknown" in out
    if form != "github":
        json.loads(out)


def test_only_the_problems_of_the_named_files_are_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(root, replace(made.CERTIFICATE, grade="six-star"))
    assert lixin(root, "check", str(root / "registry" / "issuers")) == 0
    assert lixin(root, "check", "registry/certificates/2024/DEMO-2024-0001.yaml") == 1
    assert lixin(root, "check", "registry/none") == 2


def test_a_folder_without_a_registry_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lixin(tmp_path, "check") == 2
    assert "registry" in capsys.readouterr().err


def test_a_build_answers_in_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lixin(root, "build", "--format", "json", "--at", "2026-11-22") == 0
    first = json.loads(capsys.readouterr().out)
    assert lixin(root, "build", "--format", "json", "--at", "2026-11-22") == 0
    second = json.loads(capsys.readouterr().out)
    assert first["records"]["certificate"] == 7
    assert (second["written"], second["removed"], second["unchanged"]) == (0, 0, first["written"])
    assert (root / "site" / "index.html").is_file()


def test_a_build_with_problems_ends_with_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_record(root, replace(made.CERTIFICATE, grade="six-star"))
    assert lixin(root, "build", "--format", "json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "grade-unknown"
    assert not (root / "site").exists()


def test_a_foreign_site_folder_is_refused(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    assert lixin(root, "build", "--site", str(tmp_path / "mine")) == 1
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    assert "mine" in capsys.readouterr().err


def test_an_article_with_a_broken_link_stops_the_build_in_plain_words(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "mkdocs.yml").write_text(
        (root / "mkdocs.yml").read_text(encoding="utf-8").replace("plugins: [lixin]", "plugins: [no-such-plugin]"),
        encoding="utf-8",
    )
    assert lixin(root, "build") == 1
    err = capsys.readouterr().err
    assert "no-such-plugin" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2023-12-31", "未生效"), ("2024-01-01", "有效"), ("2025-03-01", "已撤销"), ("2028-01-01", "已撤销")],
)
def test_the_status_at_a_date(root: Path, on: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    revoked = Event(kind="revoked", date=date(2025, 3, 1), reason="失信被执行人")
    write_record(root, replace(made.CERTIFICATE, events=(*made.CERTIFICATE.events, revoked)))
    assert lixin(root, "status", "DEMO-2024-0001", "--on", on) == 0
    assert expected in capsys.readouterr().out.splitlines()[0]


def test_an_unknown_number_is_answered_with_the_nearest(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lixin(root, "status", "DEMO-2024-001") == 1
    assert "DEMO-2024-0001" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["build", "--at", "soon"], ["build", "--jobs", "many"]])
def test_wrong_use_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


def test_the_package_runs_as_a_module(root: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--root", str(root)], capture_output=True, text=True, check=False
    )
    assert (answer.returncode, answer.stdout) == (0, "")
