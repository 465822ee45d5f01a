"""A MkDocs hook: the records as Markdown pages, made in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

LOADER: Any = yaml.CSafeLoader


def on_files(files: Files, config: MkDocsConfig) -> Files:
    registry = Path(config.config_file_path).parent / "registry"
    holders = {record["credit_code"]: record for record in _records(registry / "enterprises")}
    held: dict[str, list[Mapping[str, Any]]] = {}
    for record in _records(registry / "certificates"):
        held.setdefault(record["holder"], []).append(record)
        content = _certificate(record, holders[record["holder"]])
        files.append(File.generated(config, f"c/{record['number']}.md", content=content))
    for code, record in holders.items():
        files.append(File.generated(config, f"e/{code}.md", content=_enterprise(record, held.get(code, []))))
    return files


def _records(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*.yaml")):
        yield yaml.load(path.read_bytes(), Loader=LOADER)


def _certificate(record: Mapping[str, Any], holder: Mapping[str, Any]) -> str:
    events = "".join(f"| {item['date']} | {item['kind']} |\n" for item in record["events"])
    fields = "".join(f"- {name}: {value}\n" for name, value in record.items() if isinstance(value, str | int))
    head = f"# {record['number']}\n\n[{holder['name']}](../e/{record['holder']}.md)\n\n"
    return f"{head}{fields}\n| date | kind |\n| --- | --- |\n{events}"


def _enterprise(record: Mapping[str, Any], held: list[Mapping[str, Any]]) -> str:
    fields = "".join(f"- {name}: {value}\n" for name, value in record.items() if isinstance(value, str | int))
    rows = "".join(f"| [{item['number']}](../c/{item['number']}.md) | {item['valid_until']} |\n" for item in held)
    return f"# {record['name']}\n\n{fields}\n| number | valid until |\n| --- | --- |\n{rows}"
