"""A small project on disk, written from the sound records of the tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import fields, replace

from generator.build.carry import Editorial
from generator.build.engine import Options, Summary, build
from generator.settings import read_settings
from tests.model import made

MKDOCS = "site_name: 立信示例\nsite_url: https://lixin.example/\n"
AT = date(2026, 11, 22)

SECOND = replace(
    made.ENTERPRISE, credit_code="91440305PDY00001XB", name="岭南示例有限公司", region="440305", industry="I"
)
OTHERS = tuple(
    replace(made.CERTIFICATE, number=f"DEMO-2024-{number:04}", holder=SECOND.credit_code if number % 2 else made.HOLDER)
    for number in range(2, 8)
)
RECORDS = (
    made.STANDARD,
    made.SCHEME,
    made.ISSUER,
    made.ENTERPRISE,
    SECOND,
    made.NOTICE,
    made.CERTIFICATE,
    *OTHERS,
)


def write_project(root: Path) -> Path:
    """The project of the tests at `root`: two enterprises and seven certificates."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    for value in RECORDS:
        write_record(root, value)
    return root


def write_record(root: Path, value: Any) -> Path:
    """Writes one record where it belongs."""
    file = root / made.record(value).file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(plain(value), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file


def plain(value: Any) -> Any:
    """A record as YAML has it: absent fields left out, dates and exact numbers as text."""
    if isinstance(value, Struct):
        named = ((item.name, getattr(value, item.name), item.default) for item in fields(value))
        return {name: plain(item) for name, item, default in named if item != default}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, date | Decimal) else value


def editorial(text: str = "你好") -> Editorial:
    """A front page and one article, as MkDocs would leave them."""

    def make(into: Path) -> None:
        (into / "index.html").write_text(f'<p>{text}</p><div data-lixin="home"></div>', encoding="utf-8")
        (into / "about.html").write_text(f"<p>{text}</p>", encoding="utf-8")

    return Editorial(text, make)


def build_project(root: Path, site: Path | None = None, **options: Any) -> Summary:
    """Builds the project at `root` into `root/site` unless told otherwise, in one process unless told otherwise."""
    given: dict[str, Any] = {"at": AT, "jobs": 1} | options
    articles = given.pop("editorial", editorial())
    return build(root, site or root / "site", read_settings(root), Options(**given), articles)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
