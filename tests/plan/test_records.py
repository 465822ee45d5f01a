"""What the page of each record shows, and so depends on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from generator.language import strings
from generator.model.summaries import Summaries
from generator.plan.groups import made_groups
from generator.plan.output import Output
from generator.plan.records import LATEST, RecordPages
from generator.render import urls
from generator.render.data import withdrawn_json
from generator.render.pages.certificate import certificate_page
from generator.render.pages.enterprise import enterprise_page, enterprise_tombstone
from generator.schema.enterprise import Withdrawal
from generator.schema.notice import NoticeEntry
from tests.model import made
from tests.model.made import certificate, registry

AT = date(2026, 11, 22)
GONE = Withdrawal(date=date(2026, 1, 1), reason="重复登记")
NUMBER = made.CERTIFICATE.number
CHILD = certificate(number="DEMO-2024-0002", parent=NUMBER)
LATER_CHILD = certificate(number="DEMO-2024-0003", parent=NUMBER, issued_on=date(2024, 2, 1))
GONE_CHILD = certificate(number="DEMO-2024-0004", parent=NUMBER, grade="basic", withdrawal=GONE)


def planned(*values: object) -> dict[str, Output]:
    summaries = Summaries(registry(*values), strings("zh"), "zh")
    pages = RecordPages(summaries, made_groups(summaries, AT), AT)
    return {output.path: output for output in pages.outputs()}


def inputs(path: str, *values: object) -> list[Any]:
    return [item.value for item in planned(*values)[path].inputs]


def numbers(summaries: Any) -> list[str]:
    return [summary.number for summary in summaries]


def test_a_certificates_page_declares_all_that_it_shows() -> None:
    value = certificate(notice="notice-1", parent="DEMO-2024-0009")
    above = certificate(number="DEMO-2024-0009")
    output = planned(value, above, CHILD)[urls.certificate(NUMBER)]
    assert output.render is certificate_page
    facts, standards, notice, parent, children = (i.value for i in output.inputs)
    assert (facts.certificate, facts.issuer, facts.scheme) == (value, made.ISSUER, made.SCHEME)
    assert facts.holder.credit_code == made.HOLDER
    assert [standard.id for standard in standards] == [made.STANDARD.id]
    assert notice.id == "notice-1"
    assert parent.number == "DEMO-2024-0009"
    assert numbers(children) == [CHILD.number]
    assert [change.verdict for change in facts.schedule] == ["not-yet-valid", "valid", "expired"]


def test_a_certificate_without_notice_parent_or_children_declares_none() -> None:
    *_, notice, parent, children = inputs(urls.certificate(NUMBER))
    assert (notice, parent, children) == (None, None, ())


def test_children_come_newest_first_and_withdrawn_ones_are_left_out() -> None:
    *_, children = inputs(urls.certificate(NUMBER), CHILD, LATER_CHILD, GONE_CHILD)
    assert numbers(children) == [LATER_CHILD.number, CHILD.number]


@pytest.mark.parametrize(
    "change",
    [
        replace(made.NOTICE, title="新的公示"),
        replace(CHILD, issued_on=date(2024, 1, 2)),
        replace(made.STANDARD, abolished_on=date(2026, 6, 1)),
        replace(made.ENTERPRISE, name="新名有限公司"),
    ],
)
def test_what_a_certificates_page_shows_of_others_is_in_its_key(change: object) -> None:
    value = certificate(notice="notice-1")
    before, after = (planned(value, CHILD, *more)[urls.certificate(NUMBER)].inputs for more in ((), (change,)))
    assert [item.digest for item in before] != [item.digest for item in after]


def test_a_withdrawn_enterprise_leaves_a_tombstone_at_its_addresses_and_no_card() -> None:
    pages = planned(replace(made.ENTERPRISE, withdrawal=GONE))
    tombstone = pages[urls.enterprise(made.HOLDER)]
    summary, withdrawal = (item.value for item in tombstone.inputs)
    assert tombstone.render is enterprise_tombstone
    assert (summary.credit_code, summary.withdrawn, withdrawal) == (made.HOLDER, True, GONE)
    assert pages[urls.report(made.HOLDER)].render is enterprise_tombstone
    assert pages[urls.enterprise_json(made.HOLDER)].render is withdrawn_json
    assert urls.vcard(made.HOLDER) not in pages


def test_an_enterprises_page_shows_its_published_certificates_and_its_notices() -> None:
    output = planned(CHILD, LATER_CHILD, GONE_CHILD)[urls.enterprise(made.HOLDER)]
    shown, certificates, notices, *_ = (item.value for item in output.inputs)
    assert output.render is enterprise_page
    assert shown == made.ENTERPRISE
    assert numbers(certificates) == [LATER_CHILD.number, NUMBER, CHILD.number]
    assert [notice.id for notice in notices] == ["notice-1"]


def test_a_schemes_page_counts_and_shows_published_certificates_alone() -> None:
    scheme, standards, grades, latest, count = inputs(urls.scheme(made.SCHEME.id), CHILD, GONE_CHILD)
    assert scheme == made.SCHEME
    assert [standard.id for standard in standards] == [made.STANDARD.id]
    assert numbers(latest) == [NUMBER, CHILD.number]
    assert count == 2
    assert [(link.label, link.count) for link in grades] == [("五星（共四级）", 2)]


def test_the_grades_of_a_schemes_page_come_in_the_order_of_the_scheme() -> None:
    others = (replace(CHILD, grade="basic"), replace(LATER_CHILD, grade="three-star"))
    _, _, grades, *_ = inputs(urls.scheme(made.SCHEME.id), *others)
    assert [link.label for link in grades] == ["达标级（共四级）", "三星（共四级）", "五星（共四级）"]
    assert grades[0].path == "certificates/scheme/after-sales/basic/index.html"


def test_a_standards_page_counts_published_certificates_alone() -> None:
    newer = replace(made.STANDARD, id="GB-T-27922-2030", number="GB/T 27922-2030")
    older = replace(made.STANDARD, replaced_by=newer.id)
    standard, successor, replaced, schemes, count = inputs(urls.standard(older.id), older, newer, CHILD, GONE_CHILD)
    assert (standard, successor.id, replaced, count) == (older, newer.id, (), 2)
    assert [scheme.id for scheme in schemes] == [made.SCHEME.id]
    _, successor, replaced, schemes, count = inputs(urls.standard(newer.id), older, newer, CHILD, GONE_CHILD)
    assert (successor, [item.id for item in replaced], schemes, count) == (None, [older.id], (), 0)


def test_a_standard_that_a_scheme_only_covers_names_the_scheme_too() -> None:
    covered = replace(made.STANDARD, id="GB-T-31526-2015")
    scheme = replace(made.SCHEME, covers=(covered.id,))
    assert [item.id for item in inputs(urls.standard(covered.id), covered, scheme)[3]] == [scheme.id]


def test_an_issuers_page_counts_and_shows_published_certificates_alone() -> None:
    issuer, schemes, latest, count = inputs(urls.issuer(made.ISSUER.id), CHILD, GONE_CHILD)
    assert issuer == made.ISSUER
    assert [scheme.id for scheme in schemes] == [made.SCHEME.id]
    assert (numbers(latest), count) == ([NUMBER, CHILD.number], 2)


def test_only_the_latest_certificates_are_shown_but_all_are_counted() -> None:
    start = date(2024, 1, 1)
    many = [
        certificate(number=f"DEMO-2024-{number:04}", issued_on=start + timedelta(days=number))
        for number in range(1, LATEST + 4)
    ]
    newest = [item.number for item in reversed(many)][:LATEST]
    for path in (urls.scheme(made.SCHEME.id), urls.issuer(made.ISSUER.id)):
        *_, latest, count = inputs(path, *many)
        assert (numbers(latest), count) == (newest, LATEST + 3)


def test_a_notices_page_names_its_enterprises_in_their_order_and_the_certificates_after_it() -> None:
    second = replace(made.ENTERPRISE, credit_code="91440305PDY00001XB")
    entries = (NoticeEntry(enterprise=second.credit_code), NoticeEntry(enterprise=made.HOLDER, grade="five-star"))
    notice = replace(made.NOTICE, entries=entries)
    from_it = [replace(item, notice=notice.id) for item in (CHILD, GONE_CHILD)]
    shown, scheme, issuer, enterprises, certificates, grades = inputs(urls.notice(notice.id), notice, second, *from_it)
    assert (shown, scheme.id, issuer) == (notice, made.SCHEME.id, made.ISSUER.name)
    assert [item.credit_code for item in enterprises] == [second.credit_code, made.HOLDER]
    assert numbers(certificates) == [CHILD.number]
    assert list(grades) == ["five-star"]
