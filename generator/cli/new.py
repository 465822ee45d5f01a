"""`lixin new KIND [--set FIELD=VALUE…]`: a complete, commented record file in its place."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import language
from generator.cli.failure import Failure
from generator.cli.project import project_root
from generator.model.rules.grades import choices
from generator.problems import Report
from generator.problems.catalogue import hint, message
from generator.records.files import scan
from generator.records.load import load_one
from generator.schema.kinds import KINDS, Kind
from generator.schema.scaffold import NotAValue, UnknownField, field_at, new_record
from generator.schema.types import INVALID


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("new", help="write a new record file, with explanations")
    parser.add_argument("kind", metavar="KIND", choices=tuple(KINDS), help=", ".join(KINDS))
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        dest="settings",
        metavar="FIELD=VALUE",
        help="a field's value, such as number=LX-2026-0001 or score.total=92.5; may be repeated",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    root, kind = project_root(args), KINDS[args.kind]
    values = _values(kind, args.settings, args.lang)
    text = new_record(kind, values, args.lang, _offers(root, kind, values))
    path = root / kind.path(_value(kind, kind.id_field, values), _year(kind, values))
    _write(path, text, args.lang)
    print(json.dumps({"path": str(path)}, ensure_ascii=False) if args.format == "json" else path)
    return 0


def _values(kind: Kind, settings: Sequence[str], lang: str) -> dict[str, str]:
    """The values given with --set, each read by its field's type.

    Raises:
        Failure: a setting without ``=``, of no field, or with a value its type refuses.
    """
    values: dict[str, str] = {}
    for setting in settings:
        path, equals, value = setting.partition("=")
        if not equals:
            raise Failure(_text("not_a_setting", lang, text=setting), 2)
        _check(kind, path, value, lang)
        values[path] = value
    return values


def _check(kind: Kind, path: str, value: str, lang: str) -> None:
    try:
        type = field_at(kind.shape, path).type
    except UnknownField as error:
        near = _text("nearest", lang, nearest=error.nearest) if error.nearest else ""
        raise Failure(_text("unknown_field", lang, name=error.name) + near, 2) from error
    except NotAValue as error:
        raise Failure(_text("not_a_value", lang, name=error.name), 2) from error
    assert type is not None
    report = Report(path)
    if type.read(value, (), report) is INVALID:
        raise Failure("\n".join(f"{path}: {message(found, lang)} {hint(found, lang)}" for found in report), 2)


def _offers(root: Path, kind: Kind, values: Mapping[str, str]) -> dict[str, str]:
    """What a certificate may have by the scheme it names: the grades that may be awarded."""
    if kind.name != "certificate":
        return {}
    path = str(KINDS["scheme"].path(values.get("scheme", "")))
    sources, _ = scan(root, {"scheme": KINDS["scheme"]})
    source = next((source for source in sources if source.path == path), None)
    scheme = load_one(root, source, Report(path)) if source else None
    return {"grade": choices(scheme.value)} if scheme else {}


def _year(kind: Kind, values: dict[str, str]) -> str | None:
    return None if kind.year_field is None else _value(kind, kind.year_field, values)[:4]


def _value(kind: Kind, name: str, values: dict[str, str]) -> str:
    return values.get(name) or language.example(kind.shape[name].key)


def _write(path: Path, text: str, lang: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise Failure(_text("file_exists", lang, path=path), 2) from None
    except OSError as error:
        raise Failure(f"{path}: {error.strerror or error}") from error


def _text(key: str, lang: str, /, **values: object) -> str:
    return language.record_text(key, lang).format(**values)
