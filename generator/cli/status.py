"""`lixin status NUMBER [--on DATE]`: the status of a certificate at a date, and what decides it."""

from __future__ import annotations

import argparse
import json
from typing import Any

from generator import language
from generator.build.check import check_project
from generator.build.clock import registry_today
from generator.cli.failure import Failure
from generator.cli.project import day, project_root
from generator.model.status import schedule, status_at


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("status", help="the status of a certificate at a date")
    parser.add_argument("number", metavar="NUMBER", help="the certificate's number")
    parser.add_argument("--on", type=day, metavar="DATE", help="the date asked about (default: today)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    root, on = project_root(args), args.on or registry_today()
    registry = check_project(root, on).registry
    record = registry.certificates.get(args.number)
    if record is None:
        near = registry.nearest("certificate", args.number)
        text = "no_certificate_nearest" if near else "no_certificate"
        raise Failure.said(args.lang, text, number=args.number, nearest=near)
    issuer = registry.issuers.get(record.value.issuer)
    changes = schedule(record.value, issuer.value if issuer else None)
    current = status_at(changes, on)
    words = language.strings(args.lang)["status"]
    if args.format == "json":
        history = [{"on": item.on.isoformat(), "status": item.verdict, "reason": item.reason} for item in changes]
        answer = {"number": args.number, "on": on.isoformat(), "status": current.verdict, "reason": current.reason}
        print(json.dumps(answer | {"history": history}, ensure_ascii=False))
        return 0
    print(f"{args.number}  {on}  {words[current.verdict]}" + (f"  {current.reason}" if current.reason else ""))
    for change in changes[1:]:
        mark = "→" if change is current else " "
        print(f"{mark} {change.on}  {words[change.verdict]}" + (f"  {change.reason}" if change.reason else ""))
    return 0
