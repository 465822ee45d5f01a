"""`lixin sample DIR --certificates N [--seed S]`: a whole made-up project, to try the portal with and to measure it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.cli.failure import Failure
from generator.cli.progress import shown_progress
from generator.cli.project import day
from generator.language import strings
from generator.sample.certificates import SERIALS
from generator.sample.project import NotEmptyError, Order, read_stems, write_project

WRITTEN_ON = date(2026, 11, 1)
"""The day as of which records are written unless another is given: the same command gives the same bytes for ever."""


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("sample", help="write a made-up project of any size, the same for the same numbers")
    parser.add_argument("folder", type=Path, metavar="DIR", help="folder to write to")
    parser.add_argument("--certificates", type=int, required=True, metavar="N", help="how many certificates")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="S", help="another number gives other records (default: 1)"
    )
    parser.add_argument("--at", type=day, metavar="DATE", default=WRITTEN_ON, help="nothing happens after this date")
    parser.add_argument("--names", type=Path, metavar="FILE", help="short names for the companies, one a line")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if not 1 <= args.certificates <= SERIALS:
        raise Failure.said(args.lang, "sample_size", 2, most=SERIALS)
    order = Order(args.certificates, args.seed, args.at, _stems(args))
    try:
        with shown_progress(args.format == "text", args.lang) as progress:
            made = dict(write_project(args.folder, order, progress))
    except NotEmptyError as error:
        raise Failure.said(args.lang, "sample_not_empty", 2, folder=error) from error
    if args.format == "json":
        print(json.dumps({"path": str(args.folder), "records": made}, ensure_ascii=False))
    else:
        numbers = {kind: made.get(kind, 0) for kind in ("certificate", "enterprise", "notice")}
        print(strings(args.lang).cli.sampled.format(folder=args.folder, **numbers))
    return 0


def _stems(args: argparse.Namespace) -> Sequence[str]:
    """The names of the file that was given, if any.

    Raises:
        Failure: the file is no text, or has no names.
    """
    if args.names is None:
        return ()
    try:
        stems = read_stems(args.names)
    except UnicodeDecodeError:
        stems = ()
    if not stems:
        raise Failure.said(args.lang, "sample_names", 2, file=args.names)
    return stems
