"""`lixin export --kind KIND FILE`: every record of a kind as a row of a spreadsheet."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from generator.cli.failure import Failure
from generator.cli.project import project_root
from generator.language import strings
from generator.schema.kinds import KINDS

ENDINGS = (".xlsx", ".csv")


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("export", help="write the records of a kind to a spreadsheet, XLSX or CSV")
    parser.add_argument("file", metavar="FILE", type=Path, help="spreadsheet to write; .xlsx or .csv")
    parser.add_argument("--kind", required=True, choices=tuple(KINDS), metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--force", action="store_true", help="overwrite an existing file")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from generator.exchange.delimited import write_csv
    from generator.exchange.exporting import record_rows, record_sheets
    from generator.exchange.files import write_file
    from generator.exchange.workbook import write_workbook
    from generator.records.load import load

    root, kind, path = project_root(args), KINDS[args.kind], args.file
    words = strings(args.lang).exchange
    if path.suffix.lower() not in ENDINGS:
        raise Failure(words.ending.format(path=path), 2)
    if not args.force and path.exists() and (not path.is_file() or path.stat().st_size):
        raise Failure(words.exists.format(path=path), 2)
    loaded = load(root)
    records = [record for record in loaded.records if record.kind == kind.name]
    if path.suffix.lower() == ".csv":
        data = write_csv(record_rows(kind, records, args.lang))
    else:
        data = write_workbook(record_sheets(kind, records, args.lang))
    try:
        write_file(path, data)
    except OSError as error:
        raise Failure(words.no_file.format(path=path, reason=error.strerror or error), 2) from error
    readable = {record.file for record in records}
    folder = f"registry/{kind.folder}/"
    lost = {item.file for item in loaded.problems if item.file.startswith(folder)} - readable
    if args.format == "json":
        print(json.dumps({"path": str(path), "records": len(records), "left_out": sorted(lost)}, ensure_ascii=False))
    else:
        print(words.exported.format(count=len(records), path=path))
    if lost:
        print(words.left_out.format(count=len(lost)), file=sys.stderr)
    return int(bool(lost))
