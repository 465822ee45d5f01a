"""`lixin due [--within 90d]`: what editors have to see to soon."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from generator import language
from generator.build.clock import registry_today
from generator.cli.project import counted, day, project_root
from generator.language import Strings, strings
from generator.model.due import Due, due
from generator.model.registry import registry_of
from generator.problems.catalogue import is_error, visible
from generator.records.load import load

MOST_DAYS = 36_500
_SPAN = re.compile(r"([0-9]{1,5})([dw]?)", re.ASCII)
_DAYS = {"": 1, "d": 1, "w": 7}


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("due", help="list what has to be seen to soon, by day")
    parser.add_argument("--within", type=span, default=span("90d"), metavar="SPAN", help="how far ahead: 90d or 12w")
    parser.add_argument("--at", type=day, metavar="DATE", help="counted from this date (default: today)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def span(text: str) -> timedelta:
    """A command-line span of days or weeks: ``90d``, ``12w``."""
    found = _SPAN.fullmatch(text)
    days = int(found[1]) * _DAYS[found[2]] if found else MOST_DAYS + 1
    if days > MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a span like 90d")
    return timedelta(days=days)


def run(args: argparse.Namespace) -> int:
    """Lists what could be read; says so when that is not all."""
    root, at = project_root(args), args.at or registry_today()
    loaded = load(root)
    until = at + min(args.within, date.max - at)
    listed = due(registry_of(loaded.records), at, until)
    broken = [item for item in loaded.problems if is_error(item)]
    if args.format == "json":
        print(json.dumps(_object(listed, at, until, args.lang), ensure_ascii=False))
    else:
        _print(listed, at, strings(args.lang).due, args.lang)
    if broken:
        print(counted(broken, len(loaded.records), args.lang), file=sys.stderr)
    return 0


def _print(listed: Sequence[Due], at: date, t: Strings, lang: str) -> None:
    for item in listed:
        print(f"{item.day}  {_left(item, at, t)}  {_said(item, t, lang)}")
    print(str(t.count if listed else t.none).format(count=len(listed)), file=sys.stderr)


def _left(item: Due, at: date, t: Strings) -> str:
    days = (item.day - at).days
    return str(t.today if not days else t.ahead if days > 0 else t.overdue).format(days=abs(days))


def _said(item: Due, t: Strings, lang: str) -> str:
    kind = language.kind_name(item.kind, lang)
    return str(t.line).format(task=t.task[item.task], kind=kind, id=item.id, name=visible(item.name))


def _object(listed: Sequence[Due], at: date, until: date, lang: str) -> dict[str, object]:
    """The same for other programs; `days` is negative where the day has passed."""
    t = strings(lang).due
    items = [
        {
            "day": item.day.isoformat(),
            "days": (item.day - at).days,
            "task": item.task,
            "kind": item.kind,
            "id": item.id,
            "name": item.name,
            "file": item.file,
            "text": _said(item, t, lang),
        }
        for item in listed
    ]
    return {"at": at.isoformat(), "until": until.isoformat(), "items": items}
