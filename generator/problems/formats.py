"""Problems as text for people, as JSON, and as the annotations of code hosts.

Every text from a record passes through `visible`, so no value can break a line, a colour or a format.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from generator.problems import Problem, in_order, written
from generator.problems.catalogue import about, hint, message, severity, title, visible

_BOLD, _DIM, _RED, _YELLOW, _RESET = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def render(problems: Iterable[Problem], fmt: str, lang: str, *, colour: bool = False) -> str:
    """All problems, sorted, in one of `FORMATS`; `colour` is for text only. Ends with a line feed unless it is empty.

    Raises:
        KeyError: no such format.
    """
    ordered = in_order(problems)
    if fmt == "text":
        return "".join(f"{_text(found, lang, colour)}\n" for found in ordered)
    return _WRITERS[fmt](ordered, lang)


def _text(found: Problem, lang: str, colour: bool) -> str:
    """``path:line:column: severity CODE message``, then the hint, indented. Without a line it points at the start."""
    where = f"{visible(found.file)}:{found.line or 1}:{found.column or 1}:"
    level = severity(found.code)
    place = visible(written(found.place))
    said = message(found, lang) + (f" [{place}]" if place else "")
    help = hint(found, lang)
    if colour:
        tint = _RED if level == "error" else _YELLOW
        first = f"{_BOLD}{where}{_RESET} {tint}{level}{_RESET} {found.code} {said}"
        return first + (f"\n    {_DIM}{help}{_RESET}" if help else "")
    return f"{where} {level} {found.code} {said}" + (f"\n    {help}" if help else "")


def _json(problems: Sequence[Problem], lang: str) -> str:
    return _dump([_object(found, lang) for found in problems])


def _object(found: Problem, lang: str) -> dict[str, Any]:
    return {
        "file": visible(found.file),
        "line": found.line,
        "column": found.column,
        "path": visible(written(found.place)),
        "severity": severity(found.code),
        "code": found.code,
        "message": message(found, lang),
        "hint": hint(found, lang),
    }


def _github(problems: Sequence[Problem], lang: str) -> str:
    """Workflow commands: ``::error file=…,line=…,col=…,title=…::message``."""
    return "".join(f"{_command(found, lang)}\n" for found in problems)


def _command(found: Problem, lang: str) -> str:
    properties = {"file": visible(found.file), "line": found.line, "col": found.column, "title": found.code}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items() if value is not None)
    said = "\n".join(filter(None, (message(found, lang), hint(found, lang))))
    return f"::{severity(found.code)} {listed}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _gitlab(problems: Sequence[Problem], lang: str) -> str:
    """The Code Quality report of GitLab (a subset of the Code Climate specification)."""
    levels = {"error": "major", "warning": "minor"}
    return _dump(
        [
            {
                "description": message(found, lang),
                "check_name": found.code,
                "fingerprint": fingerprint,
                "severity": levels[severity(found.code)],
                "location": {"path": visible(found.file), "lines": {"begin": found.line or 1}},
            }
            for found, fingerprint in _with_fingerprints(problems)
        ]
    )


def _sarif(problems: Sequence[Problem], lang: str) -> str:
    """SARIF 2.1.0 (OASIS), with one rule for each code that occurs."""
    used = sorted({found.code for found in problems})
    results = [
        _result(found, fingerprint, used.index(found.code), lang) for found, fingerprint in _with_fingerprints(problems)
    ]
    driver = {"name": "lixin", "rules": [_rule(code, lang) for code in used]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": _SARIF, "version": "2.1.0", "runs": [run]})


def _rule(code: str, lang: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": title(code, lang)},
        "fullDescription": {"text": about(code, lang) or title(code, lang)},
        "defaultConfiguration": {"level": severity(code)},
    }


def _result(found: Problem, fingerprint: str, rule: int, lang: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(visible(found.file))},
            "region": {"startLine": found.line or 1, "startColumn": found.column or 1},
        }
    }
    if found.place:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(written(found.place))}]
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": severity(found.code),
        "message": {"text": " ".join(filter(None, (message(found, lang), hint(found, lang))))},
        "locations": [location],
        "partialFingerprints": {"problem/v1": fingerprint},
    }


def _with_fingerprints(problems: Sequence[Problem]) -> Iterator[tuple[Problem, str]]:
    """Each problem with a mark that stays when lines above it change; equal problems are told apart by counting."""
    seen: Counter[str] = Counter()
    for found in problems:
        facts = json.dumps([found.file, found.code, found.place, found.values])
        seen[facts] += 1
        yield found, sha256(f"{facts}{seen[facts]}".encode()).hexdigest()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


_WRITERS: dict[str, Callable[[Sequence[Problem], str], str]] = {
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "sarif": _sarif,
}
FORMATS = ("text", *_WRITERS)
