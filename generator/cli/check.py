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
    parser.add_argument(
        "--since", metavar="BASE", help="check that nothing published is broken since this git revision"
    )
    parser.add_argument("--at", type=day, metavar="DATE", help="check as of this date (default: today)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    root = project_root(args)
    checked = check_project(root, args.at or registry_today())
    shown = _within((*checked.problems, *_history(root, args)), root, args)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(formats.render(shown, args.format, args.lang, colour=colour), end="")
    if args.format == "text":
        print(counted(shown, len(checked.records), args.lang), file=sys.stderr)
    return int(any(map(is_error, shown)))


def _history(root: Path, args: argparse.Namespace) -> tuple[Problem, ...]:
    """The rules of history that are broken since the state asked for."""
    if args.since is None:
        return ()
    # Late, because most checks are not asked about history.
    from generator.cli.states import git_failures, snapshot
    from generator.difference.difference import broken_rules

    with git_failures(args.lang):
        return broken_rules(snapshot(root, args.since, args.lang), snapshot(root, None, args.lang))


def _within(problems: Sequence[Problem], root: Path, args: argparse.Namespace) -> list[Problem]:
    """The problems of the files asked for; all of them when none is named."""
    if not args.paths:
        return list(problems)
    prefixes = [_inside(path, root, args.lang) for path in args.paths]
    return [problem for problem in problems if any(_is_in(problem.file, prefix) for prefix in prefixes)]


def _inside(path: Path, root: Path, lang: str) -> str:
    """Where a path, given from here or from the project, lies in the project. Links are not followed."""
    home = Path(os.path.abspath(root))
    places = [Path(os.path.abspath(start / path)) for start in (Path(), root)]
    there = [place for place in places if place.exists() or place.is_symlink()]
    if not there:
        raise Failure.said(lang, "no_such_path", 2, path=path)
    inside = next((place for place in there if place.is_relative_to(home)), None)
    if inside is None:
        raise Failure.said(lang, "outside", 2, path=path, root=root)
    return inside.relative_to(home).as_posix()


def _is_in(file: str, prefix: str) -> bool:
    return prefix in (".", file) or file.startswith(prefix + "/")
