"""The status of a certificate over time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.model.status import encode, schedule, status_at
from generator.schema.certificate import Certificate, Event
from tests.model.made import ISSUER, certificate, happened

D = date


def verdict(value: Certificate, day: date) -> str:
    return status_at(schedule(value, ISSUER), day).verdict


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(1, 1, 1), "not-yet-valid"),
        (D(2023, 12, 31), "not-yet-valid"),
        (D(2024, 1, 1), "valid"),
        (D(2026, 12, 31), "valid"),
        (D(2027, 1, 1), "expired"),
        (D(9999, 12, 31), "expired"),
    ],
)
def test_the_last_day_of_validity_still_counts(day: date, expected: str) -> None:
    assert verdict(certificate(), day) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (D(2025, 2, 28), "valid"),
        (D(2025, 3, 1), "suspended"),
        (D(2025, 5, 31), "suspended"),
        (D(2025, 6, 1), "valid"),
    ],
)
def test_a_suspension_lasts_until_it_is_lifted(day: date, expected: str) -> None:
    events = happened(("suspended", D(2025, 3, 1)), ("reinstated", D(2025, 6, 1)))
    assert verdict(certificate(events=events), day) == expected


def test_the_planned_end_of_a_suspension_lifts_nothing_by_itself() -> None:
    suspended = Event(kind="suspended", date=D(2025, 3, 1), until=D(2025, 6, 1), reason="未按期监督")
    assert verdict(certificate(events=happened(suspended)), D(2025, 12, 1)) == "suspended"


def test_a_suspended_certificate_past_its_validity_is_expired() -> None:
    events = happened(("suspended", D(2025, 3, 1)))
    assert verdict(certificate(events=events), D(2027, 1, 1)) == "expired"


@pytest.mark.parametrize("kind", ["revoked", "cancelled"])
def test_an_ended_certificate_stays_ended_even_past_its_validity(kind: str) -> None:
    value = certificate(events=happened((kind, D(2025, 3, 1))))
    assert [verdict(value, day) for day in (D(2025, 2, 28), D(2025, 3, 1), D(2030, 1, 1))] == ["valid", kind, kind]


def test_a_revoked_approval_takes_effect_from_its_date() -> None:
    approval = replace(ISSUER.approvals[0], revoked_on=D(2025, 6, 10), revocation_reason="批准被撤销")
    changes = schedule(certificate(), replace(ISSUER, approvals=(approval,)))
    assert status_at(changes, D(2025, 6, 9)).verdict == "valid"
    assert status_at(changes, D(2025, 6, 10)).verdict == "invalid"
    assert status_at(changes, D(2025, 6, 10)).reason == "批准被撤销"


def test_a_revoked_certificate_is_not_called_invalid_when_its_issuer_falls_later() -> None:
    approval = replace(ISSUER.approvals[0], revoked_on=D(2025, 6, 10), revocation_reason="批准被撤销")
    value = certificate(events=happened(("revoked", D(2025, 3, 1))))
    assert status_at(schedule(value, replace(ISSUER, approvals=(approval,))), D(2026, 1, 1)).verdict == "revoked"


def test_an_approval_for_another_scheme_decides_nothing() -> None:
    approval = replace(ISSUER.approvals[0], schemes=("other",), revoked_on=D(2025, 6, 10))
    issuer = replace(ISSUER, approvals=(ISSUER.approvals[0], approval))
    assert status_at(schedule(certificate(), issuer), D(2026, 1, 1)).verdict == "valid"


def test_a_recertified_certificate_was_valid_in_its_earlier_term() -> None:
    first = Event(kind="issued", date=D(2021, 1, 1), until=D(2023, 12, 31))
    again = Event(kind="recertified", date=D(2024, 1, 10))
    value = certificate(
        first_issued_on=D(2021, 1, 1), issued_on=D(2024, 1, 10), valid_from=D(2024, 1, 10), events=(first, again)
    )
    days = (D(2020, 12, 31), D(2021, 1, 1), D(2023, 12, 31), D(2024, 1, 9), D(2024, 1, 10))
    assert [verdict(value, day) for day in days] == ["not-yet-valid", "valid", "valid", "expired", "valid"]


dates = st.dates(D(2023, 1, 1), D(2028, 1, 1))
kinds = st.sampled_from(["surveillance", "change", "suspended", "reinstated", "revoked", "cancelled"])
lives = st.lists(st.tuples(kinds, dates), max_size=6).map(lambda events: sorted(events, key=lambda item: item[1]))


@given(lives, dates)
def test_the_encoded_schedule_says_the_same_on_every_day(events: list[tuple[str, date]], day: date) -> None:
    changes = schedule(certificate(events=happened(*events)), ISSUER)
    encoded = [part.split(" ") for part in encode(changes).split("|")]
    (_, said) = [part for part in encoded if part[0] <= day.isoformat()][-1]
    assert said == status_at(changes, day).verdict


@given(lives)
def test_a_schedule_starts_at_the_beginning_of_time_and_never_repeats_itself(events: list[tuple[str, date]]) -> None:
    changes = schedule(certificate(events=happened(*events)), ISSUER)
    assert changes[0].on == D.min
    assert changes[0].verdict == "not-yet-valid"
    pairs = list(pairwise(changes))
    assert all(first.on < second.on for first, second in pairs)
    assert all((first.verdict, first.reason) != (second.verdict, second.reason) for first, second in pairs)


@given(lives, dates)
def test_nothing_changes_between_two_changes(events: list[tuple[str, date]], day: date) -> None:
    value = certificate(events=happened(*events))
    changes = schedule(value, ISSUER)
    starts = {change.on for change in changes}
    if day + timedelta(days=1) not in starts:
        assert status_at(changes, day) == status_at(changes, day + timedelta(days=1))


@given(lives, dates)
def test_no_certificate_is_valid_outside_its_term(events: list[tuple[str, date]], day: date) -> None:
    value = certificate(events=happened(*events))
    if not value.valid_from <= day <= value.valid_until:
        assert verdict(value, day) != "valid"
