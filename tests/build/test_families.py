"""A site without some of its families: nothing leads to what is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import main
from generator.render.families import FAMILIES, is_left_out
from tests.build.project import contents, write_project
from tests.editorial.project import write_articles
from tests.markup import read_site, target_of


def leave_out(root: Path, *families: str) -> Path:
    """The project at `root` without these families."""
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    names = ", ".join(families)
    settings.write_text(f"{text}extra: {{lixin: {{without: [{names}]}}}}\n", encoding="utf-8")
    return root


@pytest.mark.parametrize("families", [*((name,) for name in FAMILIES), tuple(FAMILIES)], ids=", ".join)
def test_pages_link_to_nothing_that_is_left_out(tmp_path: Path, families: tuple[str, ...]) -> None:
    root = leave_out(write_articles(tmp_path / "project"), *families)
    assert main(["build", "--root", str(root)]) == 0
    pages = read_site(root / "site")
    assert [path for path in contents(root / "site") if is_left_out(path, families)] == []
    targets = [(page.path, link, target_of(page.path, link)) for page in pages.values() for _, link in page.links]
    assert [item for item in targets if item[2] is not None and is_left_out(item[2][0], families)] == []


def test_what_is_left_out_later_goes_from_the_site(tmp_path: Path) -> None:
    root = write_articles(tmp_path / "project")
    assert main(["build", "--root", str(root)]) == 0
    assert (root / "site/data/index.html").is_file()
    leave_out(root, "data", "json")
    assert main(["build", "--root", str(root)]) == 0
    assert not (root / "site/data").exists()
    assert not list((root / "site/c").glob("*.json"))


def test_a_family_that_is_none_is_named_with_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = leave_out(write_project(tmp_path / "project"), "vcard")
    assert main(["check", "--root", str(root)]) == 0
    said = capsys.readouterr().out
    assert "unknown-family" in said
    assert "是不是想写 vcards" in said
