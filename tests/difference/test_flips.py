from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from generator.difference.flips import Flip
from generator.schema.certificate import Event
from generator.schema.enterprise import Withdrawal
from tests.build.project import OTHERS
from tests.difference.made import changed
from tests.model import made


def verdicts(flip: Flip) -> tuple[str | None, str | None]:
    return (flip.before.verdict if flip.before else None, flip.after.verdict if flip.after else None)


def test_a_suspension_flips_the_status_of_today_with_its_reason() -> None:
    (flip,) = changed(made.certificate(events=made.happened(("suspended", date(2026, 11, 1))))).flips
    assert (flip.number, flip.today, verdicts(flip)) == ("DEMO-2024-0001", True, ("valid", "suspended"))
    assert flip.after is not None
    assert flip.after.reason == "原因"
    assert [turn.on for turn in flip.come] == [date(2026, 11, 1)]


def test_a_later_end_of_validity_differs_on_other_days() -> None:
    (flip,) = changed(made.certificate(valid_until=date(2027, 6, 30))).flips
    assert (flip.today, verdicts(flip)) == (False, ("valid", "valid"))
    assert ([turn.on for turn in flip.gone], [turn.on for turn in flip.come]) == (
        [date(2027, 1, 1)],
        [date(2027, 7, 1)],
    )


def test_an_approval_revoked_flips_certificates_whose_files_did_not_change() -> None:
    approval = replace(made.ISSUER.approvals[0], revoked_on=date(2026, 10, 1), revocation_reason="违规发证")
    told = changed(replace(made.ISSUER, approvals=(approval,)))
    assert len(told.flips) == 1 + len(OTHERS)
    assert {verdicts(flip) for flip in told.flips} == {("valid", "invalid")}


def test_a_withdrawn_or_removed_certificate_has_no_status_any_more() -> None:
    gone = made.certificate(withdrawal=Withdrawal(date=date(2026, 11, 1), reason="录错"))
    assert [verdicts(flip) for flip in changed(gone).flips] == [("valid", None)]
    assert [verdicts(flip) for flip in changed(without=(made.CERTIFICATE,)).flips] == [("valid", None)]


def test_another_scope_flips_nothing() -> None:
    assert changed(made.certificate(scope="别的")).flips == ()


def test_what_flips_today_is_told_first() -> None:
    later = replace(OTHERS[0], valid_until=date(2027, 6, 30))
    now = replace(OTHERS[5], events=(*OTHERS[5].events, Event(kind="revoked", date=date(2026, 1, 1), reason="某因")))
    assert [flip.number for flip in changed(later, now).flips] == [now.number, later.number]
