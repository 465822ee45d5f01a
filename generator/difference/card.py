"""A difference as one page that needs nothing else: before and after side by side, for a merge request.

It may lie anywhere, so it carries its own style sheet, and a policy that allows that one alone (CSP Level 3, hash
sources): nothing in a record can run, load or send anything.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from markupsafe import Markup
from msgspec import Struct

from generator import language
from generator.difference.difference import Difference
from generator.difference.records import FieldChange, RecordChange
from generator.difference.sides import Side
from generator.difference.words import Said, Words
from generator.model.status import Change, schedule, status_at
from generator.problems.catalogue import hint, message, severity, visible
from generator.records.record import Record
from generator.render.environment import open_environment
from generator.schema.kinds import KINDS

MOST_CARDS = 300
"""More cards than these make a page that no browser likes; the others are counted."""

_CONTEXT = ("holder", "scheme", "grade", "issued_on", "valid_until")
"""What a certificate's card shows though it has not changed, so that one knows which certificate it is."""


class Row(Struct, frozen=True):
    """One value before and after; None on a side that has no such row."""

    label: str
    old: str | None
    new: str | None

    @property
    def differs(self) -> bool:
        return self.old != self.new


class Standing(Struct, frozen=True):
    """The status of a certificate on the day of looking: its key, its word and its reason."""

    verdict: str
    word: str
    reason: str


class Card(Struct, frozen=True):
    """One record before and after. `faces` are the sides that it has."""

    way: str
    title: str
    file: str
    faces: tuple[str, ...]
    before: Standing | None
    after: Standing | None
    rows: tuple[Row, ...]


class Fault(Struct, frozen=True):
    """A rule of history that is broken."""

    where: str
    code: str
    severity: str
    message: str
    hint: str


def page(told: Difference, lang: str) -> bytes:
    """The whole page as UTF-8."""
    words = Words(told, lang, seen)
    style = _style()
    template = open_environment(None, {"t": words.t, "lang": lang}).get_template("difference.html")
    said = list(words.lines())
    text = template.render(
        title=words.title(),
        day=told.at.isoformat(),
        policy=f"default-src 'none'; style-src 'sha256-{_hash(style)}'; base-uri 'none'; form-action 'none'",
        style=Markup(style),  # noqa: S704 - the program's own style sheets
        faults=tuple(_faults(told, lang)),
        flips=_of(said, "status"),
        pages=_of(said, "pages"),
        cards=tuple(_card(words, change) for change in told.records[:MOST_CARDS]),
        rest=max(0, len(told.records) - MOST_CARDS),
    )
    return text.encode("utf-8", "replace")


def seen(text: str) -> str:
    """A value whose hidden characters are shown by their numbers; its lines stay lines."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _of(said: list[Said], section: str) -> tuple[Said, ...]:
    return tuple(item for item in said if item.section == section)


def _card(words: Words, change: RecordChange) -> Card:
    sides = words.told.sides
    faces = (("before",) if change.old else ()) + (("after",) if change.new else ())
    rows = _compared(words, change) if change.old and change.new else _whole(words, change)
    before, after = _standing(words, sides.base, change.old), _standing(words, sides.head, change.new)
    return Card(change.way, words.record(change), seen(change.file), faces, before, after, tuple(rows))


def _compared(words: Words, change: RecordChange) -> Iterator[Row]:
    """What identifies the record, then every value that differs."""
    assert change.old is not None
    assert change.new is not None
    changed = {item.place[0] for item in change.fields}
    for field in KINDS[change.kind].shape.fields:
        if change.kind == "certificate" and field.name in _CONTEXT and field.name not in changed:
            value = words.value(field, getattr(change.new.value, field.name), change.new, words.told.sides.head)
            yield Row(language.label(field.key, words.lang), seen(value), seen(value))
    yield from (_row(words, change, item) for item in change.fields)


def _row(words: Words, change: RecordChange, item: FieldChange) -> Row:
    old = words.old(change, item) if item.old is not None else None
    return Row(words.label(item), old, words.new(change, item) if item.new is not None else None)


def _whole(words: Words, change: RecordChange) -> Iterator[Row]:
    """Every value of a record that is on one side alone."""
    record = change.new or change.old
    if record is None:
        return
    side = words.told.sides.head if change.new else words.told.sides.base
    for field in KINDS[change.kind].shape.fields:
        value = getattr(record.value, field.name)
        if value not in (None, (), field.default):
            text = seen(words.value(field, value, record, side))
            label = language.label(field.key, words.lang)
            yield Row(label, None, text) if change.new else Row(label, text, None)


def _standing(words: Words, side: Side, record: Record[object] | None) -> Standing | None:
    if record is None or record.kind != "certificate":
        return None
    held = side.registry.certificates[record.id].value
    strings = language.strings(words.lang)
    if held.withdrawal is not None:
        return Standing("withdrawn", str(strings.tombstone.chip), seen(held.withdrawal.reason))
    issuer = side.registry.issuers.get(held.issuer)
    change: Change = status_at(schedule(held, issuer.value if issuer else None), words.told.at)
    return Standing(change.verdict, str(strings.status[change.verdict]), seen(change.reason or ""))


def _faults(told: Difference, lang: str) -> Iterator[Fault]:
    for found in told.problems:
        where = seen(f"{found.file}:{found.line}" if found.line else found.file)
        yield Fault(where, found.code, severity(found.code), message(found, lang), hint(found, lang))


def _style() -> str:
    """The portal's own style sheets, so that colours have one source, and what only this page needs."""
    sheets = (("assets", "core.css"), ("assets", "lixin.css"), ("templates", "difference.css"))
    return "".join(files("generator").joinpath(*sheet).read_text(encoding="utf-8") for sheet in sheets)


def _hash(style: str) -> str:
    return b64encode(sha256(style.encode()).digest()).decode()
