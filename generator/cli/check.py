"""`lixin check [PATH…]`: every problem of every file, in one run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from generator.build.check import check_project
from generator.build.clock import registry_today
from generator.cli.failure import Failure
from generator.cli.project import counted, day, project_root
from generator.problems import Problem, formats
from generator.problems.catalogue import is_error


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("check", help="list all problems of the registry")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="show problems of these files or folders")
    parser.add_argument("--format", choices=formats.FORMATS, default="text")
    parser.add_argument("--at", type=day, metavar="DATE", help="check as of this date (default: today)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    root = project_root(args)
    checked = check_project(root, args.at or registry_today())
    shown = _within(checked.problems, root, args)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(formats.render(shown, args.format, args.lang, colour=colour), end="")
    if args.format == "text":
        print(counted(shown, len(checked.records), args.lang), file=sys.stderr)
    return int(any(map(is_error, shown)))


def _within(problems: Sequence[Problem], root: Path, args: argparse.Namespace) -> list[Problem]:
    """The problems of the files asked for; all of them when none is named."""
    if not args.paths:
        return list(problems)
    home = root.resolve()
    prefixes = []
    for path in args.paths:
        full = path if path.exists() else root / path
        if not full.exists() and not full.is_symlink():
            raise Failure.said(args.lang, "no_such_path", 2, path=path)
        place = full.parent.resolve() / full.name
        if not place.is_relative_to(home):
            raise Failure.said(args.lang, "outside", 2, path=path, root=root)
        prefixes.append(place.relative_to(home).as_posix())
    return [problem for problem in problems if any(_is_in(problem.file, prefix) for prefix in prefixes)]


def _is_in(file: str, prefix: str) -> bool:
    return prefix in (".", file) or file.startswith(prefix + "/")
