"""What must hold between a certificate and its holder, issuer, scheme, standards and notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from generator.model.registry import Registry
from generator.model.rules.dates import answered, in_order
from generator.model.rules.events import check_events
from generator.model.rules.grades import check_grade
from generator.model.rules.nearest import nearest
from generator.model.status import deciding_approval
from generator.problems import Problem, problem
from generator.records.record import Record
from generator.schema.certificate import Certificate

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
        ("holder", "unknown-holder", value.holder, registry.enterprises),
        ("issuer", "unknown-issuer", value.issuer, registry.issuers),
        ("scheme", "unknown-scheme", value.scheme, registry.schemes),
        ("notice", "unknown-notice", value.notice, registry.notices),
        ("parent", "unknown-parent", value.parent, registry.certificates),
    )
    for field, code, id, table in targets:
        if id is not None and id not in table:
            yield problem(code, record.file, (field,), value=id, nearest=nearest(id, table))
    for index, basis in enumerate(value.basis):
        if basis.standard not in registry.standards:
            near = nearest(basis.standard, registry.standards)
            place = ("basis", index, "standard")
            yield problem("unknown-standard", record.file, place, value=basis.standard, nearest=near)


def date_order(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """Decided, issued, valid from, valid until: in this order."""
    yield from in_order(record.file, record.value, DATE_ORDER)


def validity(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """The term is no longer than the scheme allows, counted in calendar months."""
    scheme = registry.schemes.get(record.value.scheme)
    limit = scheme.value.validity_months if scheme else None
    if limit is None:
        return
    latest = months_later(record.value.valid_from, limit)
    if record.value.valid_until > latest:
        values = {"months": limit, "latest": latest, "scheme": record.value.scheme}
        yield problem("validity-too-long", record.file, ("valid_until",), **values)


def months_later(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


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
    words = {"#": "[0-9]", "@": "[A-Z]", "*": ".*"}
    return re.fullmatch("".join(words.get(char, re.escape(char)) for char in pattern), number) is not None


def notice(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """A notice that the scheme asks for is there, names the holder, and closed before the decision."""
    value = record.value
    scheme = registry.schemes.get(value.scheme)
    if value.notice is None:
        if scheme and scheme.value.notice and scheme.value.notice.required:
            yield problem("notice-missing", record.file, (), scheme=scheme.value.name)
        return
    found = registry.notices.get(value.notice)
    if found is None:
        return
    named = {entry.enterprise for entry in found.value.entries}
    if value.holder not in named or value.scheme != found.value.scheme:
        yield problem("notice-mismatch", record.file, ("notice",), notice=value.notice, holder=value.holder)
    decided = value.decided_on or value.issued_on
    if decided <= found.value.closes_on:
        field = "decided_on" if value.decided_on else "issued_on"
        values = {"decided": decided, "closes": found.value.closes_on, "notice": value.notice}
        yield problem("decision-before-notice-end", record.file, (field,), **values)


def parents(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """A sub-certificate never leads back to itself."""
    seen = {record.id}
    parent = record.value.parent
    while parent is not None and parent in registry.certificates:
        if parent in seen:
            yield problem("parent-loop", record.file, ("parent",), number=record.id, parent=parent)
            return
        seen.add(parent)
        parent = registry.certificates[parent].value.parent


def objections(registry: Registry, record: CertificateRecord, at: date) -> Iterator[Problem]:
    """An objection is answered after it was raised."""
    yield from answered(record.file, record.value.objections)


RULES = (
    references,
    date_order,
    validity,
    basis,
    approval,
    number,
    notice,
    parents,
    objections,
    check_grade,
    check_events,
)
