"""What other pages show of a record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from generator.language import strings
from generator.model.summaries import Summaries, as_shown, enterprise_summary
from generator.model.views import (
    CertificateSummary,
    EnterpriseSummary,
    NoticeSummary,
    SchemeSummary,
    StandardSummary,
)
from generator.schema.certificate import Event
from generator.schema.enterprise import NegativeRecord, Withdrawal
from tests.model import made
from tests.model.made import certificate, happened, registry

GONE = Withdrawal(date=date(2026, 1, 1), reason="重复登记")
NUMBER = made.CERTIFICATE.number
NAMED = (
    replace(made.ENTERPRISE, name_en="Yunqi Demo Ltd"),
    replace(made.ISSUER, name_en="Demo Certification Centre"),
)


def summaries(*values: object, lang: str = "zh") -> Summaries:
    return Summaries(registry(*values), strings(lang), lang)


def of(*values: object, lang: str = "zh") -> CertificateSummary:
    return summaries(*values, lang=lang).certificates[NUMBER].value


def test_a_certificate_is_summed_up_with_all_that_a_row_shows() -> None:
    assert of() == CertificateSummary(
        number=NUMBER,
        scheme="after-sales",
        scheme_name="商品售后服务评价体系认证",
        scheme_kind="certification",
        grade="five-star",
        grade_name=of().grade_name,
        holder=made.HOLDER,
        holder_name="云栖示例有限公司",
        issuer="demo-issuer",
        issuer_name="示范认证中心",
        issued_on=date(2024, 1, 1),
        valid_from=date(2024, 1, 1),
        valid_until=date(2026, 12, 31),
        schedule="0001-01-01 not-yet-valid|2024-01-01 valid|2027-01-01 expired",
        demo=True,
        withdrawn=False,
    )


def test_a_grade_is_named_in_the_language_of_the_page() -> None:
    assert "五星" in str(of().grade_name)
    assert "Five stars" in str(of(lang="en").grade_name)


def test_a_certificate_without_grade_has_no_name_of_one() -> None:
    summary = of(certificate(grade=None))
    assert (summary.grade, summary.grade_name) == (None, None)


def test_in_english_the_english_names_are_used() -> None:
    summary = of(*NAMED, lang="en")
    assert (summary.scheme_name, summary.holder_name, summary.issuer_name) == (
        "After-sales service certification",
        "Yunqi Demo Ltd",
        "Demo Certification Centre",
    )
    english = summaries(lang="en")
    assert english.schemes["after-sales"].value.name == "After-sales service certification"
    assert english.notices["notice-1"].value.scheme_name == "After-sales service certification"


def test_in_english_a_record_without_english_name_keeps_its_own() -> None:
    summary = of(lang="en")
    assert (summary.holder_name, summary.issuer_name) == ("云栖示例有限公司", "示范认证中心")


def test_in_chinese_the_english_names_are_not_used() -> None:
    summary = of(*NAMED)
    assert (summary.scheme_name, summary.holder_name) == ("商品售后服务评价体系认证", "云栖示例有限公司")
    assert summary.issuer_name == "示范认证中心"


def test_a_withdrawn_certificate_says_so() -> None:
    assert of(certificate(withdrawal=GONE)).withdrawn is True


def test_a_withdrawn_enterprise_says_so_and_its_certificates_do_not() -> None:
    known = summaries(replace(made.ENTERPRISE, withdrawal=GONE))
    assert known.enterprises[made.HOLDER].value.withdrawn is True
    assert known.certificates[NUMBER].value.withdrawn is False
    assert summaries().enterprises[made.HOLDER].value.withdrawn is False


@pytest.mark.parametrize(("holder", "issuer"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_certificate_is_a_demonstration_if_its_holder_or_its_issuer_is(holder: bool, issuer: bool) -> None:
    parties = (replace(made.ENTERPRISE, demo=holder), replace(made.ISSUER, demo=issuer))
    assert of(*parties).demo is (holder or issuer)


def test_the_schedule_of_a_summary_knows_the_events_and_the_issuers_approval() -> None:
    suspended = certificate(events=happened(("suspended", date(2025, 3, 1))))
    approval = replace(made.ISSUER.approvals[0], revoked_on=date(2025, 6, 10), revocation_reason="违规")
    assert of(suspended, replace(made.ISSUER, approvals=(approval,))).schedule == (
        "0001-01-01 not-yet-valid|2024-01-01 valid|2025-03-01 suspended|2025-06-10 invalid"
    )


def test_an_enterprise_is_summed_up_with_its_initial() -> None:
    value = replace(made.ENTERPRISE, short_name="云栖", name_en="Yunqi", logo="logos/yunqi.svg")
    assert enterprise_summary(value) == EnterpriseSummary(
        credit_code=made.HOLDER,
        name="云栖示例有限公司",
        short_name="云栖",
        name_en="Yunqi",
        region="110101",
        industry="F",
        demo=True,
        logo="logos/yunqi.svg",
        withdrawn=False,
        initial="Y",
    )


def test_a_standard_names_the_number_of_its_successor() -> None:
    newer = replace(made.STANDARD, id="GB-T-27922-2030", number="GB/T 27922-2030")
    older = replace(made.STANDARD, abolished_on=date(2030, 1, 1), replaced_by=newer.id)
    standards = summaries(older, newer).standards
    assert standards[older.id].value == StandardSummary(
        id="GB-T-27922-2011",
        number="GB/T 27922-2011",
        title="商品售后服务评价体系",
        effective_on=made.STANDARD.effective_on,
        abolished_on=date(2030, 1, 1),
        replaced_by="GB-T-27922-2030",
        replaced_by_number="GB/T 27922-2030",
    )
    assert standards[newer.id].value.replaced_by_number is None


def test_schemes_and_notices_are_summed_up() -> None:
    known = summaries(replace(made.NOTICE, demo=True))
    assert known.schemes["after-sales"].value == SchemeSummary(
        "after-sales", "商品售后服务评价体系认证", "售后服务认证", "certification"
    )
    assert known.notices["notice-1"].value == NoticeSummary(
        "notice-1",
        "公示",
        "商品售后服务评价体系认证",
        opens_on=date(2023, 12, 4),
        closes_on=date(2023, 12, 10),
        outcome="no-objection",
        demo=True,
    )


def test_a_summary_changes_with_what_it_shows_and_with_nothing_else() -> None:
    before = summaries().certificates[NUMBER].digest
    silent = [certificate(scope="新的范围"), replace(made.ENTERPRISE, introduction="新的介绍")]
    shown = [
        certificate(valid_until=date(2026, 1, 1)),
        certificate(events=(*made.CERTIFICATE.events, Event(kind="revoked", date=date(2025, 1, 1), reason="失信"))),
        replace(made.ENTERPRISE, name="新名有限公司"),
        replace(made.ISSUER, name="新名认证中心"),
    ]
    assert {summaries(value).certificates[NUMBER].digest for value in silent} == {before}
    assert before not in {summaries(value).certificates[NUMBER].digest for value in shown}


def test_a_negative_record_is_shown_up_to_its_last_day_and_the_key_changes_after_it() -> None:
    until = date(2025, 3, 31)
    item = NegativeRecord(
        title="逾期",
        authority="某部门",
        severity="minor",
        published_on=date(2025, 1, 1),
        display_until=until,
        text="。",
    )
    lasting = replace(item, title="失信", display_until=until + timedelta(days=9))
    record = made.record(replace(made.ENTERPRISE, negative_records=(item, lasting)))
    on_the_day, after = as_shown(record, until), as_shown(record, until + timedelta(days=1))
    assert on_the_day.value.negative_records == (item, lasting)
    assert on_the_day.digest == record.digest
    assert after.value.negative_records == (lasting,)
    assert len({on_the_day.digest, after.digest, as_shown(record, until + timedelta(days=10)).digest}) == 3
