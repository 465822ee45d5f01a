"""The status of a certificate over time, worked out once as a schedule of changes.

Everything that shows a status reads it from the schedule: the pages' script, the indexes, `lixin status`. The rules
stand here alone. Codes of the national query page: 01 valid, 02 suspended, 03 revoked, 04 cancelled, 05 expired.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from msgspec import Struct

from generator.model.months import months_later
from generator.schema.certificate import Certificate, Event
from generator.schema.issuer import Approval, Issuer

Verdict = Literal["not-yet-valid", "valid", "suspended", "revoked", "cancelled", "expired", "invalid"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
TERM_STARTS = frozenset({"issued", "recertified"})


class Change(Struct, frozen=True):
    """From `on` (inclusive, Asia/Shanghai) the certificate has this verdict, for this reason if one is recorded."""

    on: date
    verdict: Verdict
    reason: str | None = None


Schedule = tuple[Change, ...]


def schedule(certificate: Certificate, issuer: Issuer | None) -> Schedule:
    """All changes of status, oldest first, starting with not-yet-valid at the beginning of time.

    At any date the strongest fact wins: revoked or cancelled, then a revoked approval of the issuer, then expiry,
    then suspension. `valid_until` is the last valid day.
    """
    approval = deciding_approval(certificate, issuer) if issuer is not None else None
    lost = approval if approval is not None and approval.revoked_on is not None else None
    changes: list[Change] = []
    for day in sorted({date.min, *_turning_days(certificate, lost)}):
        change = _at(certificate, lost, day)
        if not changes or (changes[-1].verdict, changes[-1].reason) != (change.verdict, change.reason):
            changes.append(change)
    return tuple(changes)


def status_at(changes: Sequence[Change], day: date) -> Change:
    """The change in force on `day`."""
    return next(change for change in reversed(changes) if change.on <= day)


def encode(changes: Sequence[Change]) -> str:
    """The schedule as pages carry it: ``0001-01-01 not-yet-valid|2024-03-01 valid``."""
    return "|".join(f"{change.on.isoformat()} {change.verdict}" for change in changes)


def deciding_approval(certificate: Certificate, issuer: Issuer) -> Approval | None:
    """The approval the certificate was issued under: covers the scheme, in force on the day of issue."""
    for approval in issuer.approvals:
        if certificate.scheme in approval.schemes and _in_force(approval, certificate.issued_on):
            return approval
    return None


def approval_schedule(approval: Approval) -> Schedule:
    """An approval's status over time, in the verdicts of certificates."""
    changes = [Change(date.min, "not-yet-valid"), Change(approval.valid_from, "valid")]
    if approval.valid_until and not (approval.revoked_on and approval.revoked_on <= approval.valid_until):
        changes.append(Change(_day_after(approval.valid_until), "expired"))
    if approval.revoked_on:
        changes.append(Change(approval.revoked_on, "revoked", approval.revocation_reason))
    return tuple(changes)


def surveillance_due(certificate: Certificate, months: int | None) -> date | None:
    """The day before which the next surveillance falls due, `months` after the last; None once the certificate ends
    sooner, has been ended, or its scheme asks for none.
    """
    if months is None or any(event.kind in ("revoked", "cancelled") for event in certificate.events):
        return None
    checks = [event.date for event in certificate.events if event.kind in ("surveillance", "recertified")]
    due = months_later(max([certificate.valid_from, *checks]), months)
    return due if due < certificate.valid_until else None


def _in_force(approval: Approval, day: date) -> bool:
    return (
        approval.valid_from <= day
        and (approval.valid_until is None or day <= approval.valid_until)
        and (approval.revoked_on is None or day < approval.revoked_on)
    )


def _turning_days(certificate: Certificate, lost: Approval | None) -> Iterator[date]:
    yield certificate.valid_from
    yield _day_after(certificate.valid_until)
    for event in certificate.events:
        yield event.date
        if event.kind in TERM_STARTS and event.until is not None:
            yield _day_after(event.until)
    if lost is not None and lost.revoked_on is not None:
        yield lost.revoked_on


def _at(certificate: Certificate, lost: Approval | None, day: date) -> Change:
    """What holds on `day`; `lost` is the approval the certificate was issued under, if that was revoked."""
    past = [event for event in certificate.events if event.date <= day]
    for event in past:
        if event.kind == "revoked":
            return Change(day, "revoked", event.reason)
        if event.kind == "cancelled":
            return Change(day, "cancelled", event.reason)
    if lost is not None and lost.revoked_on is not None and lost.revoked_on <= day:
        return Change(day, "invalid", lost.revocation_reason)
    if day > certificate.valid_until:
        return Change(day, "expired")
    term = _term(certificate, past, day)
    suspension = open_suspension(past)
    if term == "valid" and suspension is not None:
        return Change(day, "suspended", suspension.reason)
    return Change(day, term)


def _term(certificate: Certificate, past: Sequence[Event], day: date) -> Verdict:
    """Whether `day` lies in the current term of validity, or in an earlier one of a recertified certificate."""
    if day >= certificate.valid_from:
        return "valid"
    recertified = any(event.kind == "recertified" for event in certificate.events)
    earlier = [event for event in past if event.kind in TERM_STARTS]
    if not recertified or not earlier:
        return "not-yet-valid"
    until = earlier[-1].until
    return "expired" if until is not None and day > until else "valid"


def open_suspension(past: Sequence[Event]) -> Event | None:
    """The suspension no later event has lifted. A planned end lifts nothing by itself: only a recorded event does."""
    suspension = None
    for event in past:
        if event.kind == "suspended":
            suspension = event
        elif event.kind == "reinstated":
            suspension = None
    return suspension


def _day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day
