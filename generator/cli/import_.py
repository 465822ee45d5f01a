"""`lixin import FILE --kind KIND [--dry-run]`: the rows of a spreadsheet become record files."""

from __future__ import annotations

import argparse
import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.build.clock import registry_today
from generator.cli.failure import Failure
from generator.cli.project import day, project_root
from generator.language import Strings, strings
from generator.problems import Problem, formats, problem
from generator.problems.catalogue import is_error
from generator.schema.kinds import KINDS, Kind

if TYPE_CHECKING:
    from generator.exchange.importing import Plan
    from generator.exchange.table import Table


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("import", help="make records from the rows of a spreadsheet, XLSX or CSV")
    parser.add_argument("file", metavar="FILE", type=Path, help="spreadsheet to read; .xlsx or .csv")
    parser.add_argument("--kind", required=True, choices=tuple(KINDS), metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument("--at", type=day, metavar="DATE", help="check as of this date (default: today)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from generator.exchange.files import read_table
    from generator.exchange.table import Unreadable

    root, kind = project_root(args), KINDS[args.kind]
    words = strings(args.lang).exchange
    try:
        table = read_table(args.file)
    except Unreadable as refused:
        found = problem(refused.code, str(args.file), (), **refused.values)
        print(formats.render([found], args.format, args.lang, colour=_colour()), end="")
        return 1
    except OSError as error:
        raise Failure(words.no_file.format(path=args.file, reason=error.strerror or error), 2) from error
    plan = _planned(root, kind, table, args.file, args.at or registry_today())
    annotated = None
    if not args.dry_run:
        _save(root, plan, words)
        annotated = _annotate(args.file, table, plan.problems, args.lang)
    if args.format == "json":
        print(_json(plan, annotated, args))
    else:
        _say(plan, annotated, args, words)
    return int(any(map(is_error, plan.problems)))


def _planned(root: Path, kind: Kind, table: Table, file: Path, at: date) -> Plan:
    from generator.exchange.files import ProjectFiles
    from generator.exchange.importing import Base, plan_import
    from generator.records.load import load
    from generator.records.media import scan_media

    base = Base(load(root).records, frozenset(scan_media(root).names), at)
    return plan_import(kind, table, str(file), base, ProjectFiles(root))


def _save(root: Path, plan: Plan, words: Strings) -> None:
    from generator.exchange.files import ChangedMeanwhile, Outside, save

    try:
        save(root, plan.changes)
    except Outside as error:
        raise Failure(words.outside.format(path=error)) from error
    except ChangedMeanwhile as error:
        raise Failure(words.meanwhile.format(path=error)) from error
    except OSError as error:
        raise Failure(words.not_written.format(reason=f"{error.filename}: {error.strerror or error}")) from error


def _annotate(file: Path, table: Table, problems: tuple[Problem, ...], lang: str) -> Path | None:
    """Writes the copy with the problems beside the sheet; None when there is none to write, or it cannot be."""
    from generator.exchange.annotated import annotated
    from generator.exchange.files import free_name, write_file
    from generator.exchange.workbook import write_workbook

    if not any(map(is_error, problems)):
        return None
    path = free_name(file.with_name(f"{file.name}.problems.xlsx"))
    try:
        write_file(path, write_workbook([annotated(table, problems, lang)]))
    except OSError as error:
        words = strings(lang).exchange
        print(words.not_annotated.format(path=path, reason=error.strerror or error), file=sys.stderr)
        return None
    return path


def _say(plan: Plan, annotated: Path | None, args: argparse.Namespace, words: Strings) -> None:
    """Files on standard output, each with + or ~ before it, and the problems; the sum on standard error."""
    for change in plan.changes:
        print(f"{'~' if change.previous else '+'} {change.record.file}")
    print(formats.render(plan.problems, "text", args.lang, colour=_colour()), end="")
    print(words.summary.format(**_counts(plan)), file=sys.stderr)
    if annotated is not None:
        print(words.annotated.format(path=annotated), file=sys.stderr)
    if args.dry_run:
        print(words.rehearsed, file=sys.stderr)


def _json(plan: Plan, annotated: Path | None, args: argparse.Namespace) -> str:
    answer: dict[str, Any] = {
        **_counts(plan),
        "written": [] if args.dry_run else [change.record.file for change in plan.changes],
        "problems": json.loads(formats.render(plan.problems, "json", args.lang)),
        "annotated": str(annotated) if annotated else None,
    }
    return json.dumps(answer, ensure_ascii=False)


def _counts(plan: Plan) -> dict[str, int]:
    new = sum(change.previous is None for change in plan.changes)
    changed = len(plan.changes) - new
    return {"new": new, "changed": changed, "unchanged": plan.unchanged, "refused": len(plan.refused)}


def _colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
