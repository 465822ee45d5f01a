"""What was published stays: each rule, what breaks it, and what is allowed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from generator.problems import written
from generator.schema.certificate import Certificate, Event
from generator.schema.enterprise import Withdrawal
from tests.build.project import SECOND
from tests.difference.made import changed
from tests.model import made

DAY = date(2025, 6, 1)
ISSUED = made.CERTIFICATE.events[0]
PAUSED = Event(kind="suspended", date=date(2025, 2, 1), reason="未接受监督审核", until=date(2025, 5, 1))
AUDIT = Event(kind="surveillance", date=DAY)
AGAIN = Event(kind="recertified", date=DAY)
CHANGE = Event(kind="change", date=DAY)
CORRECTION = Event(kind="change", date=DAY, description="更正登记错误")
LOWER = made.certificate(grade="three-star")
UNRANKED = replace(made.SCHEME, direction="unranked")


def codes(old: Certificate, new: Certificate, *more: Any) -> list[str]:
    told = changed(new, base=(old, *more))
    return [f"{item.code} {written(item.place)}" for item in told.problems]


def with_events(*events: Event, **values: Any) -> Certificate:
    return made.certificate(events=events, **values)


def test_a_record_that_was_published_may_not_vanish() -> None:
    told = changed(without=(made.CERTIFICATE, made.NOTICE))
    assert [(item.code, item.file) for item in told.problems] == [
        ("record-removed", made.record(made.CERTIFICATE).file),
        ("page-removed", made.record(made.NOTICE).file),
    ]


def test_a_record_that_is_withdrawn_breaks_nothing() -> None:
    gone = Withdrawal(date=date(2026, 11, 1), reason="录错")
    assert codes(made.CERTIFICATE, made.certificate(withdrawal=gone)) == []


@pytest.mark.parametrize(("name", "value"), [("holder", SECOND.credit_code), ("scheme", "other")])
def test_a_number_stays_with_its_holder_and_scheme(name: str, value: str) -> None:
    other = replace(made.SCHEME, id="other")
    assert codes(made.CERTIFICATE, made.certificate(**{name: value}), other) == [f"number-reused {name}"]


@pytest.mark.parametrize("name", ["issued_on", "valid_from", "valid_until"])
def test_dates_move_with_a_new_issue_only(name: str) -> None:
    moved = made.certificate(**{name: date(2026, 6, 1)})
    assert codes(made.CERTIFICATE, moved) == [f"issue-date-moved {name}"]
    for event in (AGAIN, CHANGE):
        assert codes(made.CERTIFICATE, replace(moved, events=(ISSUED, event))) == []
    assert codes(made.CERTIFICATE, replace(moved, events=(ISSUED, AUDIT))) == [f"issue-date-moved {name}"]


def test_an_event_that_was_there_before_explains_no_new_date() -> None:
    old = with_events(ISSUED, CHANGE)
    assert codes(old, replace(old, valid_until=date(2027, 6, 1))) == ["issue-date-moved valid_until"]


def test_an_old_event_with_a_new_text_is_no_new_event() -> None:
    old = with_events(ISSUED, replace(CHANGE, description="旧"))
    new = with_events(ISSUED, replace(CHANGE, description="新"), valid_until=date(2027, 6, 1))
    assert codes(old, new) == ["issue-date-moved valid_until", "event-rewritten events[1]"]


def test_the_first_issue_moves_with_a_correction_that_says_so() -> None:
    earlier = date(2024, 1, 2)
    moved = with_events(replace(ISSUED, date=earlier), CHANGE, first_issued_on=earlier)
    assert codes(made.CERTIFICATE, moved) == ["issue-date-moved first_issued_on", "event-removed events"]
    corrected = replace(moved, events=(moved.events[0], CORRECTION))
    assert codes(made.CERTIFICATE, corrected) == []


def test_a_grade_rises_with_an_assessment_only() -> None:
    higher = replace(LOWER, grade="five-star")
    assert codes(LOWER, higher) == ["grade-raised grade"]
    assert codes(LOWER, replace(higher, events=(ISSUED, CHANGE))) == ["grade-raised grade"]
    assert codes(LOWER, replace(higher, events=(ISSUED, AUDIT))) == []


def test_a_grade_may_fall_and_may_be_taken_away() -> None:
    assert codes(made.CERTIFICATE, LOWER) == []
    assert codes(made.CERTIFICATE, made.certificate(grade=None)) == []


def test_a_grade_given_where_there_was_none_is_a_rise() -> None:
    assert codes(made.certificate(grade=None), LOWER) == ["grade-raised grade"]


def test_without_an_order_every_other_grade_needs_an_assessment() -> None:
    assert codes(made.CERTIFICATE, LOWER, UNRANKED) == ["grade-raised grade"]


def test_an_event_may_not_be_taken_out() -> None:
    assert codes(with_events(ISSUED, PAUSED), made.CERTIFICATE) == ["event-removed events"]


@pytest.mark.parametrize("change", [{"reason": "别的原因"}, {"reason": None}, {"until": date(2025, 6, 1)}])
def test_an_event_may_not_be_written_anew(change: dict[str, Any]) -> None:
    assert codes(with_events(ISSUED, PAUSED), with_events(ISSUED, replace(PAUSED, **change))) == [
        "event-rewritten events[1]"
    ]


def test_what_was_left_open_may_be_filled_in() -> None:
    bare = replace(PAUSED, until=None)
    assert codes(with_events(ISSUED, bare), with_events(ISSUED, replace(PAUSED, description="限期整改"))) == []


def test_a_correction_puts_an_event_right() -> None:
    assert codes(with_events(ISSUED, PAUSED), with_events(ISSUED, CORRECTION)) == []
    silent = replace(CORRECTION, description=None)
    assert codes(with_events(ISSUED, PAUSED), with_events(ISSUED, silent)) == ["event-removed events"]


def test_new_events_break_nothing() -> None:
    assert codes(made.CERTIFICATE, with_events(ISSUED, PAUSED)) == []


def test_one_of_two_equal_events_that_goes_is_missed() -> None:
    twice = (ISSUED, AUDIT, replace(AUDIT, description="补充"))
    assert codes(with_events(*twice), with_events(ISSUED, AUDIT)) == ["event-removed events"]


def test_a_problem_stands_at_its_line() -> None:
    told = changed(made.certificate(valid_until=date(2027, 6, 1)))
    (problem,) = told.problems
    assert problem.line is not None
    assert problem.line > 1


def test_a_change_that_also_moves_the_file_to_another_year() -> None:
    earlier = date(2023, 12, 31)
    moved = with_events(replace(ISSUED, date=earlier), CORRECTION, first_issued_on=earlier)
    told = changed(moved, without=(made.CERTIFICATE,))
    assert [(item.way, item.file) for item in told.records] == [("changed", made.record(moved).file)]
    assert told.problems == ()
