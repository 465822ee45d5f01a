"""The credit report: all that is on record of one enterprise, made to be printed."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.model.views import CertificateHistory, CertificateScore, CertificateSummary
from generator.render import urls
from generator.render.house import House
from generator.render.pages.code import page_code
from generator.render.pages.enterprise import missing_parts, notes_by_part
from generator.schema.certificate import Event
from generator.schema.enterprise import Enterprise, Objection


class SchemeGroup(Struct, frozen=True):
    """The certificates of one scheme, and their scores: what stands under one scheme is never set against another."""

    id: str
    name: str
    kind: str
    certificates: tuple[CertificateSummary, ...]
    scores: tuple[CertificateScore, ...]


class Happening(Struct, frozen=True):
    """One line of the history; without an event it is the end of the issuer's approval."""

    date: date
    history: CertificateHistory
    event: Event | None


def credit_report(
    house: House,
    path: str,
    enterprise: Enterprise,
    certificates: tuple[CertificateSummary, ...],
    histories: tuple[CertificateHistory, ...],
) -> bytes:
    """The credit report of one enterprise. Its code opens the brand homepage; the browser fills in the time."""
    objections = disputes(enterprise, histories)
    return house.render(
        "report.html",
        path,
        enterprise=enterprise,
        demo=enterprise.demo or any(row.demo for row in certificates),
        groups=by_scheme(certificates, histories),
        notes=notes_by_part(enterprise),
        missing_parts=missing_parts(enterprise),
        objections=objections,
        disputed=any(objection.status == "open" for _, objection in objections),
        happenings=happenings(histories),
        qr=page_code(house, urls.enterprise(enterprise.credit_code), house.t.report.code),
    )


def by_scheme(
    certificates: tuple[CertificateSummary, ...], histories: tuple[CertificateHistory, ...]
) -> tuple[SchemeGroup, ...]:
    """The certificates under their schemes, in the order in which the schemes first appear."""
    scores = {history.number: history.score for history in histories}
    groups = []
    for scheme in dict.fromkeys(row.scheme for row in certificates):
        rows = tuple(row for row in certificates if row.scheme == scheme)
        scored = tuple(score for row in rows if (score := scores.get(row.number)) is not None)
        groups.append(SchemeGroup(scheme, rows[0].scheme_name, rows[0].scheme_kind, rows, scored))
    return tuple(groups)


def happenings(histories: tuple[CertificateHistory, ...]) -> list[Happening]:
    """Every event of every certificate, the newest first; of one day, the later in its record first.

    What an issuer loses is among them: its certificates end with its approval.
    """
    every = [Happening(event.date, history, event) for history in histories for event in reversed(history.events)]
    every += [Happening(history.lost.on, history, None) for history in histories if history.lost]
    return sorted(every, key=lambda happening: happening.date, reverse=True)


def disputes(enterprise: Enterprise, histories: tuple[CertificateHistory, ...]) -> list[tuple[str | None, Objection]]:
    """The objections to the enterprise's own record, then those to its certificates with their numbers."""
    own: list[tuple[str | None, Objection]] = [(None, objection) for objection in enterprise.objections]
    return own + [(history.number, objection) for history in histories for objection in history.objections]
