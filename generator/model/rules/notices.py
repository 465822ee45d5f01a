"""What must hold inside a public notice: known parties, sound dates, an outcome once it has closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.rules.grades import choices, grade_meant, nearest_grade
from generator.model.sources import rule_source
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.notice import Notice


def references(registry: Registry, record: Record[Notice], at: date) -> Iterator[Problem]:
    """Scheme, issuer and every enterprise named exist."""
    value = record.value
    if value.scheme not in registry.schemes:
        near = registry.nearest("scheme", value.scheme)
        yield problem("unknown-scheme", record.file, ("scheme",), value=value.scheme, nearest=near)
    if value.issuer not in registry.issuers:
        near = registry.nearest("issuer", value.issuer)
        yield problem("unknown-issuer", record.file, ("issuer",), value=value.issuer, nearest=near)
    for index, entry in enumerate(value.entries):
        if entry.enterprise not in registry.enterprises:
            near = registry.nearest("enterprise", entry.enterprise)
            place = ("entries", index, "enterprise")
            yield problem("unknown-enterprise", record.file, place, value=entry.enterprise, nearest=near)


def grades(registry: Registry, record: Record[Notice], at: date) -> Iterator[Problem]:
    """A grade that a notice announces belongs to the scheme and may be awarded."""
    scheme = registry.schemes.get(record.value.scheme)
    if scheme is None:
        return
    for index, entry in enumerate(record.value.entries):
        found = grade_meant(scheme.value, entry.grade) if entry.grade is not None else None
        if entry.grade is None or (found is not None and found.awardable):
            continue
        place = ("entries", index, "grade")
        source = rule_source(registry, scheme.value, "grades")
        values = {"grade": entry.grade, "scheme": scheme.value.name, "choices": choices(scheme.value), "source": source}
        if found is None:
            near = nearest_grade(scheme.value, entry.grade)
            yield problem("grade-unknown", record.file, place, **values, nearest=near)
        else:
            yield problem("grade-not-awardable", record.file, place, **values)


def dates(registry: Registry, record: Record[Notice], at: date) -> Iterator[Problem]:
    """After the review, open before it closes, as long as the scheme asks; with an outcome once closed."""
    value, scheme = record.value, registry.schemes.get(record.value.scheme)
    source = rule_source(registry, scheme.value, "notice") if scheme else None
    if value.reviewed_on is None:
        yield problem("notice-without-review", record.file, (), source=source)
    elif value.reviewed_on > value.opens_on:
        values = {"reviewed": value.reviewed_on, "opens": value.opens_on, "source": source}
        yield problem("notice-before-review", record.file, ("opens_on",), **values)
    if value.closes_on < value.opens_on:
        yield problem("notice-dates", record.file, ("closes_on",), opens=value.opens_on, closes=value.closes_on)
    least = scheme.value.notice.minimum_days if scheme and scheme.value.notice else None
    days = (value.closes_on - value.opens_on).days + 1
    if scheme is not None and least is not None and 0 < days < least:
        rule = {"scheme": scheme.value.name, "source": source}
        yield problem("notice-too-short", record.file, ("closes_on",), days=days, least=least, **rule)
    if value.outcome is not None and at <= value.closes_on:
        yield problem("notice-outcome-early", record.file, ("outcome",), closes=value.closes_on)
    if value.closes_on < at and value.outcome is None:
        yield problem("notice-closed-without-outcome", record.file, (), closes=value.closes_on)


RULES = (references, grades, dates)
