"""What the articles are made from: when none of it has changed, MkDocs need not run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import generator

ENGLISH = "en"
"""The folder of English articles, inside that of the Chinese."""
_PACKAGE = Path(generator.__file__).parent
_ROOMS = ("templates", "assets", "language", "problems", "schema", "editorial", "render")
_TOOLS = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Pygments", "Jinja2")


def articles_folder(docs: Path, lang: str) -> Path:
    """The folder of a language's articles: ``docs`` itself, or ``docs/en`` of an English site that has one."""
    english = docs / ENGLISH
    return english if lang == "en" and english.is_dir() else docs


def editorial_inputs(root: Path) -> list[Path]:
    """Every file whose change may change an article's page, sorted; missing folders have none."""
    files = [root / "mkdocs.yml", _PACKAGE / "settings.py"]
    for folder in (root / "docs", root / "overrides", *package_folders()):
        files += _files(folder)
    return sorted(file for file in files if file.is_file())


def package_folders() -> tuple[Path, ...]:
    """The folders of this program that an article's page depends on."""
    return tuple(_PACKAGE / room for room in _ROOMS)


def fingerprint(root: Path) -> str:
    """One digest, in hex, of all inputs with their places, and of the tools' versions."""
    digest = hashlib.sha256()
    for tool in _TOOLS:
        digest.update(f"{tool} {version(tool)}\n".encode())
    for file in editorial_inputs(root):
        content = file.read_bytes()
        digest.update(f"{_place(file, root)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _place(file: Path, root: Path) -> str:
    """The same wherever the project and the program stand."""
    home = root if file.is_relative_to(root) else _PACKAGE.parent
    return file.relative_to(home).as_posix()


def _files(folder: Path) -> Iterator[Path]:
    """Every file below a folder, none where there is no such folder.

    Raises:
        OSError: a folder cannot be read; passed over, its articles would leave the site.
    """
    if not folder.is_dir():
        return
    for place, _, names in os.walk(folder, onerror=_refuse):
        if "__pycache__" not in Path(place).parts:
            yield from (path for path in (Path(place, name) for name in names) if path.is_file())


def _refuse(error: OSError) -> None:
    raise error
