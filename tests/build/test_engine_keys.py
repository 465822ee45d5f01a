"""The program's own part of every key: a changed renderer renders again, whatever the records say."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

import generator
from generator.build import code


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package that passes for the program's own."""
    home = tmp_path / "package"
    for name in ("__init__.py", "render/pages/page.py", "language/zh.yaml", "schema/data/regions.tsv", "assets/a.css"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(f"# {name}\n", encoding="utf-8")
    monkeypatch.setattr(generator, "__file__", str(home / "__init__.py"))
    return home


@pytest.mark.parametrize("name", ["__init__.py", "render/pages/page.py", "language/zh.yaml", "schema/data/regions.tsv"])
def test_a_changed_source_of_the_program_changes_its_digest(package: Path, name: str) -> None:
    before = code.code_digest()
    (package / name).write_text("# changed\n", encoding="utf-8")
    assert code.code_digest() != before


def test_a_source_taken_away_changes_the_digest(package: Path) -> None:
    before = code.code_digest()
    (package / "language" / "zh.yaml").unlink()
    assert code.code_digest() != before


@pytest.mark.usefixtures("package")
def test_the_same_program_has_the_same_digest() -> None:
    assert code.code_digest() == code.code_digest()


def test_an_asset_is_left_to_the_house(package: Path) -> None:
    before = code.code_digest()
    (package / "assets" / "a.css").write_text("changed", encoding="utf-8")
    assert code.code_digest() == before


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("tool", ["jinja2", "markupsafe", "pypinyin", "qrcode"])
def test_another_release_of_a_tool_changes_the_digest(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = code.code_digest()
    monkeypatch.setattr(code, "version", lambda name: "99" if name == tool else version(name))
    assert code.code_digest() != before
