"""The life of a certificate: which event may follow which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from generator.model.registry import Registry
from generator.model.rules.dates import in_order
from generator.model.status import TERM_STARTS
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate, Event

NEEDS_REASON = frozenset({"suspended", "revoked", "cancelled"})
ENDS = frozenset({"revoked", "cancelled"})
DURING_SUSPENSION = frozenset({"reinstated", "revoked", "cancelled", "special", "change"})


def check_events(registry: Registry, record: Record[Certificate], at: date) -> Iterator[Problem]:
    """All problems of a certificate's events."""
    yield from _first(record)
    yield from _order(record)
    yield from _sequence(record)
    yield from _term(record)
    for index, event in enumerate(record.value.events):
        if event.kind in NEEDS_REASON and event.reason is None:
            yield problem("event-needs-reason", record.file, ("events", index), event=event.kind, on=event.date)
        yield from in_order(record.file, event, (("date", "until"),), ("events", index))


def _first(record: Record[Certificate]) -> Iterator[Problem]:
    value = record.value
    if not value.events:
        yield problem("first-event-not-issued", record.file, ("events",), first=value.first_issued_on)
        return
    first = value.events[0]
    if first.kind != "issued" or first.date != value.first_issued_on:
        yield problem("first-event-not-issued", record.file, ("events", 0), first=value.first_issued_on)
    recertified = [event.date for event in value.events if event.kind == "recertified"]
    if value.issued_on > value.first_issued_on and not recertified and not _reissued(value):
        values = {"issued": value.issued_on, "first": value.first_issued_on}
        yield problem("reissue-without-event", record.file, ("issued_on",), **values)


def _reissued(value: Certificate) -> bool:
    """A change or a reinstatement on the very day of issue explains a later issue date too."""
    return any(event.kind in ("change", "special") and event.date == value.issued_on for event in value.events)


def _term(record: Record[Certificate]) -> Iterator[Problem]:
    """Nothing but an end follows expiry, and the last term that an event names is the certificate's own."""
    value = record.value
    for index, event in enumerate(value.events):
        if event.date > value.valid_until and event.kind not in ENDS:
            values: dict[str, object] = {"event": event.kind, "on": event.date, "until": value.valid_until}
            yield problem("event-after-expiry", record.file, ("events", index, "date"), **values)
    terms = [(index, event) for index, event in enumerate(value.events) if event.kind in TERM_STARTS]
    if terms and terms[-1][1].kind == "recertified" and terms[-1][1].date > value.issued_on:
        index, event = terms[-1]
        values = {"on": event.date, "issued": value.issued_on}
        yield problem("recertified-not-reissued", record.file, ("issued_on",), **values)
    if terms and terms[-1][1].until not in (None, value.valid_until):
        index, event = terms[-1]
        values = {"event": event.kind, "found": event.until, "until": value.valid_until}
        yield problem("event-term", record.file, ("events", index, "until"), **values)


def _order(record: Record[Certificate]) -> Iterator[Problem]:
    events = record.value.events
    for index, (earlier, later) in enumerate(pairwise(events), start=1):
        if later.date < earlier.date:
            values = {"event": later.kind, "on": later.date, "previous": earlier.date}
            yield problem("events-out-of-order", record.file, ("events", index, "date"), **values)


def _sequence(record: Record[Certificate]) -> Iterator[Problem]:
    """Walks the events in their written order and names each that cannot follow what went before."""
    suspended: Event | None = None
    ended: Event | None = None
    for index, event in enumerate(record.value.events):
        before = _cannot_follow(event, index, suspended, ended)
        if before:
            values = {"event": event.kind, "on": event.date, "before": before}
            yield problem("event-sequence", record.file, ("events", index, "kind"), **values)
            continue
        if event.kind == "suspended":
            suspended = event
        elif event.kind == "reinstated":
            suspended = None
        elif event.kind in ENDS:
            ended = event


def _cannot_follow(event: Event, index: int, suspended: Event | None, ended: Event | None) -> str:
    """Which state forbids the event: a past event's kind, ``not-suspended``, ``issued``; empty when it may happen."""
    if ended is not None:
        return ended.kind
    if event.kind == "issued" and index > 0:
        return "issued"
    if event.kind == "reinstated" and suspended is None:
        return "not-suspended"
    if suspended is not None and event.kind not in DURING_SUSPENSION:
        return "suspended"
    return ""
