"""The verification page: what a scanned code opens."""

from __future__ import annotations

import hashlib
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from generator.model.grades import grade_text
from generator.model.scoring import work
from generator.model.scoring.shown import score_lines, total_text
from generator.model.scoring.words import Spoken, spoken
from generator.model.scoring.working import Working
from generator.model.status import Change, approval_schedule, deciding_approval, encode, surveillance_due
from generator.model.views import CertificateFacts, CertificateSummary, NoticeSummary, StandardSummary
from generator.render import urls
from generator.render.data import certificate_json
from generator.render.house import House
from generator.render.pages.code import page_code
from generator.schema.certificate import Basis, Certificate, Score
from generator.schema.enterprise import Withdrawal
from generator.schema.scheme import Scheme

BAR = 1000
"""Width of the validity bar in its own units."""


class Part(Struct, frozen=True):
    """A stretch of the validity bar that has one verdict."""

    x: int
    width: int
    verdict: str


class Bar(Struct, frozen=True):
    parts: tuple[Part, ...]
    marks: tuple[int, ...]


def certificate_page(
    house: House,
    path: str,
    facts: CertificateFacts,
    standards: tuple[StandardSummary, ...],
    notice: NoticeSummary | None,
    parent: CertificateSummary | None,
    children: tuple[CertificateSummary, ...],
) -> bytes:
    """The page of one certificate. Its schedule is shown by the reader's browser: the page itself claims no status."""
    certificate, holder, issuer = facts.certificate, facts.holder, facts.issuer
    scheme, schedule = facts.scheme, facts.schedule
    approval = deciding_approval(certificate, issuer)
    approval_text = encode(approval_schedule(approval)) if approval else ""
    relatives = (row.schedule for row in (parent, *children) if row is not None)
    working = work(scheme, certificate.score) if certificate.score else None
    record = certificate_json(house, urls.certificate_json(certificate.number), facts)
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
        approval_schedule=approval_text,
        chip_verdicts=_verdicts(approval_text, *relatives),
        grade_text=grade_text(house.t, house.settings.language, scheme, certificate.grade) if certificate.grade else "",
        scores=score_lines(certificate.score),
        working=working_of(house, scheme, certificate.score, working),
        total=total_text(scheme, certificate.score, working),
        bar=validity_bar(certificate, schedule),
        ask_from=date(min(certificate.first_issued_on, certificate.valid_from).year - 1, 1, 1),
        ask_until=date(certificate.valid_until.year + 1, 12, 31),
        surveillance_count=_count(certificate, "surveillance"),
        recertified_count=_count(certificate, "recertified"),
        surveillance_due=surveillance_due(certificate, scheme.surveillance_months),
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


def validity_bar(certificate: Certificate, schedule: tuple[Change, ...]) -> Bar:
    """The stretches between the first and the last valid day that were not plainly valid, and a mark for each check."""
    start = certificate.valid_from.toordinal()
    end = max(start + 1, certificate.valid_until.toordinal() + 1)

    def place(day: int) -> int:
        return round(BAR * (min(max(day, start), end) - start) / (end - start))

    places = [place(change.on.toordinal()) for change in schedule]
    parts = (
        Part(begin, until - begin, change.verdict)
        for change, begin, until in zip(schedule, places, [*places[1:], BAR], strict=True)
    )
    checks = (event.date.toordinal() for event in certificate.events if event.kind in ("surveillance", "special"))
    return Bar(
        tuple(part for part in parts if part.width > 0 and part.verdict != "not-yet-valid"),
        tuple(place(day) for day in checks if start < day < end),
    )


def working_of(house: House, scheme: Scheme, score: Score | None, working: Working | None) -> Spoken | None:
    """How the score is worked out, in words; the ratios only where figures are recorded."""
    if score is None or working is None:
        return None
    return spoken(house.t, house.settings.language, scheme, working if score.figures else replace(working, ratios=()))


def _verdicts(*schedules: str) -> list[str]:
    """Every verdict that these encoded schedules could show: the page carries words for no others."""
    return sorted({change[11:] for text in schedules if text for change in text.split("|")})


def _count(certificate: Certificate, kind: str) -> int:
    return sum(event.kind == kind for event in certificate.events)
