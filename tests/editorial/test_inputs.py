from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.editorial.inputs import editorial_inputs, fingerprint
from tests.editorial.project import write, write_articles


def test_the_fingerprint_stays_when_nothing_changes_or_the_project_moves(tmp_path: Path) -> None:
    root = write_articles(tmp_path / "here")
    before = fingerprint(root)
    assert fingerprint(root) == before
    assert fingerprint(shutil.copytree(root, tmp_path / "there")) == before


def test_the_fingerprint_changes_with_an_article_its_name_a_template_or_the_settings(tmp_path: Path) -> None:
    root = write_articles(tmp_path / "project")
    seen = {fingerprint(root)}
    write(root, "about.md", "# 关于我们\n")
    seen.add(fingerprint(root))
    (root / "docs" / "about.md").rename(root / "docs" / "us.md")
    seen.add(fingerprint(root))
    (root / "overrides" / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    seen.add(fingerprint(root))
    (root / "mkdocs.yml").write_text("site_name: 别的\nsite_url: https://lixin.example/\n", encoding="utf-8")
    seen.add(fingerprint(root))
    assert len(seen) == 5


def test_records_are_no_input_of_articles(tmp_path: Path) -> None:
    root = write_articles(tmp_path / "project")
    inputs = editorial_inputs(root)
    assert root / "docs" / "news" / ".authors.yml" in inputs
    assert not any(path.is_relative_to(root / "registry") for path in inputs)
    assert not any("__pycache__" in path.parts for path in inputs)


def test_a_folder_that_cannot_be_read_is_never_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = write_articles(tmp_path)
    scan = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "guides":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PermissionError):
        fingerprint(project)
