"""`lixin doctor [TARGET]`: whether this machine can build and publish, one line for each thing, with the mend."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from generator.cli.failure import Failure
from generator.cli.project import project_root
from generator.language import strings
from generator.publish.address import read_address
from generator.publish.doctor import Finding, examine, worst
from generator.publish.failure import PublishError

SIGNS = {"good": "✓", "warning": "!", "bad": "✗"}


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("doctor", help="see whether this machine can build and publish")
    parser.add_argument("target", nargs="?", metavar="TARGET", help="a target to be reached too, as for publish")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where the site stands (default: site)")
    parser.add_argument("--keys", type=Path, metavar="DIR", help="folder of the signing keys, to look at its safety")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """1 when something has to be mended before a site can be built and published."""
    root = project_root(args)
    try:
        address = read_address(args.target) if args.target else None
    except PublishError as error:
        raise Failure(error.said(args.lang), 2) from error
    findings = list(examine(root, args.site or root / "site", address, args.keys))
    if args.format == "json":
        print(json.dumps([_as_json(finding, args.lang) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            print(f"{SIGNS[finding.grade]} {_said(finding, args.lang)}")
    return int(worst(findings) == "bad")


def _said(finding: Finding, lang: str) -> str:
    words = strings(lang).publish.doctor
    texts = {name: v.said(lang) if isinstance(v, PublishError) else v for name, v in finding.values.items()}
    return str(words[finding.about][finding.state]).format(**texts)


def _as_json(finding: Finding, lang: str) -> dict[str, str]:
    return {"about": finding.about, "grade": finding.grade, "text": _said(finding, lang)}
