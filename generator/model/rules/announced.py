"""What a public notice asks of certificates: nothing is decided while it runs, whether they name it or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from generator.model.registry import Registry
from generator.model.sources import rule_source
from generator.problems import Place, Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.notice import Notice


def decision(value: Certificate, notice: Notice) -> tuple[Place, date | None]:
    """The day of the decision that a notice came before, and where it stands; a surveillance is an event."""
    if notice.stage == "surveillance":
        checks = ((place, event.date) for place, event in enumerate(value.events) if event.kind == "surveillance")
        found = next(((place, day) for place, day in checks if day >= notice.opens_on), None)
        return (("events", found[0], "date"), found[1]) if found else ((), None)
    return (("decided_on",), value.decided_on) if value.decided_on else (("issued_on",), value.issued_on)


def too_early(registry: Registry, file: str, place: Place, decided: date, notice: Notice) -> Problem:
    """The problem of a decision that did not wait for the end of a notice."""
    scheme = registry.schemes.get(notice.scheme)
    values = {"decided": decided, "closes": notice.closes_on, "notice": notice.id}
    values["source"] = rule_source(registry, scheme.value, "notice") if scheme else None
    return problem("decision-before-notice-end", file, place, **values)


def decided_meanwhile(registry: Registry, record: Record[Enterprise], at: date) -> Iterator[Problem]:
    """Nothing is decided on an enterprise while a notice of it runs, even if the certificate leaves the notice out.

    The rule stands with the enterprise because both name it.
    """
    for notice in registry.notices_of.get(record.id, ()):
        held = (item for item in registry.certificates_of.get(record.id, ()) if item.value.withdrawal is None)
        yield from _meanwhile(registry, [item for item in held if _is_about(notice.value, item.value)], notice.value)


def _is_about(notice: Notice, value: Certificate) -> bool:
    return (notice.scheme, notice.issuer) == (value.scheme, value.issuer)


def _meanwhile(registry: Registry, held: Sequence[Record[Certificate]], notice: Notice) -> Iterator[Problem]:
    """What of the certificates is decided too early, of those that name no notice.

    Where there are several, nobody can tell whose surveillance is announced.
    """
    if notice.stage == "surveillance" and len(held) > 1:
        return
    for record in held:
        named = record.value.notice
        if named == notice.id or (named is not None and notice.stage != "surveillance"):
            continue
        place, decided = decision(record.value, notice)
        if decided is not None and notice.opens_on <= decided <= notice.closes_on:
            yield too_early(registry, record.file, place, decided, notice)
