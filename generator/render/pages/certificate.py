"""The verification page: what a scanned code opens."""

from __future__ import annotations

import calendar
import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from generator.model.grades import grade_text
from generator.model.status import Change, deciding_approval, encode
from generator.model.views import CertificateSummary, EnterpriseSummary, NoticeSummary, StandardSummary
from generator.render import urls
from generator.render.data import certificate_json
from generator.render.house import House
from generator.render.pages.code import page_code
from generator.schema.certificate import Basis, Certificate, Score
from generator.schema.enterprise import Withdrawal
from generator.schema.issuer import Approval, Issuer
from generator.schema.scheme import Scheme

BAR = 1000
"""Width of the validity bar in its own units."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the validity bar that has one verdict."""

    x: int
    width: int
    verdict: str


@dataclass(frozen=True, slots=True)
class Bar:
    parts: tuple[Part, ...]
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One category's points; `share` is the percentage of the applicable points, None when that is not known."""

    name: str
    points: Decimal
    applicable: Decimal | None
    share: str | None


def certificate_page(
    house: House,
    path: str,
    certificate: Certificate,
    holder: EnterpriseSummary,
    issuer: Issuer,
    scheme: Scheme,
    standards: tuple[StandardSummary, ...],
    notice: NoticeSummary | None,
    parent: CertificateSummary | None,
    children: tuple[CertificateSummary, ...],
    schedule: tuple[Change, ...],
) -> bytes:
    """The page of one certificate. `schedule` is shown by the reader's browser: the page itself claims no status."""
    approval = deciding_approval(certificate, issuer)
    record = certificate_json(
        house, urls.certificate_json(certificate.number), certificate, holder, issuer, scheme, schedule
    )
    return house.render(
        "certificate.html",
        path,
        certificate=certificate,
        holder=holder,
        issuer=issuer,
        scheme=scheme,
        demo=holder.demo or issuer.demo,
        basis_lines=basis_lines(certificate.basis, standards),
        notice=notice,
        parent=parent,
        children=children,
        schedule=schedule,
        schedule_text=encode(schedule),
        approval=approval,
        approval_schedule=encode(approval_schedule(approval)) if approval else "",
        grade_text=grade_text(house.t, house.settings.language, scheme, certificate.grade) if certificate.grade else "",
        scores=score_lines(certificate.score),
        bar=validity_bar(certificate, schedule),
        surveillance_count=_count(certificate, "surveillance"),
        recertified_count=_count(certificate, "recertified"),
        surveillance_due=surveillance_due(certificate, scheme),
        events=sorted(certificate.events, key=lambda event: event.date, reverse=True),
        disputed=any(objection.status == "open" for objection in certificate.objections),
        fingerprint=hashlib.sha256(record).hexdigest()[:16],
        qr=page_code(house, path),
    )


def certificate_tombstone(house: House, path: str, certificate: CertificateSummary, withdrawal: Withdrawal) -> bytes:
    """What stays at a certificate's address when its record is withdrawn."""
    t = house.t
    return house.render(
        "tombstone.html",
        path,
        name=certificate.number,
        active="certificates",
        section=(t.nav.certificates, urls.CERTIFICATES),
        text=t.tombstone.certificate,
        facts=((t.tombstone.number, certificate.number, False),),
        demo=certificate.demo,
        withdrawal=withdrawal,
        replacement=urls.certificate(withdrawal.replaced_by) if withdrawal.replaced_by else None,
    )


def basis_lines(
    basis: tuple[Basis, ...], standards: tuple[StandardSummary, ...]
) -> tuple[tuple[Basis, StandardSummary | None], ...]:
    """Each basis with the standard it names, None where the standard is not on record."""
    known = {standard.id: standard for standard in standards}
    return tuple((line, known.get(line.standard)) for line in basis)


def approval_schedule(approval: Approval) -> tuple[Change, ...]:
    """An approval's status over time, in the verdicts of certificates."""
    changes = [Change(date.min, "not-yet-valid"), Change(approval.valid_from, "valid")]
    if approval.valid_until and not (approval.revoked_on and approval.revoked_on <= approval.valid_until):
        changes.append(Change(approval.valid_until + timedelta(days=1), "expired"))
    if approval.revoked_on:
        changes.append(Change(approval.revoked_on, "revoked", approval.revocation_reason))
    return tuple(changes)


def validity_bar(certificate: Certificate, schedule: tuple[Change, ...]) -> Bar:
    """The stretches between the first and the last valid day that were not plainly valid, and a mark for each check."""
    start = certificate.valid_from.toordinal()
    end = max(start + 1, certificate.valid_until.toordinal() + 1)

    def place(day: int) -> int:
        return round(BAR * (min(max(day, start), end) - start) / (end - start))

    ends = [change.on.toordinal() for change in schedule[1:]] + [end]
    parts = (
        Part(place(change.on.toordinal()), place(until) - place(change.on.toordinal()), change.verdict)
        for change, until in zip(schedule, ends, strict=True)
    )
    checks = (event.date.toordinal() for event in certificate.events if event.kind in ("surveillance", "special"))
    return Bar(
        tuple(part for part in parts if part.width > 0 and part.verdict != "not-yet-valid"),
        tuple(place(day) for day in checks if start < day < end),
    )


def score_lines(score: Score | None) -> tuple[ScoreLine, ...]:
    if score is None:
        return ()
    return tuple(
        ScoreLine(
            line.path.replace("/", " \u203a "),
            line.points,
            line.applicable,
            f"{min(100, 100 * line.points / line.applicable):.0f}" if line.applicable else None,
        )
        for line in score.categories
    )


def surveillance_due(certificate: Certificate, scheme: Scheme) -> date | None:
    """The day before which the next surveillance falls due; None once the certificate ends sooner or has been ended."""
    if not scheme.surveillance_months or any(event.kind in ("revoked", "cancelled") for event in certificate.events):
        return None
    checks = [event.date for event in certificate.events if event.kind in ("surveillance", "recertified")]
    due = _months_after(max([certificate.valid_from, *checks]), scheme.surveillance_months)
    return due if due < certificate.valid_until else None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _count(certificate: Certificate, kind: str) -> int:
    return sum(event.kind == kind for event in certificate.events)
