"""The difference in words: labels, values and sentences, in either language.

Values are hostile text: whoever writes the words down gives a `quote` that makes them harmless in his format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from msgspec import Struct

from generator import language
from generator.difference.difference import Difference
from generator.difference.flips import Flip
from generator.difference.records import FieldChange, RecordChange
from generator.difference.sides import Side
from generator.exchange.flat import text_of
from generator.language import Strings
from generator.model.grades import grade_text
from generator.model.status import Change
from generator.records.record import Record
from generator.schema.shape import Field
from generator.schema.types import ChoiceType, GradeType

Quote = Callable[[str], str]
Section = Literal["records", "status", "pages"]
NAMED = ("enterprise", "issuer", "scheme", "standard", "notice")
MOST_RECORDS, MOST_PAGES = 200, 30
"""More than so many of one sort are counted and not listed: nobody reads on."""


class Said(Struct, frozen=True):
    """A line of a section; `details` belong to it."""

    section: Section
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Words:
    """Tells a difference in the language `lang`."""

    told: Difference
    lang: str
    quote: Quote

    @property
    def t(self) -> Strings:
        strings: Strings = language.strings(self.lang).difference
        return strings

    def title(self) -> str:
        sides = self.told.sides
        return self.fill("title", base=self.quote(sides.base.name), head=self.quote(sides.head.name))

    def lines(self) -> Iterator[Said]:
        """Everything there is to say; nothing where both sides say the same."""
        yield from self._records()
        yield from self._flips()
        yield from self._pages()

    def section(self, name: Section) -> str:
        return str(self.t.section[name])

    def fill(self, text: str, **values: object) -> str:
        return str(self.t[text]).format(**values)

    # Records

    def _records(self) -> Iterator[Said]:
        seen: dict[str, int] = {}
        for change in self.told.records:
            seen[change.way] = seen.get(change.way, 0) + 1
            if seen[change.way] <= MOST_RECORDS:
                yield Said("records", self.record(change), tuple(self.field(change, item) for item in change.fields))
        for way, count in seen.items():
            if count > MOST_RECORDS:
                yield Said("records", self.fill("more_records", way=self.t.way[way], count=count - MOST_RECORDS))

    def record(self, change: RecordChange) -> str:
        """``Changed certificate DEMO-1 (a holder)``."""
        values = {"way": self.t.way[change.way], "kind": language.kind_name(change.kind, self.lang)}
        name = self.name_of(change.kind, change.new or change.old, change.new is not None)
        return self.fill("record", **values, id=self.quote(change.id)) + self._aside(name)

    def field(self, change: RecordChange, item: FieldChange) -> str:
        """``Scope: one → another``."""
        values = {"label": self.label(item), "old": self.old(change, item), "new": self.new(change, item)}
        text = "field_added" if item.old is None else "field_removed" if item.new is None else "field"
        return self.fill(text, **values)

    def label(self, item: FieldChange) -> str:
        """The way to a value in words, list items counted from 1: ``Events 2 / Reason``."""
        steps = iter(item.place)
        named: list[str] = []
        for step in steps:
            if isinstance(step, int):
                named[-1] += f" {step + 1}"
            else:
                named.append(language.label(item.fields[len(named)].key, self.lang))
        return " / ".join(named)

    def old(self, change: RecordChange, item: FieldChange) -> str:
        return self.quote(self.value(item.fields[-1], item.old, change.old, self.told.sides.base))

    def new(self, change: RecordChange, item: FieldChange) -> str:
        return self.quote(self.value(item.fields[-1], item.new, change.new, self.told.sides.head))

    def value(self, field: Field, value: Any, record: Record[Any] | None, side: Side) -> str:
        """A value as people call it; the id of a record with its name, a grade with its scale."""
        if value is None:
            return str(self.t.absent)
        if isinstance(value, tuple):
            return str(self.t.comma).join(self.value(field, item, record, side) for item in value)
        if field.group is not None:
            pairs = ((inner, getattr(value, inner.name)) for inner in field.group.fields)
            said = (
                self.fill(
                    "pair", label=language.label(inner.key, self.lang), value=self.value(inner, held, record, side)
                )
                for inner, held in pairs
                if held != inner.default and held is not None
            )
            return str(self.t.semicolon).join(said)
        return self._single(field, value, record, side)

    def _single(self, field: Field, value: Any, record: Record[Any] | None, side: Side) -> str:
        type, text = field.type, text_of(value)
        if isinstance(type, ChoiceType):
            return language.choice(field.key, text, self.lang)
        if isinstance(value, bool):
            return str(self.t.yes if value else self.t.no)
        if isinstance(type, GradeType):
            return self._grade(text, record, side)
        kind = type.refers_to if type is not None else None
        if kind in NAMED:
            return text + self._aside(self.name_of(kind, side.records.get((kind, text)), True))
        return text

    def _grade(self, id: str, record: Record[Any] | None, side: Side) -> str:
        scheme = side.registry.schemes.get(getattr(record.value, "scheme", "")) if record else None
        strings = language.strings(self.lang)
        return grade_text(strings, self.lang, scheme.value, id) if scheme else id

    def name_of(self, kind: str, record: Record[Any] | None, after: bool) -> str:
        """What people call a record besides its id: a certificate goes by its holder's name."""
        if record is None:
            return ""
        if kind == "certificate":
            side = self.told.sides.head if after else self.told.sides.base
            holder = side.registry.enterprises.get(record.value.holder)
            return holder.value.name if holder else ""
        return str(record.value.title if kind in ("notice", "standard") else record.value.name)

    def _aside(self, name: str) -> str:
        return self.fill("aside", name=self.quote(name)) if name else ""

    # Status

    def _flips(self) -> Iterator[Said]:
        for flip in self.told.flips[:MOST_RECORDS]:
            yield Said("status", self.flip(flip), tuple(self._turns(flip)))
        if len(self.told.flips) > MOST_RECORDS:
            yield Said("status", self.fill("more", count=len(self.told.flips) - MOST_RECORDS))

    def flip(self, flip: Flip) -> str:
        """``DEMO-1: today valid → suspended (reason)``."""
        values = {
            "number": self.quote(flip.number),
            "before": self.status(flip.before),
            "after": self.status(flip.after),
        }
        return self.fill("flip" if flip.today else "flip_later", **values)

    def status(self, change: Change | None) -> str:
        """A status with its reason."""
        if change is None:
            return str(self.t.unpublished)
        word = str(language.strings(self.lang).status[change.verdict])
        return word + (self._aside(change.reason) if change.reason else "")

    def _turns(self, flip: Flip) -> Iterator[str]:
        for text, turns in (("turn_gone", flip.gone), ("turn_come", flip.come)):
            for turn in turns:
                yield self.fill(text, day=day(turn.on), status=self.status(turn))

    # Pages

    def _pages(self) -> Iterator[Said]:
        pages = self.told.pages
        for name, paths in (("added", pages.added), ("changed", pages.changed), ("removed", pages.removed)):
            if paths:
                yield Said("pages", self.fill(f"pages_{name}", count=len(paths)), self._listed(paths))
        if pages.added or pages.changed or pages.removed:
            yield Said("pages", str(self.t.pages_lists))

    def _listed(self, paths: Sequence[str]) -> tuple[str, ...]:
        rest = len(paths) - MOST_PAGES
        more = (self.fill("more", count=rest),) if rest > 0 else ()
        return (*(self.quote(path) for path in paths[:MOST_PAGES]), *more)


def day(on: date) -> str:
    return on.isoformat()
