"""A small project with an article, for previews, and the front page that MkDocs would make of it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.build.project import write_project

HOME = Path(__file__).parents[2]
FRONT = '# 立信\n\n<div data-lixin="home"></div>\n'


def write_portal(root: Path) -> Path:
    """The small project of the tests with everything MkDocs needs for its one article."""
    write_project(root)
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("use_directory_urls: false\ntheme: {name: material, font: false, custom_dir: overrides}\n")
        file.write("plugins: [lixin]\n")
    shutil.copytree(HOME / "overrides", root / "overrides")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text(FRONT, encoding="utf-8")
    return root
