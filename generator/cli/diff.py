"""`lixin diff BASE [HEAD]`: what a change of the registry means."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from generator.build.clock import registry_today
from generator.cli.project import day
from generator.cli.states import git_failures, snapshot
from generator.difference import card
from generator.difference.difference import difference
from generator.difference.formats import FORMATS, render
from generator.problems.catalogue import is_error

PAGE = "index.html"


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("diff", help="say what a change of the registry means")
    parser.add_argument("base", metavar="BASE", help="a git revision, or the folder of another project")
    parser.add_argument("head", metavar="HEAD", nargs="?", help="the same (default: the files as they are now)")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write before and after as a page; .html or a folder")
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument("--at", type=day, metavar="DATE", help="status as of this date (default: today)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """1 when the change breaks a rule of history."""
    with git_failures(args.lang):
        base, head = snapshot(args.root, args.base, args.lang), snapshot(args.root, args.head, args.lang)
        told = difference(base, head, args.at or registry_today(), args.lang)
    if args.html is not None:
        _write(args.html, card.page(told, args.lang))
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(render(told, args.format, args.lang, colour=colour), end="")
    return int(any(map(is_error, told.problems)))


def _write(target: Path, content: bytes) -> None:
    """Puts the page in its place at once; whoever reads it meanwhile has the old or the new one.

    Raises:
        OSError: it cannot be written.
    """
    path = target if target.suffix == ".html" else target / PAGE
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
