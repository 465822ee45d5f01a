"""The program itself as an input of what it makes."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from sqlite3 import sqlite_version

import generator
from generator.model.keyed import digest_of

SOURCES = (".py", ".yaml", ".tsv", ".typ")
TOOLS = ("jinja2", "markupsafe", "pypinyin", "qrcode", "typst")


def code_digest() -> bytes:
    """A digest of the program and of the tools that make its bytes, so that a changed renderer renders again.

    Templates and assets are left out: the house has them in its own digest.
    """
    home = Path(generator.__file__).parent
    sources = sorted(path for path in home.rglob("*") if path.suffix in SOURCES)
    tools = [f"{tool} {version(tool)}" for tool in TOOLS] + [f"sqlite {sqlite_version}"]
    return digest_of(*(source.read_bytes() for source in sources), *map(str.encode, tools))
