"""What must hold between a certificate and its holder, issuer, scheme, standards and notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from generator.model.grades import find_grade
from generator.model.months import months_later
from generator.model.registry import Registry
from generator.model.rules import family, future, withdrawals
from generator.model.rules.announced import decision, too_early
from generator.model.rules.dates import answered, in_order
from generator.model.rules.events import check_events
from generator.model.rules.grades import check_grade
from generator.model.sources import rule_source
from generator.model.status import deciding_approval
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.notice import Notice
from generator.schema.scheme import Scheme

CertificateRecord = Record[Certificate]
DATE_ORDER = (
    ("decided_on", "issued_on"),
    ("first_issued_on", "issued_on"),
    ("issued_on", "valid_from"),
    ("valid_from", "valid_until"),
    ("issued_on", "reported_on"),
)


def references(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """Holder, issuer, scheme, notice, parent and every standard of the basis exist."""
    value = record.value
    targets = (
        ("holder", "unknown-holder", "enterprise", value.holder),
        ("issuer", "unknown-issuer", "issuer", value.issuer),
        ("scheme", "unknown-scheme", "scheme", value.scheme),
        ("notice", "unknown-notice", "notice", value.notice),
        ("parent", "unknown-parent", "certificate", value.parent),
    )
    for field, code, kind, id in targets:
        if id is not None and id not in registry.of_kind(kind):
            near = registry.nearest(kind, id)
            yield problem(code, record.file, (field,), value=id, nearest=near)
    for index, basis in enumerate(value.basis):
        if basis.standard not in registry.standards:
            near = registry.nearest("standard", basis.standard)
            place = ("basis", index, "standard")
            yield problem("unknown-standard", record.file, place, value=basis.standard, nearest=near)


def date_order(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """Decided, issued, valid from, valid until: in this order."""
    yield from in_order(record.file, record.value, DATE_ORDER)


def validity(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """The term is no longer than the scheme allows, counted in calendar months."""
    scheme = registry.schemes.get(record.value.scheme)
    if scheme is None or (limit := scheme.value.validity_months) is None:
        return
    latest = months_later(record.value.valid_from, limit)
    if record.value.valid_until > latest:
        rule = {"scheme": scheme.value.name, "source": rule_source(registry, scheme.value, "validity_months")}
        yield problem("validity-too-long", record.file, ("valid_until",), months=limit, latest=latest, **rule)


def basis(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """The basis names the standard's own edition, a standard the scheme rests on, one in force when it was used."""
    scheme = registry.schemes.get(record.value.scheme)
    allowed = {item.standard for item in scheme.value.basis} if scheme else set()
    successors = {registry.standards[id].value.replaced_by for id in allowed if id in registry.standards}
    for index, item in enumerate(record.value.basis):
        known = registry.standards.get(item.standard)
        if known is None:
            continue
        standard, place = known.value, ("basis", index, "standard")
        if item.edition != standard.edition:
            values = {"standard": standard.number, "edition": item.edition, "expected": standard.edition}
            yield problem("basis-edition", record.file, ("basis", index, "edition"), **values)
        if allowed and item.standard not in allowed | successors:
            yield problem("basis-mismatch", record.file, place, standard=standard.number, scheme=record.value.scheme)
        if standard.effective_on and record.value.issued_on < standard.effective_on:
            days: dict[str, object] = {"effective": standard.effective_on, "issued": record.value.issued_on}
            yield problem("basis-before-standard-effective", record.file, place, standard=standard.number, **days)
        if standard.abolished_on and record.value.issued_on >= standard.abolished_on:
            days = {"abolished": standard.abolished_on, "issued": record.value.issued_on}
            yield problem("basis-abolished", record.file, place, standard=standard.number, **days)


def approval(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """The issuer was approved for the scheme on the day of issue; a certification needs the national approval."""
    issuer = registry.issuers.get(record.value.issuer)
    scheme = registry.schemes.get(record.value.scheme)
    if issuer is None or scheme is None:
        return
    values = {"issuer": issuer.value.name, "issued": record.value.issued_on, "scheme": scheme.value.name}
    approval = deciding_approval(record.value, issuer.value)
    if approval is None:
        yield problem("issuer-not-approved", record.file, ("issuer",), **values)
    elif scheme.value.kind == "certification" and approval.kind != "cnca":
        yield problem("approval-kind", record.file, ("issuer",), **values, number=approval.number)


def number(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """The number has the form that its issuer or scheme declares."""
    issuer = registry.issuers.get(record.value.issuer)
    scheme = registry.schemes.get(record.value.scheme)
    patterns = (issuer.value.number_pattern if issuer else None, scheme.value.number_pattern if scheme else None)
    for pattern in patterns:
        if pattern is not None and not _matches(pattern, record.value.number):
            yield problem("number-pattern", record.file, ("number",), number=record.value.number, pattern=pattern)


def _matches(pattern: str, number: str) -> bool:
    """Whether a number fits a pattern of literals, ``#`` (a digit), ``@`` (a capital letter) and ``*`` (the rest)."""
    return _expression(pattern).fullmatch(number) is not None


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str]:
    words = {"#": "[0-9]", "@": "[A-Z]"}
    parts = ["".join(words.get(char, re.escape(char)) for char in part) for part in pattern.split("*")]
    # Each star takes the shortest stretch and never tries again, so that no pattern can make the check hang.
    middle = "".join(f"(?>.*?{part})" for part in parts[1:-1])
    expression = parts[0] if len(parts) == 1 else f"{parts[0]}{middle}.*{parts[-1]}"
    return re.compile(expression)


def notice(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """A notice that the scheme asks for is there, names the holder, and closed before the decision."""
    value = record.value
    scheme = registry.schemes.get(value.scheme)
    if value.notice is None:
        if scheme and scheme.value.notice and scheme.value.notice.required:
            rule = {"scheme": scheme.value.name, "source": rule_source(registry, scheme.value, "notice")}
            yield problem("notice-missing", record.file, (), **rule)
        return
    found = registry.notices.get(value.notice)
    if found is None:
        return
    named = {entry.enterprise for entry in found.value.entries}
    same = value.scheme == found.value.scheme and value.issuer == found.value.issuer
    if value.holder not in named or not same:
        yield problem("notice-mismatch", record.file, ("notice",), notice=value.notice, holder=value.holder)
    else:
        yield from _announced(record, found.value, scheme.value if scheme else None)
    place, decided = decision(value, found.value)
    if decided is not None and decided <= found.value.closes_on:
        yield too_early(registry, record.file, place, decided, found.value)


def _announced(record: CertificateRecord, notice: Notice, scheme: Scheme | None) -> Iterator[Problem]:
    """The grade that was announced is the grade that was given, and no objection stood in the way."""
    given = find_grade(scheme, record.value.grade) if scheme else None
    grades = {entry.grade for entry in notice.entries if entry.enterprise == record.value.holder} - {None}
    if grades and given is not None and given.id not in grades:
        values = {"notice": notice.id, "announced": ", ".join(sorted(map(str, grades))), "grade": given.id}
        yield problem("notice-grade", record.file, ("grade",), **values)
    if notice.outcome == "objection-upheld" and len(notice.entries) == 1:
        yield problem("notice-upheld", record.file, ("notice",), notice=notice.id)


def founding(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """Nobody holds a certificate before there is somebody."""
    holder = registry.enterprises.get(record.value.holder)
    founded = holder.value.founded_on if holder else None
    if holder is not None and founded is not None and founded > record.value.first_issued_on:
        values = {"holder": holder.value.name, "founded": founded, "first": record.value.first_issued_on}
        yield problem("holder-founded-later", record.file, ("first_issued_on",), **values)


def objections(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """An objection is answered after it was raised."""
    yield from answered(record.file, record.value.objections, at)


RULES = (
    references,
    date_order,
    validity,
    basis,
    approval,
    number,
    notice,
    objections,
    check_grade,
    check_events,
    founding,
    *family.RULES,
    withdrawals.replacement,
    withdrawals.holder,
    future.ahead,
)
