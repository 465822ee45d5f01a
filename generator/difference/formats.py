"""A difference as text for a terminal, as Markdown for a merge request, and as JSON for other programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from generator.difference.difference import Difference
from generator.difference.flips import Flip
from generator.difference.records import RecordChange
from generator.difference.words import Words
from generator.model.status import Change
from generator.problems import formats, written
from generator.problems.catalogue import hint, message, visible
from generator.render.data import plain

LONGEST = 400
"""A value longer than this many characters is cut in text and Markdown."""


def render(told: Difference, fmt: str, lang: str, *, colour: bool = False) -> str:
    """The difference in one of `FORMATS`; those of code hosts tell of the broken rules alone. `colour` is for text.

    Raises:
        KeyError: no such format.
    """
    if fmt == "text":
        return _text(told, lang, colour)
    if fmt in _WRITERS:
        return _WRITERS[fmt](told, lang)
    return formats.render(told.problems, fmt, lang)


def in_line(text: str) -> str:
    """A value on one line, without what cannot be seen, and not endless."""
    joined = visible(" ".join(text.split()))
    return joined if len(joined) <= LONGEST else joined[:LONGEST] + "\u2026"


def code(text: str) -> str:
    """A value as a code span of Markdown, where nothing in it means anything: no markup, no link, no mention."""
    joined = in_line(text)
    longest = max(map(len, re.findall("`+", joined)), default=0)
    fence, gap = "`" * (longest + 1), " " if joined[:1] == "`" or joined[-1:] == "`" or not joined.strip() else ""
    return f"{fence}{gap}{joined}{gap}{fence}"


def _text(told: Difference, lang: str, colour: bool) -> str:
    words = Words(told, lang, in_line)
    lines = [words.title(), *(f"{'  ' * depth}{text}" for depth, text in _outline(words))]
    return "\n".join(lines) + "\n" + formats.render(told.problems, "text", lang, colour=colour)


def _outline(words: Words) -> Iterator[tuple[int, str]]:
    """Depth and text of every line; headings have depth 0."""
    sections = [(name, list(said)) for name, said in groupby(words.lines(), key=lambda said: said.section)]
    if not sections:
        yield 0, str(words.t.same)
    for name, listed in sections:
        yield 0, words.section(name)
        for said in listed:
            yield 1, said.text
            yield from ((2, detail) for detail in said.details)


def _markdown(told: Difference, lang: str) -> str:
    words = Words(told, lang, code)
    lines = [f"# {words.title()}"]
    if told.problems:
        lines += ["", f"## {words.t.history}", ""]
        for found in told.problems:
            lines.append(f"- **{found.code}** {code(f'{found.file}:{found.line or 1}')}")
            lines += [f"  - {code(message(found, lang))}", f"  - {code(hint(found, lang))}"]
    for depth, text in _outline(words):
        lines += ["", f"## {text}", ""] if depth == 0 else [f"{'  ' * (depth - 1)}- {text}"]
    return "\n".join(lines) + "\n"


def _json(told: Difference, lang: str) -> str:
    words = Words(told, lang, str)
    pages = told.pages
    answer = {
        "base": told.sides.base.name,
        "head": told.sides.head.name,
        "at": told.at.isoformat(),
        "records": [_record(words, change) for change in told.records],
        "status": [_flip(words, flip) for flip in told.flips],
        "pages": {"added": pages.added, "changed": pages.changed, "removed": pages.removed},
        "problems": json.loads(formats.render(told.problems, "json", lang)),
    }
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def _record(words: Words, change: RecordChange) -> dict[str, Any]:
    fields = [
        {
            "path": written(item.place),
            "label": words.label(item),
            "old": plain(item.old),
            "new": plain(item.new),
            "text": words.field(change, item),
        }
        for item in change.fields
    ]
    head = {"change": change.way, "kind": change.kind, "id": change.id, "file": change.file}
    return head | {"text": words.record(change), "fields": fields}


def _flip(words: Words, flip: Flip) -> dict[str, Any]:
    return {
        "number": flip.number,
        "today": flip.today,
        "before": _turn(flip.before),
        "after": _turn(flip.after),
        "gone": [_turn(turn) for turn in flip.gone],
        "come": [_turn(turn) for turn in flip.come],
        "text": words.flip(flip),
    }


def _turn(change: Change | None) -> dict[str, Any] | None:
    return {"on": change.on.isoformat(), "status": change.verdict, "reason": change.reason} if change else None


_WRITERS: dict[str, Callable[[Difference, str], str]] = {"json": _json, "markdown": _markdown}
FORMATS = ("text", *_WRITERS, *(name for name in formats.FORMATS if name not in ("text", "json")))
