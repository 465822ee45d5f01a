"""`lixin schema DIR`: JSON Schemas, data dictionary and spreadsheet headers, all from the record declarations."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generator.cli.failure import Failure
from generator.language import LANGUAGES
from generator.schema.dictionary import data_dictionary, headers
from generator.schema.json_schema import json_schema
from generator.schema.kinds import KINDS, Kind


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("schema", help="write JSON Schemas, data dictionary and spreadsheet headers")
    parser.add_argument("folder", metavar="DIR", type=Path, help="folder to write to")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    folder: Path = args.folder
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in _files(args.lang):
            paths.append(folder / name)
            paths[-1].write_bytes(content)
    except OSError as error:
        raise Failure(f"{error.filename or folder}: {error.strerror or error}", 2) from error
    if args.format == "json":
        print(json.dumps({"files": [str(path) for path in paths]}, ensure_ascii=False))
    else:
        print("\n".join(map(str, paths)))
    return 0


def _files(lang: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file. Titles and labels are in `lang`, the dictionary is there in each language."""
    for kind in KINDS.values():
        schema = json.dumps(json_schema(kind, lang), ensure_ascii=False, indent=2)
        yield f"{kind.name}.schema.json", f"{schema}\n".encode()
        yield f"{kind.name}.headers.csv", _sheet(kind, lang)
    for language in LANGUAGES:
        yield f"dictionary.{language}.md", data_dictionary(language).encode()


def _sheet(kind: Kind, lang: str) -> bytes:
    """CSV as spreadsheet programs expect it: with a byte order mark and CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(headers(kind, lang))
    return text.getvalue().encode("utf-8-sig")
