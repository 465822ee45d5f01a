from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from generator.difference.difference import difference
from generator.difference.records import field_changes
from generator.problems import written
from generator.schema.certificate import Basis, Certificate, Event
from generator.schema.enterprise import Withdrawal
from generator.schema.shape import shape_of
from tests.build.project import AT, RECORDS, SECOND
from tests.difference.made import changed, files, snapshot
from tests.model import made

ISSUE = made.CERTIFICATE.events[0]
AUDIT = Event(kind="surveillance", date=date(2025, 1, 1))
GONE = Withdrawal(date=date(2026, 11, 1), reason="录错")


def found(old: Certificate, new: Certificate) -> list[tuple[str, object, object]]:
    changes = field_changes(shape_of(Certificate), old, new)
    return [(written(item.place), item.old, item.new) for item in changes]


def test_each_value_that_differs_is_named_once() -> None:
    new = made.certificate(scope="别的", headcount=7)
    assert found(made.CERTIFICATE, new) == [("scope", made.CERTIFICATE.scope, "别的"), ("headcount", None, 7)]


def test_an_item_put_in_at_the_top_is_one_item_added() -> None:
    old, new = made.certificate(events=(AUDIT,)), made.certificate(events=(ISSUE, AUDIT))
    assert found(old, new) == [("events[0]", None, ISSUE)]
    assert found(new, old) == [("events[0]", ISSUE, None)]


def test_an_item_that_differs_is_told_field_by_field() -> None:
    new = made.certificate(events=(replace(ISSUE, reason="某因"),))
    assert found(made.CERTIFICATE, new) == [("events[0].reason", None, "某因")]


def test_a_list_of_one_group_exchanged_for_two() -> None:
    basis = (Basis(standard="GB-T-27922-2011", edition="2012"), Basis(standard="other", edition="1"))
    assert found(made.CERTIFICATE, made.certificate(basis=basis)) == [
        ("basis[0].edition", "2011", "2012"),
        ("basis[1]", None, basis[1]),
    ]


def test_the_ways_of_a_record() -> None:
    fresh, gone = made.certificate(number="DEMO-2024-0099"), made.certificate(withdrawal=GONE)
    renamed = replace(made.ENTERPRISE, name="新名有限公司")
    told = changed(fresh, gone, renamed, without=(SECOND,))
    assert [(item.way, item.id) for item in told.records] == [
        ("added", "DEMO-2024-0099"),
        ("changed", made.HOLDER),
        ("withdrawn", "DEMO-2024-0001"),
        ("removed", SECOND.credit_code),
    ]


def test_a_withdrawal_taken_back_is_a_record_published_again() -> None:
    told = changed(made.CERTIFICATE, base=(made.certificate(withdrawal=GONE),))
    assert [item.way for item in told.records] == ["restored"]


def test_the_same_content_written_otherwise_changes_no_field() -> None:
    before = files(*RECORDS)
    path = made.record(made.CERTIFICATE).file
    after = before | {path: b"# a remark\n" + before[path]}
    (item,) = difference(snapshot(before), snapshot(after), AT, "zh").records
    assert (item.way, item.fields) == ("rewritten", ())


def test_a_record_that_cannot_be_read_is_named_and_not_taken_for_removed() -> None:
    before = files(*RECORDS)
    path = made.record(made.CERTIFICATE).file
    told = difference(snapshot(before), snapshot(before | {path: b"number: ["}), AT, "zh")
    assert [(item.way, item.file) for item in told.records] == [("unreadable", path)]
    assert told.problems == ()
    assert told.flips == ()


def test_a_file_moved_to_another_year_is_the_same_record() -> None:
    before = files(*RECORDS)
    after = dict(before)
    after["registry/certificates/2025/DEMO-2024-0001.yaml"] = after.pop(made.record(made.CERTIFICATE).file)
    told = difference(snapshot(before), snapshot(after), AT, "zh")
    assert [item.way for item in told.records] == ["rewritten"]
    assert told.problems == ()


def test_a_file_of_another_name_than_its_record_does_no_harm() -> None:
    before = files(*RECORDS)
    odd = before["registry/certificates/2024/DEMO-2024-0001.yaml"]
    told = difference(snapshot(before), snapshot(before | {"registry/certificates/2024/ODD.yaml": odd}), AT, "zh")
    assert [(item.way, item.id) for item in told.records] == [("added", "ODD")]


def test_nothing_differs_from_itself() -> None:
    told = changed()
    assert (told.records, told.flips, told.problems) == ((), (), ())
    assert (told.pages.added, told.pages.changed, told.pages.removed) == ((), (), ())
