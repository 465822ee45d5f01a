"""`lixin score SCHEME FILE`: what a score gives under a scheme, step by step."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator import language
from generator.build.clock import registry_today
from generator.cli.failure import Failure
from generator.cli.project import project_root
from generator.language import Strings
from generator.model.registry import Registry, registry_of
from generator.model.rules.grades import check_grade
from generator.model.scoring import work
from generator.model.scoring.bands import shown_total
from generator.model.scoring.formula import NotComputable
from generator.model.scoring.words import Spoken, SpokenRatio, spoken
from generator.model.scoring.working import Ratio, Step, Working
from generator.model.sources import basis_source
from generator.problems import Place, Problem, Report, formats
from generator.problems.catalogue import is_error
from generator.records.files import Source, digest, read_bytes, scan
from generator.records.load import load_one
from generator.records.record import Record
from generator.records.yaml_text import place_problems, read
from generator.schema.certificate import Certificate, Score
from generator.schema.kinds import KINDS
from generator.schema.raw import Raw
from generator.schema.scheme import Scheme
from generator.schema.shape import shape_of

_OF_A_CERTIFICATE = frozenset(("number", "scheme", "holder", "issuer", "grade"))


class Sheet(Struct, frozen=True):
    """What a file holds: a whole certificate, or a score alone at `place`; `score` is None where none could be read."""

    data: bytes
    problems: tuple[Problem, ...]
    score: Score | None = None
    place: Place = ()
    certificate: Record[Certificate] | None = None


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("score", help="work out a score under a scheme, step by step")
    parser.add_argument("scheme", metavar="SCHEME", help="the scheme's id, such as after-sales-certification")
    parser.add_argument("file", metavar="FILE", type=Path, help="a certificate, or a score alone, in YAML")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the score could be worked out without a problem, 1 when it has problems, 2 for wrong use."""
    t = language.strings(args.lang)
    registry, scheme = _scheme(project_root(args), args.scheme, t, args.lang)
    sheet = _sheet(args.file, args.lang)
    if sheet.certificate is not None and sheet.certificate.value.scheme != scheme.id:
        own = sheet.certificate.value.scheme
        raise Failure(str(t.score.other_scheme).format(own=own, scheme=scheme.id), 2)
    working = work(scheme, sheet.score) if sheet.score is not None else None
    found = [*sheet.problems, *place_problems(sheet.data, _problems(registry, sheet, working, str(args.file)))]
    words = spoken(t, args.lang, scheme, working) if working is not None else None
    source = basis_source(registry, scheme)
    if args.format == "json":
        print(json.dumps(_object(scheme, source, working, words, found, args.lang), ensure_ascii=False))
    else:
        print(formats.render(found, "text", args.lang), end="")
        if words is not None and sheet.score is not None:
            print("\n".join(_lines(t, scheme, source, words, sheet.score)))
    return int(any(is_error(item) for item in found))


def _scheme(root: Path, id: str, t: Strings, lang: str) -> tuple[Registry, Scheme]:
    """The scheme asked for, with the standards it rests on.

    Raises:
        Failure: there is no such scheme, or its record cannot be read.
    """
    sources, _ = scan(root, {kind: KINDS[kind] for kind in ("standard", "scheme")})
    reports = {source.path: Report(source.path) for source in sources}
    records = [load_one(root, source, reports[source.path]) for source in sources]
    registry = registry_of(record for record in records if record is not None)
    known = registry.schemes.get(id)
    if known is not None:
        return registry, known.value
    broken = reports.get(KINDS["scheme"].path(id).as_posix())
    if broken is not None:
        raise Failure("\n" + formats.render(broken, "text", lang).rstrip("\n"))
    near = registry.nearest("scheme", id)
    raise Failure(str(t.score["no_scheme_nearest" if near else "no_scheme"]).format(scheme=id, nearest=near), 2)


def _sheet(file: Path, lang: str) -> Sheet:
    """What `file` holds.

    Raises:
        Failure: there is no such file.
    """
    if not file.exists():
        raise Failure.said(lang, "no_such_path", 2, path=file)
    report, place = Report(str(file)), file.resolve()
    data = read_bytes(place.parent, Source(place.name, "certificate", 0, 0, 0), report)
    raw = read(data, report) if data is not None else None
    if data is None or not isinstance(raw, dict):
        return Sheet(b"", tuple(report))
    found = Report(str(file))
    sheet = _certificate(raw, data, found) if raw.keys() & _OF_A_CERTIFICATE else _score(raw, data, found)
    return replace(sheet, problems=(*report, *place_problems(data, found)))


def _certificate(raw: dict[str, Raw], data: bytes, report: Report) -> Sheet:
    value: Certificate | None = KINDS["certificate"].shape.read(raw, report)
    if value is None:
        return Sheet(data, ())
    if value.score is None:
        report.add("missing-key", (), name="score")
    record = Record("certificate", value.number, value, digest(data), report.file)
    return Sheet(data, (), value.score, ("score",), record)


def _score(raw: dict[str, Raw], data: bytes, report: Report) -> Sheet:
    place: Place = ("score",) if raw.keys() == {"score"} else ()
    score = shape_of(Score).read_at(raw["score"] if place else raw, place, report)
    return Sheet(data, (), score if isinstance(score, Score) else None, place)


def _problems(registry: Registry, sheet: Sheet, working: Working | None, file: str) -> Iterator[Problem]:
    """The problems of the score; of a whole certificate, also those of the grade that it declares."""
    if sheet.certificate is not None:
        yield from check_grade(registry, sheet.certificate, registry_today())
    elif working is not None:
        for fault in working.faults:
            yield replace(fault, file=file, place=(*sheet.place, *fault.place))


def _lines(t: Strings, scheme: Scheme, source: str, words: Spoken, score: Score) -> Iterator[str]:
    """The working as a person reads it."""
    yield str(t.score["rule_source" if source else "rule"]).format(scheme=scheme.name, source=source)
    yield from (f"{number:>3}. {line}" for number, line in enumerate(words.steps, start=1))
    yield str(t.score.result_line).format(text=words.result)
    if score.figures and words.ratios:
        period = score.period
        yield str(t.score["ratios_of" if period else "ratios"]).format(period=period)
        yield from (f"  {ratio.name} = {ratio.formula}\n    {ratio.value}" for ratio in words.ratios)


def _object(
    scheme: Scheme,
    source: str,
    working: Working | None,
    words: Spoken | None,
    problems: Sequence[Problem],
    lang: str,
) -> dict[str, object]:
    """The same for other programs; numbers are exact texts such as ``445/48``, never floats."""
    head = {"scheme": scheme.id, "source": source, "problems": json.loads(formats.render(problems, "json", lang))}
    if working is None or words is None:
        return head
    return head | {
        "total": None if working.total is None else shown_total(scheme, working.total),
        "total_exact": None if working.total is None else str(working.total),
        "grade": working.grade.id if working.grade else None,
        "reason": working.reason,
        "steps": [_step(item, text) for item, text in zip(working.steps, words.steps, strict=True)],
        "result": words.result,
        "ratios": [_ratio(item, text) for item, text in zip(working.ratios, words.ratios, strict=True)],
    }


def _step(item: Step, text: str) -> dict[str, object]:
    values = {name: str(value) for name, value in item.values}
    return {"kind": item.kind, "clause": item.clause, "values": values, "text": text}


def _ratio(item: Ratio, words: SpokenRatio) -> dict[str, object]:
    value = item.value
    known = {"value": None, "reason": value.reason} if isinstance(value, NotComputable) else {"value": str(value)}
    return {"path": item.path, "formula": item.formula, "unit": item.unit, **known, "text": words.value}
