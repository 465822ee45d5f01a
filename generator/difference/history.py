"""What has been published is history: the rules that only a look at the former state can check.

A correction is allowed, and leaves a trace: an event of kind `change` or `special` that says what was put right.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.difference.records import RecordChange
from generator.model.registry import Registry
from generator.problems import Problem, problem
from generator.schema.certificate import Certificate, Event
from generator.schema.scheme import Scheme

ASSESSMENTS = frozenset({"surveillance", "recertified", "special"})
REISSUES = frozenset({"recertified", "change", "special"})
CORRECTIONS = frozenset({"change", "special"})
DATES = ("first_issued_on", "issued_on", "valid_from", "valid_until")


def check_history(change: RecordChange, registry: Registry) -> Iterator[Problem]:
    """What a change of one record does to its published past; `registry` is the one after it."""
    if change.way == "removed":
        code = "record-removed" if change.kind in ("certificate", "enterprise") else "page-removed"
        yield problem(code, change.file, (), id=change.id)
    if change.kind == "certificate" and change.old is not None and change.new is not None:
        old, new = change.old.value, change.new.value
        yield from _reused(change, old, new)
        if (old.holder, old.scheme) == (new.holder, new.scheme):
            scheme = registry.schemes.get(new.scheme)
            yield from _dates(change, old, new)
            yield from _grade(change, old, new, scheme.value if scheme else None)
            yield from _events(change, old, new)


def _reused(change: RecordChange, old: Certificate, new: Certificate) -> Iterator[Problem]:
    for name in ("holder", "scheme"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            key = f"certificate.{name}"
            yield problem("number-reused", change.file, (name,), id=change.id, label=key, old=before, new=after)


def _dates(change: RecordChange, old: Certificate, new: Certificate) -> Iterator[Problem]:
    """Dates move with a new issue; the day of the first issue moves with a correction alone."""
    added = _added(old, new)
    reissued = any(event.kind in REISSUES for event in added)
    for name in DATES:
        before, after = getattr(old, name), getattr(new, name)
        allowed = _corrected(added) if name == "first_issued_on" else reissued
        if before != after and not allowed:
            key = f"certificate.{name}"
            yield problem("issue-date-moved", change.file, (name,), label=key, old=before, new=after)


def _grade(change: RecordChange, old: Certificate, new: Certificate, scheme: Scheme | None) -> Iterator[Problem]:
    """A grade rises with an assessment. Where grades have no order, no change of grade is known to be a fall."""
    if new.grade is None or new.grade == old.grade or scheme is None:
        return
    order = {grade.id: place for place, grade in enumerate(scheme.grades)}
    falls = scheme.direction == "ascending" and order.get(new.grade, 0) < order.get(old.grade or "", -1)
    if not falls and not any(event.kind in ASSESSMENTS for event in _added(old, new)):
        yield problem("grade-raised", change.file, ("grade",), old=old.grade, new=new.grade)


def _events(change: RecordChange, old: Certificate, new: Certificate) -> Iterator[Problem]:
    """Events stay as they were published, but for what was left open and is filled in."""
    if _corrected(_added(old, new)):
        return
    gone, left = _unmatched(old.events, new.events)
    for event in gone:
        index = next((at for at in left if _same_day(event, new.events[at])), None)
        values: dict[str, object] = {"event": event.kind, "on": event.date}
        if index is None:
            yield problem("event-removed", change.file, ("events",), **values)
        else:
            left.remove(index)
            yield problem("event-rewritten", change.file, ("events", index), **values)


def _added(old: Certificate, new: Certificate) -> list[Event]:
    """Events that are new, and not merely an old one written otherwise."""
    gone, left = _unmatched(old.events, new.events)
    for event in gone:
        rewritten = next((at for at in left if _same_day(event, new.events[at])), None)
        if rewritten is not None:
            left.remove(rewritten)
    return [new.events[at] for at in left]


def _corrected(added: list[Event]) -> bool:
    return any(event.kind in CORRECTIONS and (event.reason or event.description) for event in added)


def _unmatched(old: tuple[Event, ...], new: tuple[Event, ...]) -> tuple[list[Event], list[int]]:
    """The old events that are not among the new ones, and the places of the new ones that are no old ones."""
    left = list(range(len(new)))
    gone: list[Event] = []
    for event in old:
        found = next((at for at in left if _keeps(event, new[at])), None)
        if found is None:
            gone.append(event)
        else:
            left.remove(found)
    return gone, left


def _keeps(old: Event, new: Event) -> bool:
    pairs = ((getattr(old, name), getattr(new, name)) for name in ("until", "reason", "description"))
    return _same_day(old, new) and all(before in (None, after) for before, after in pairs)


def _same_day(old: Event, new: Event) -> bool:
    return (old.kind, old.date) == (new.kind, new.date)
