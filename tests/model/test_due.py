"""The editors' queue: what falls due, from when it is seen and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from generator.model.due import Due, due
from generator.schema.certificate import Event
from generator.schema.enterprise import NegativeRecord, Objection, Withdrawal
from tests.model import made

AT = date(2026, 6, 1)
UNTIL = date(2026, 8, 30)
FAR = date(2030, 1, 1)
NEGATIVE = NegativeRecord(
    title="处罚",
    authority="某局",
    severity="minor",
    published_on=date(2026, 5, 1),
    display_until=date(2026, 7, 31),
    text="内容",
)
OPEN = Objection(about="得分", raised_on=date(2026, 5, 20), status="open")
CHECKED = replace(made.SCHEME, surveillance_months=12)
RUNNING = replace(made.NOTICE, opens_on=date(2026, 5, 20), closes_on=date(2026, 6, 10), outcome=None)


def found(*values: Any, at: date = AT, until: date = UNTIL) -> list[tuple[str, str]]:
    return [(item.task, item.day.isoformat()) for item in due(made.registry(*values), at, until)]


def lasting(**changes: Any) -> Any:
    return made.certificate(valid_until=FAR, **changes)


def test_nothing_is_due_where_all_is_done() -> None:
    assert found(lasting()) == []


def test_the_end_of_validity_is_seen_in_time_and_forgotten_afterwards() -> None:
    assert found(made.certificate(valid_until=UNTIL)) == [("expiry", "2026-08-30")]
    assert found(made.certificate(valid_until=date(2026, 8, 31))) == []
    assert found(made.certificate(valid_until=AT)) == [("expiry", "2026-06-01")]
    assert found(made.certificate(valid_until=date(2026, 5, 31))) == []


def test_a_surveillance_that_is_late_stays_until_it_is_done() -> None:
    assert found(lasting(), CHECKED) == [("surveillance", "2025-01-01")]
    checked = lasting(events=made.happened(("surveillance", date(2025, 7, 15))))
    assert found(checked, CHECKED) == [("surveillance", "2026-07-15")]


def test_the_planned_end_of_a_suspension() -> None:
    paused = Event(kind="suspended", date=date(2026, 3, 1), until=date(2026, 5, 15), reason="某因")
    assert found(lasting(events=made.happened(paused))) == [("suspension", "2026-05-15")]
    lifted = made.happened(paused, ("reinstated", date(2026, 5, 10)))
    assert found(lasting(events=lifted)) == []


@pytest.mark.parametrize("kind", ["revoked", "cancelled"])
def test_a_certificate_that_has_ended_asks_for_nothing(kind: str) -> None:
    ended = made.certificate(valid_until=UNTIL, events=made.happened((kind, date(2026, 4, 1))))
    assert found(ended, CHECKED) == []


def test_a_withdrawn_record_asks_for_nothing() -> None:
    gone = Withdrawal(date=date(2026, 4, 1), reason="录错")
    enterprise = replace(made.ENTERPRISE, withdrawal=gone, negative_records=(NEGATIVE,), objections=(OPEN,))
    assert found(made.certificate(valid_until=UNTIL, withdrawal=gone), enterprise) == []


def test_a_notice_closes_and_then_wants_its_outcome() -> None:
    assert found(lasting(), RUNNING) == [("notice-closes", "2026-06-10")]
    assert found(lasting(), RUNNING, at=date(2026, 6, 11)) == [("notice-outcome", "2026-06-10")]
    assert found(lasting(), replace(RUNNING, outcome="no-objection"), at=date(2026, 6, 11)) == []


def test_objections_are_answered_within_twenty_days() -> None:
    assert found(lasting(objections=(OPEN,))) == [("objection", "2026-06-09")]
    assert found(lasting(objections=(replace(OPEN, status="rejected", answered_on=AT),))) == []
    assert found(lasting(), replace(made.ENTERPRISE, objections=(OPEN,))) == [("objection", "2026-06-09")]


def test_a_negative_record_leaves() -> None:
    assert found(lasting(), replace(made.ENTERPRISE, negative_records=(NEGATIVE,))) == [("negative", "2026-07-31")]


def test_an_approval_runs_out() -> None:
    approval = replace(made.ISSUER.approvals[0], valid_until=date(2026, 8, 1))
    assert found(lasting(), replace(made.ISSUER, approvals=(approval,))) == [("approval", "2026-08-01")]
    assert found(lasting(), replace(made.ISSUER, approvals=(approval,)), at=date(2026, 8, 2)) == []


def test_the_queue_is_in_the_order_of_days_and_names_whom_it_concerns() -> None:
    listed = due(made.registry(made.certificate(valid_until=UNTIL, objections=(OPEN,)), CHECKED, RUNNING), AT, UNTIL)
    assert [item.day for item in listed] == sorted(item.day for item in listed)
    assert listed[-1] == Due(
        UNTIL, "expiry", "certificate", "DEMO-2024-0001", made.ENTERPRISE.name, made.record(made.CERTIFICATE).file
    )
