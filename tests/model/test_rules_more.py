"""More wrong records, each refused for its own reason: notices, approvals, bases, and what may follow what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from generator.model.rules import check_registry
from generator.model.status import schedule, status_at
from generator.problems.catalogue import message
from generator.schema.certificate import Basis, Event, Score
from generator.schema.enterprise import Contact
from generator.schema.issuer import Approval
from generator.schema.kinds import KINDS
from generator.schema.notice import NoticeEntry
from tests.model import made
from tests.model.made import certificate, happened, registry

D = date
AT = D(2026, 11, 22)
OTHER_STANDARD = replace(made.STANDARD, id="GB-T-31526-2015", number="GB/T 31526-2015", edition="2015")
OTHER_BASIS = Basis(standard=OTHER_STANDARD.id, edition="2015")


def issuer(**changes: Any) -> object:
    """The issuer, its approval changed."""
    return replace(made.ISSUER, approvals=(replace(made.ISSUER.approvals[0], **changes),))


def notice(**changes: Any) -> object:
    return replace(made.NOTICE, **changes)


def scheme(**changes: Any) -> object:
    return replace(made.SCHEME, **changes)


def places(*values: object) -> list[tuple[str, tuple[str | int, ...]]]:
    """Code and place of every problem."""
    known = registry(*values)
    records = tuple(item for kind in KINDS for item in known.of_kind(kind).values())
    found = list(check_registry(known, records, AT))
    assert all("{" not in message(problem, lang) for problem in found for lang in ("zh", "en"))
    return [(problem.code, tuple(problem.place)) for problem in found]


SUSPENDED = ("suspended", D(2025, 1, 1))
RECERTIFIED = ("recertified", D(2025, 2, 1))
STRANGER = NoticeEntry(enterprise="91440305PDY00001XB")

WRONG: list[tuple[str, tuple[str | int, ...], Sequence[object]]] = [
    ("basis-mismatch", ("basis", 0, "standard"), [OTHER_STANDARD, certificate(basis=(OTHER_BASIS,))]),
    ("basis-edition", ("basis", 0, "edition"), [scheme(basis=(replace(made.SCHEME.basis[0], edition="2012"),))]),
    ("unknown-standard", ("basis", 1, "standard"), [scheme(basis=(*made.SCHEME.basis, OTHER_BASIS))]),
    ("unknown-standard", ("covers", 0), [scheme(covers=(OTHER_STANDARD.id,))]),
    ("scheme-grade-repeated", ("grades", 1, "id"), [scheme(grades=(made.SCHEME.grades[2], made.SCHEME.grades[2]))]),
    ("unknown-enterprise", ("entries", 1, "enterprise"), [notice(entries=(*made.NOTICE.entries, STRANGER))]),
    ("unknown-scheme", ("scheme",), [notice(scheme="after-sale")]),
    ("unknown-issuer", ("issuer",), [notice(issuer="demo-isuer")]),
    ("grade-unknown", ("entries", 0, "grade"), [notice(entries=(replace(made.NOTICE.entries[0], grade="six-star"),))]),
    ("notice-without-review", (), [notice(reviewed_on=None)]),
    ("notice-before-review", ("opens_on",), [notice(reviewed_on=D(2023, 12, 5))]),
    ("notice-dates", ("closes_on",), [notice(closes_on=D(2023, 12, 3))]),
    ("unknown-scheme", ("approvals", 0, "schemes", 1), [issuer(schemes=("after-sales", "brand"))]),
    ("event-needs-reason", ("approvals", 0), [issuer(revoked_on=D(2025, 6, 10))]),
    ("dates-out-of-order", ("approvals", 0, "valid_until"), [issuer(valid_until=D(2019, 12, 31))]),
    (
        "dates-out-of-order",
        ("approvals", 0, "revoked_on"),
        [issuer(revoked_on=D(2019, 1, 1), revocation_reason="违规")],
    ),
    ("issuer-not-approved", ("issuer",), [issuer(valid_until=D(2023, 12, 31))]),
    ("issuer-not-approved", ("issuer",), [scheme(), issuer(schemes=())]),
    ("dates-out-of-order", ("reported_on",), [certificate(reported_on=D(2023, 12, 31))]),
    ("dates-out-of-order", ("valid_from",), [certificate(valid_from=D(2023, 12, 31))]),
    ("dates-out-of-order", ("issued_on",), [certificate(issued_on=D(2023, 12, 31))]),
    (
        "dates-out-of-order",
        ("effective_on",),
        [replace(made.STANDARD, issued_on=D(2012, 1, 1), effective_on=D(2011, 1, 1))],
    ),
    ("event-sequence", ("events", 2, "kind"), [certificate(events=happened(SUSPENDED, RECERTIFIED))]),
    (
        "event-sequence",
        ("events", 2, "kind"),
        [certificate(events=happened(SUSPENDED, ("surveillance", D(2025, 2, 1))))],
    ),
    (
        "event-sequence",
        ("events", 2, "kind"),
        [certificate(events=happened(("cancelled", D(2025, 1, 1)), ("reinstated", D(2025, 2, 1))))],
    ),
    (
        "dates-out-of-order",
        ("events", 1, "until"),
        [certificate(events=happened(Event(kind="suspended", date=D(2025, 3, 1), until=D(2025, 2, 1), reason="原因")))],
    ),
    ("decision-before-notice-end", ("issued_on",), [certificate(notice="notice-1"), notice(closes_on=D(2024, 1, 1))]),
    (
        "notice-mismatch",
        ("notice",),
        [certificate(notice="notice-1"), scheme(), replace(made.SCHEME, id="brand"), notice(scheme="brand")],
    ),
]


DURING = made.NOTICE.closes_on
WATCHED = {"stage": "surveillance", "opens_on": D(2025, 1, 2), "closes_on": D(2025, 1, 10)}
CHECKED = certificate(events=happened(("surveillance", D(2025, 1, 8))))

MEANWHILE: list[tuple[tuple[str | int, ...], Sequence[object]]] = [
    (("decided_on",), [notice(), certificate(decided_on=DURING)]),
    (("issued_on",), [notice(closes_on=D(2024, 1, 1)), certificate()]),
    (("events", 1, "date"), [notice(**WATCHED), CHECKED]),
]


@pytest.mark.parametrize(("place", "values"), MEANWHILE)
def test_nothing_is_decided_while_a_notice_runs_that_the_certificate_leaves_out(
    place: tuple[str | int, ...], values: Sequence[object]
) -> None:
    assert places(*values) == [("decision-before-notice-end", place)]


@pytest.mark.parametrize(
    "values",
    [
        [notice(), certificate(decided_on=D(2023, 12, 11))],
        [notice(scheme="brand"), replace(made.SCHEME, id="brand"), certificate(decided_on=DURING)],
        [notice(**WATCHED), CHECKED, replace(CHECKED, number="DEMO-2024-0002")],
    ],
)
def test_a_notice_of_something_else_holds_nothing_up(values: Sequence[object]) -> None:
    assert "decision-before-notice-end" not in [code for code, _ in places(*values)]


def test_a_grade_that_is_never_awarded_is_known_by_its_name_too() -> None:
    for name in ("dream", "梦想级", "Dream"):
        assert places(certificate(grade=name)) == [("grade-not-awardable", ("grade",))]


def test_an_unknown_grade_is_one_problem_whatever_the_score() -> None:
    value = certificate(grade="six-star", score=Score(total=Decimal(96)), notice="notice-1")
    announced = notice(entries=(replace(made.NOTICE.entries[0], grade="five-star"),))
    assert places(announced, value) == [("grade-unknown", ("grade",))]


@pytest.mark.parametrize(("code", "place", "values"), WRONG)
def test_a_wrong_record_is_refused_and_its_place_named(
    code: str, place: tuple[str | int, ...], values: Sequence[object]
) -> None:
    assert (code, place) in places(*values)


RIGHT: list[Sequence[object]] = [
    [OTHER_STANDARD, scheme(basis=(*made.SCHEME.basis, OTHER_BASIS)), certificate(basis=(OTHER_BASIS,))],
    [OTHER_STANDARD, replace(made.STANDARD, replaced_by=OTHER_STANDARD.id), certificate(basis=(OTHER_BASIS,))],
    [notice(reviewed_on=D(2023, 12, 4))],
    [notice(closes_on=D(2023, 12, 4))],
    [issuer(valid_until=D(2024, 1, 1))],
    [issuer(valid_from=D(2024, 1, 1))],
    [issuer(revoked_on=D(2024, 1, 2), revocation_reason="违规")],
    [certificate(reported_on=D(2024, 1, 1))],
    [
        certificate(
            issued_on=D(2025, 2, 1),
            valid_from=D(2025, 2, 1),
            events=happened(SUSPENDED, ("reinstated", D(2025, 1, 31)), RECERTIFIED),
        )
    ],
    [certificate(events=happened(SUSPENDED, ("special", D(2025, 2, 1)), ("cancelled", D(2025, 3, 1))))],
]


@pytest.mark.parametrize("values", RIGHT)
def test_a_record_at_the_edge_of_a_rule_passes(values: Sequence[object]) -> None:
    assert places(*values) == []


def test_an_approval_that_ended_does_not_hide_the_one_after_it() -> None:
    ended = replace(made.ISSUER.approvals[0], valid_until=D(2022, 12, 31))
    renewed = Approval(kind="cnca", number="CNCA-R-2023-001", schemes=("after-sales",), valid_from=D(2023, 1, 1))
    assert places(replace(made.ISSUER, approvals=(ended, renewed))) == []


LAST = made.CERTIFICATE.valid_until


@pytest.mark.parametrize(
    ("kind", "on_the_day", "after"),
    [
        ("surveillance", "valid", "expired"),
        ("change", "valid", "expired"),
        ("suspended", "suspended", "expired"),
        ("revoked", "revoked", "revoked"),
        ("cancelled", "cancelled", "cancelled"),
    ],
)
def test_an_event_on_the_last_valid_day_takes_effect_that_day(kind: str, on_the_day: str, after: str) -> None:
    changes = schedule(certificate(events=happened((kind, LAST))), made.ISSUER)
    days = (LAST.replace(day=30), LAST, D(2027, 1, 1))
    assert [status_at(changes, day).verdict for day in days] == ["valid", on_the_day, after]


def test_a_suspension_lifted_on_the_last_valid_day_is_over_that_day() -> None:
    changes = schedule(certificate(events=happened(SUSPENDED, ("reinstated", LAST))), made.ISSUER)
    assert [status_at(changes, day).verdict for day in (LAST.replace(day=30), LAST)] == ["suspended", "valid"]


@pytest.mark.parametrize(
    "word", ["传真", "傳真", "传 真", "电传", "电话/传真", "Fax", "ＦＡＸ", "F.A.X", "Telefax", "facsimile"]
)
@pytest.mark.parametrize("field", ["purpose", "person"])
def test_a_contact_that_is_a_fax_is_refused(field: str, word: str) -> None:
    fax = replace(Contact(purpose="客服", phone="0571-88886666"), **{field: word})
    known = registry(replace(made.ENTERPRISE, contacts=(fax, Contact(purpose="客服", phone="0571-88886667"))))
    found = check_registry(known, tuple(known.enterprises.values()), AT)
    assert [(item.code, item.place) for item in found] == [("personal-data", ("contacts", 0, "phone"))]
