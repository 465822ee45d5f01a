"""The registry's look-ups: what belongs together, and in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from generator.model.registry import Registry, registry_of
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Withdrawal
from generator.schema.notice import NoticeEntry
from tests.model import made
from tests.model.made import certificate, registry

GONE = Withdrawal(date=date(2026, 1, 1), reason="重复登记")
SECOND = replace(made.ENTERPRISE, credit_code="91440305PDY00001XB", name="岭南示例有限公司")
OTHER_SCHEME = replace(made.SCHEME, id="brand")
OTHER_ISSUER = replace(made.ISSUER, id="other-issuer")
OTHER_STANDARD = replace(made.STANDARD, id="GB-T-31526-2015")
OLD, MIDDLE, TIE, NEW = (
    certificate(number="DEMO-2024-0009", issued_on=date(2023, 5, 1)),
    certificate(number="DEMO-2024-0003", issued_on=date(2024, 5, 1)),
    certificate(number="DEMO-2024-0002", issued_on=date(2024, 5, 1)),
    certificate(number="DEMO-2024-0004", issued_on=date(2025, 5, 1)),
)
WITHDRAWN = certificate(number="DEMO-2024-0005", issued_on=date(2026, 5, 1), withdrawal=GONE)
IN_ORDER = [NEW.number, TIE.number, MIDDLE.number, made.CERTIFICATE.number, OLD.number]


def ids(records: tuple[Record[Any], ...]) -> list[str]:
    return [record.id for record in records]


def five(*more: object) -> Registry:
    return registry(OLD, MIDDLE, TIE, NEW, *more)


def with_changed(**changes: object) -> Registry:
    """Two published certificates and a withdrawn one with these changes, besides those of the sound kind."""
    values = [replace(item, **changes) for item in (MIDDLE, NEW, WITHDRAWN)]
    return registry(SECOND, OTHER_SCHEME, OTHER_ISSUER, OTHER_STANDARD, *values)


def test_certificates_come_newest_first_and_those_of_one_day_by_number() -> None:
    assert ids(five().newest_first) == IN_ORDER
    assert ids(five().published) == IN_ORDER


def test_a_withdrawn_certificate_is_not_published() -> None:
    known = five(WITHDRAWN)
    assert ids(known.newest_first) == [WITHDRAWN.number, *IN_ORDER]
    assert ids(known.published) == IN_ORDER


def test_certificates_are_found_by_their_holder_withdrawn_ones_too() -> None:
    found = with_changed(holder=SECOND.credit_code).certificates_of
    assert ids(found[SECOND.credit_code]) == [WITHDRAWN.number, NEW.number, MIDDLE.number]
    assert ids(found[made.HOLDER]) == [made.CERTIFICATE.number]


def test_sub_certificates_are_found_by_their_parent() -> None:
    found = with_changed(parent=made.CERTIFICATE.number).children_of
    assert {parent: ids(children) for parent, children in found.items()} == {
        made.CERTIFICATE.number: [WITHDRAWN.number, NEW.number, MIDDLE.number]
    }


def test_certificates_are_found_by_the_notice_before_them() -> None:
    found = with_changed(notice="notice-1").certificates_from
    assert {notice: ids(items) for notice, items in found.items()} == {
        "notice-1": [WITHDRAWN.number, NEW.number, MIDDLE.number]
    }


def test_notices_are_found_once_by_each_enterprise_they_name_newest_first() -> None:
    both = (NoticeEntry(enterprise=made.HOLDER), NoticeEntry(enterprise=SECOND.credit_code))
    later = replace(made.NOTICE, id="a-later", opens_on=date(2024, 5, 1), entries=both)
    twice = replace(made.NOTICE, id="notice-2", entries=(both[0], replace(both[0], scope="另一范围")))
    found = registry(SECOND, later, twice).notices_of
    assert ids(found[made.HOLDER]) == ["a-later", "notice-2", "notice-1"]
    assert ids(found[SECOND.credit_code]) == ["a-later"]


def test_each_kind_is_kept_in_the_order_of_its_ids() -> None:
    assert list(five().certificates) == sorted(IN_ORDER)


def test_of_two_records_with_one_id_the_first_file_counts() -> None:
    first, second = (made.record(made.certificate(scope=scope), f"registry/{scope}.yaml") for scope in ("a", "b"))
    (kept,) = registry_of([second, first]).certificates.values()
    value: Certificate = kept.value
    assert value.scope == "a"


def test_records_are_counted_by_kind() -> None:
    assert five(SECOND).counts() == {
        "standard": 1,
        "scheme": 1,
        "issuer": 1,
        "enterprise": 2,
        "notice": 1,
        "certificate": 5,
    }
