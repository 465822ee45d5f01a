"""The rules between records: each wrong record is refused for its own reason, and the sound ones pass."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from msgspec.structs import replace

from generator.model.months import months_later
from generator.model.rules import check_registry
from generator.problems import Problem
from generator.problems.catalogue import hint, message, severity
from generator.schema.certificate import Basis, CategoryScore, Event, Score
from generator.schema.enterprise import NegativeRecord, Objection, Withdrawal
from generator.schema.kinds import KINDS
from generator.schema.notice import NoticeEntry
from generator.schema.scheme import Grade
from tests.model import made
from tests.model.made import certificate, happened, record, registry

D = date
AT = D(2026, 11, 22)


def found(*values: Any, at: date = AT) -> list[Problem]:
    known = registry(*values)
    records = tuple(item for kind in KINDS for item in known.of_kind(kind).values())
    return list(check_registry(known, records, at))


def codes(*values: Any, at: date = AT) -> list[str]:
    return sorted({problem.code for problem in found(*values, at=at)})


def test_the_sound_records_have_no_problem() -> None:
    assert found() == []


SCORE = Score(total=Decimal("96.5"))
WRONG_CERTIFICATES: list[tuple[str, dict[str, Any]]] = [
    ("unknown-holder", {"holder": "91110101PDY00002XX"}),
    ("unknown-issuer", {"issuer": "demo-isuer"}),
    ("unknown-scheme", {"scheme": "after-sale"}),
    ("unknown-notice", {"notice": "notice-9"}),
    ("unknown-parent", {"parent": "DEMO-2024-9999"}),
    ("unknown-standard", {"basis": (Basis(standard="GB-T-27922-2012", edition="2012"),)}),
    ("basis-edition", {"basis": (Basis(standard="GB-T-27922-2011", edition="2012"),)}),
    ("dates-out-of-order", {"valid_until": D(2023, 12, 31)}),
    ("dates-out-of-order", {"decided_on": D(2024, 1, 2)}),
    ("validity-too-long", {"valid_until": D(2027, 1, 2)}),
    ("grade-unknown", {"grade": "six-star"}),
    ("grade-not-awardable", {"grade": "dream"}),
    ("grade-missing", {"grade": None}),
    ("score-grade-mismatch", {"score": Score(total=Decimal("94.9"))}),
    ("score-grade-mismatch", {"grade": "three-star", "score": Score(total=Decimal("79.5"))}),
    ("score-below-minimum", {"score": Score(total=Decimal("69.99"))}),
    ("score-out-of-range", {"score": Score(total=Decimal("100.5"))}),
    ("too-many-special-deductions", {"score": replace(SCORE, special_deductions=5)}),
    (
        "score-sum-mismatch",
        {
            "score": replace(
                SCORE, categories=(CategoryScore(path="全部", points=Decimal(95), applicable=Decimal(100)),)
            )
        },
    ),
    ("event-sequence", {"events": happened(("reinstated", D(2025, 1, 1)))}),
    ("event-sequence", {"events": happened(("revoked", D(2025, 1, 1)), ("surveillance", D(2025, 2, 1)))}),
    ("event-sequence", {"events": happened(("suspended", D(2025, 1, 1)), ("suspended", D(2025, 2, 1)))}),
    ("event-sequence", {"events": happened(("issued", D(2025, 1, 1)))}),
    ("events-out-of-order", {"events": happened(("change", D(2025, 2, 1)), ("surveillance", D(2025, 1, 1)))}),
    ("event-needs-reason", {"events": happened(Event(kind="revoked", date=D(2025, 1, 1)))}),
    ("first-event-not-issued", {"events": ()}),
    ("first-event-not-issued", {"events": (Event(kind="issued", date=D(2024, 1, 2)),)}),
    ("reissue-without-event", {"issued_on": D(2024, 6, 1), "valid_from": D(2024, 6, 1)}),
    ("issuer-not-approved", {"first_issued_on": D(2019, 1, 1), "issued_on": D(2019, 1, 1)}),
    ("decision-before-notice-end", {"notice": "notice-1", "decided_on": D(2023, 12, 10)}),
    ("notice-mismatch", {"notice": "notice-1", "holder": "91110101PDY00002XX"}),
    ("parent-loop", {"parent": "DEMO-2024-0001"}),
    (
        "objection-dates",
        {
            "objections": (
                Objection(about="范围", raised_on=D(2025, 2, 2), status="rejected", answered_on=D(2025, 2, 1)),
            )
        },
    ),
]


@pytest.mark.parametrize(("code", "changes"), WRONG_CERTIFICATES)
def test_a_wrong_certificate_is_refused(code: str, changes: dict[str, Any]) -> None:
    assert code in codes(certificate(**changes))


@pytest.mark.parametrize(("code", "changes"), WRONG_CERTIFICATES)
def test_every_problem_says_what_is_wrong_in_both_languages(code: str, changes: dict[str, Any]) -> None:
    for problem in found(certificate(**changes)):
        for lang in ("zh", "en"):
            text = message(problem, lang)
            assert text
            assert "{" not in text, (problem.code, text)


RIGHT_CERTIFICATES: list[dict[str, Any]] = [
    {"score": Score(total=Decimal(95))},
    {"score": Score(total=Decimal(80)), "grade": "three-star"},
    {"score": Score(total=Decimal("94.99")), "grade": "three-star"},
    {"score": Score(total=Decimal("79.5")), "grade": "basic"},
    {"valid_until": D(2027, 1, 1)},
    {"notice": "notice-1", "decided_on": D(2023, 12, 11)},
    {"events": happened(("suspended", D(2025, 1, 1)), ("reinstated", D(2025, 1, 1)), ("surveillance", D(2025, 2, 1)))},
    {"events": happened(("suspended", D(2025, 1, 1)), ("revoked", D(2025, 2, 1)))},
]


@pytest.mark.parametrize("changes", RIGHT_CERTIFICATES)
def test_a_right_certificate_passes(changes: dict[str, Any]) -> None:
    assert codes(certificate(**changes)) == []


def test_not_applicable_points_are_taken_out_before_the_grade_is_worked_out() -> None:
    parts = (
        CategoryScore(path="体系", points=Decimal(38), applicable=Decimal(40)),
        CategoryScore(path="商品", points=Decimal(29), applicable=Decimal(30)),
        CategoryScore(path="顾客", points=Decimal(25), applicable=Decimal(25)),
    )
    score = Score(total=Decimal("95.84"), categories=parts, special_deductions=2, bonus=1)
    assert codes(certificate(score=score)) == []


def test_a_scheme_that_asks_for_a_notice_gets_one() -> None:
    scheme = replace(made.SCHEME, notice=made.REQUIRED_NOTICE)
    assert codes(scheme) == ["notice-missing"]


def test_a_notice_shorter_than_the_scheme_asks_is_a_problem() -> None:
    scheme = replace(made.SCHEME, notice=made.REQUIRED_NOTICE)
    notice = replace(made.NOTICE, closes_on=D(2023, 12, 9))
    assert "notice-too-short" in codes(scheme, notice)


def test_a_certification_needs_the_national_approval() -> None:
    approval = replace(made.ISSUER.approvals[0], kind="platform")
    assert codes(replace(made.ISSUER, approvals=(approval,))) == ["approval-kind"]


@pytest.mark.parametrize("changes", [{"valid_from": D(2024, 1, 2)}, {"revoked_on": D(2024, 1, 1)}])
def test_an_approval_counts_only_while_it_is_in_force(changes: dict[str, Any]) -> None:
    approval = replace(made.ISSUER.approvals[0], **changes, revocation_reason="违规")
    assert codes(replace(made.ISSUER, approvals=(approval,))) == ["issuer-not-approved"]


def test_a_scheme_without_grades_expects_none() -> None:
    assert codes(replace(made.SCHEME, grades=(), direction="none")) == ["grade-not-expected"]


def test_score_bands_must_rise() -> None:
    grades = (*made.SCHEME.grades, Grade(id="more", name="更多", name_en="More", from_points=Decimal(95)))
    assert codes(replace(made.SCHEME, grades=grades)) == ["scheme-bands"]


def test_a_basis_used_before_or_after_its_time_is_a_warning() -> None:
    early = replace(made.STANDARD, effective_on=D(2024, 1, 2))
    late = replace(made.STANDARD, abolished_on=D(2024, 1, 1))
    assert codes(early) == ["basis-before-standard-effective"]
    assert codes(late) == ["basis-abolished"]
    assert {severity(code) for code in (*codes(early), *codes(late))} == {"warning"}


def test_standards_never_replace_each_other_in_a_circle() -> None:
    assert codes(replace(made.STANDARD, replaced_by=made.STANDARD.id)) == ["standard-loop"]


def test_a_reserved_credit_code_is_for_demonstration_only() -> None:
    assert codes(replace(made.ENTERPRISE, demo=False)) == ["reserved-credit-code"]


def test_a_negative_record_past_its_display_is_pointed_out() -> None:
    past = NegativeRecord(
        title="逾期",
        authority="某部门",
        severity="minor",
        published_on=D(2025, 1, 1),
        display_until=D(2025, 3, 31),
        text="。",
    )
    enterprise = replace(made.ENTERPRISE, negative_records=(past,))
    assert codes(enterprise, at=D(2025, 3, 31)) == []
    assert codes(enterprise, at=D(2025, 4, 1)) == ["expired-negative-record"]


def test_a_closed_notice_wants_its_outcome() -> None:
    notice = replace(made.NOTICE, outcome=None)
    assert codes(notice, at=D(2023, 12, 10)) == ["date-in-future"]  # the certificate is of January
    assert codes(notice, at=D(2023, 12, 11)) == ["date-in-future", "notice-closed-without-outcome"]


@pytest.mark.parametrize(
    ("pattern", "fits"), [("DEMO-####-####", True), ("DEMO-*", True), ("@@@@-####-####", True), ("X-####", False)]
)
def test_a_number_has_the_form_its_issuer_declares(pattern: str, fits: bool) -> None:
    assert codes(replace(made.ISSUER, number_pattern=pattern)) == ([] if fits else ["number-pattern"])


def test_file_name_folder_and_case_of_an_id_are_checked() -> None:
    known = registry()
    elsewhere = record(made.CERTIFICATE, "registry/certificates/2023/other.yaml")
    twin = record(replace(made.ISSUER, id="DEMO-issuer"))
    problems = {problem.code for problem in check_registry(known, (record(made.ISSUER), twin, elsewhere), AT)}
    assert {"file-name", "wrong-folder", "id-case-collision"} <= problems


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2024, 1, 1), 36, D(2027, 1, 1)),
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2024, 1, 31), 1, D(2024, 2, 29)),
        (D(2024, 12, 31), 2, D(2025, 2, 28)),
        (D(9999, 1, 1), 36, D.max),
    ],
)
def test_months_are_counted_on_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


RAISED = D(2026, 11, 10)


def objection(
    status: Literal["open", "upheld", "rejected", "withdrawn"],
    raised_on: date = RAISED,
    answered_on: date | None = None,
) -> Objection:
    return Objection(about="范围", raised_on=raised_on, status=status, answered_on=answered_on)


def negative(severity: Literal["minor", "general", "serious"], until: date) -> NegativeRecord:
    return NegativeRecord(
        title="处罚", authority="某局", severity=severity, published_on=D(2026, 2, 1), display_until=until, text="说明"
    )


PARENT = certificate(number="DEMO-2024-0009")
SLIPS: list[tuple[str, tuple[Any, ...]]] = [
    ("sub-certificate-term", (replace(PARENT, valid_until=D(2026, 6, 30)), certificate(parent=PARENT.number))),
    (
        "sub-certificate-alive",
        (
            replace(PARENT, events=happened(("revoked", D(2025, 1, 1)))),
            certificate(parent=PARENT.number),
        ),
    ),
    ("sub-certificate-mismatch", (replace(PARENT, issuer="other"), certificate(parent=PARENT.number))),
    ("event-after-expiry", (certificate(events=happened(("surveillance", D(2027, 1, 1)))),)),
    ("recertified-not-reissued", (certificate(events=happened(("recertified", D(2026, 1, 1)))),)),
    ("score-out-of-range", (replace(made.SCHEME, full_points=Decimal(90)),)),
    ("event-term", (certificate(events=(Event(kind="issued", date=D(2024, 1, 1), until=D(2027, 12, 31)),)),)),
    ("date-in-future", (certificate(events=happened(("surveillance", D(2026, 11, 23)))),)),
    ("date-in-future", (replace(made.ENTERPRISE, founded_on=D(2062, 1, 1)),)),
    ("holder-founded-later", (replace(made.ENTERPRISE, founded_on=D(2024, 1, 2)),)),
    ("unknown-replacement", (certificate(withdrawal=Withdrawal(date=AT, reason="登记错误", replaced_by="DEMO-2024")),)),
    (
        "unknown-replacement",
        (replace(made.ENTERPRISE, withdrawal=Withdrawal(date=AT, reason="注销", replaced_by="../index")),),
    ),
    (
        "replacement-loop",
        (certificate(withdrawal=Withdrawal(date=AT, reason="登记错误", replaced_by=made.CERTIFICATE.number)),),
    ),
    ("holder-withdrawn", (replace(made.ENTERPRISE, withdrawal=Withdrawal(date=AT, reason="注销")),)),
    ("notice-mismatch", (replace(made.NOTICE, issuer="other"), certificate(notice="notice-1"))),
    (
        "notice-grade",
        (
            replace(made.NOTICE, entries=(NoticeEntry(enterprise=made.HOLDER, grade="basic"),)),
            certificate(notice="notice-1"),
        ),
    ),
    ("notice-upheld", (replace(made.NOTICE, outcome="objection-upheld"), certificate(notice="notice-1"))),
    ("notice-outcome-early", (replace(made.NOTICE, closes_on=AT),)),
    (
        "grade-not-awardable",
        (replace(made.NOTICE, entries=(NoticeEntry(enterprise=made.HOLDER, grade="dream"),)),),
    ),
    ("objection-status", (certificate(objections=(objection("open", answered_on=D(2026, 11, 20)),)),)),
    ("objection-status", (certificate(objections=(objection("upheld"),)),)),
    ("objection-overdue", (certificate(objections=(objection("open", raised_on=D(2026, 11, 1)),)),)),
    ("objection-overdue", (certificate(objections=(objection("upheld", D(2026, 1, 1), D(2026, 1, 22)),)),)),
    ("approval-number", (replace(made.ISSUER, approvals=(replace(made.ISSUER.approvals[0], number="批准一号"),)),)),
    ("reserved-credit-code", (replace(made.ISSUER, credit_code=made.HOLDER),)),
    ("scheme-direction", (replace(made.SCHEME, direction="none"),)),
    *(
        ("negative-record-too-long", (replace(made.ENTERPRISE, negative_records=(record,)),))
        for record in (
            negative("minor", D(2026, 5, 2)),
            negative("general", D(2027, 2, 2)),
            negative("serious", D(2029, 2, 2)),
        )
    ),
]


@pytest.mark.parametrize(("code", "values"), SLIPS)
def test_what_would_slip_through_is_found_and_said_in_both_languages(code: str, values: tuple[Any, ...]) -> None:
    problems = [problem for problem in found(*values) if problem.code == code]
    assert problems
    for lang in ("zh", "en"):
        said = message(problems[0], lang) + hint(problems[0], lang)
        assert "{" not in said
        assert "…" not in said


def test_a_grade_written_by_its_name_is_told_its_id() -> None:
    for text in ("五星", "Five stars", "FIVE-STAR"):
        (problem,) = found(certificate(grade=text))
        assert problem.code == "grade-unknown"
        assert dict(problem.values)["nearest"] == "five-star"


RIGHT: list[tuple[Any, ...]] = [
    (PARENT, certificate(parent=PARENT.number)),
    (
        replace(PARENT, events=happened(("revoked", D(2025, 1, 1)))),
        certificate(parent=PARENT.number, events=happened(("revoked", D(2025, 1, 1)))),
    ),
    (certificate(events=(Event(kind="issued", date=D(2024, 1, 1), until=D(2026, 12, 31)),)),),
    (
        PARENT,
        certificate(withdrawal=Withdrawal(date=AT, reason="登记错误", replaced_by=PARENT.number)),
    ),
    (
        replace(made.ENTERPRISE, withdrawal=Withdrawal(date=AT, reason="注销")),
        certificate(withdrawal=Withdrawal(date=AT, reason="登记错误")),
    ),
    (certificate(objections=(objection("withdrawn", D(2026, 1, 1)), objection("open", D(2026, 11, 2)))),),
    (replace(made.ENTERPRISE, negative_records=(negative("serious", D(2029, 2, 1)),)),),
]


@pytest.mark.parametrize("values", RIGHT)
def test_what_looks_alike_and_is_right_passes(values: tuple[Any, ...]) -> None:
    assert codes(*values) == []


def test_a_certificate_may_be_revoked_after_it_has_expired() -> None:
    late = certificate(events=happened(("revoked", D(2027, 1, 1))))
    assert codes(late, at=D(2027, 1, 1)) == []
