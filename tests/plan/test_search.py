"""What can be found by searching."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from generator.language import strings
from generator.model.summaries import Summaries
from generator.plan.search import search_entries
from generator.render import urls
from generator.render.search import SearchEntry
from generator.schema.enterprise import FormerName, Withdrawal
from tests.model import made

GONE = Withdrawal(date=date(2026, 1, 1), reason="重复登记")


def entries(*values: object) -> dict[str, SearchEntry]:
    found = search_entries(Summaries(made.registry(*values), strings("zh"), "zh"))
    return {entry.path: entry for entry in found}


def test_every_kind_of_record_can_be_found() -> None:
    kinds = {entry.kind for entry in entries().values()}
    assert kinds == {"enterprise", "certificate", "scheme", "standard", "issuer", "notice"}


def test_an_enterprise_is_found_by_all_its_names_their_sound_and_its_code() -> None:
    value = replace(made.ENTERPRISE, short_name="云栖", name_en="Yunqi", former_names=(FormerName(name="旧名工厂"),))
    entry = entries(value)[urls.enterprise(made.HOLDER)]
    assert {"云栖", "Yunqi", "旧名工厂"} <= set(entry.aliases)
    assert {"yunqi", "jiuminggongchang", "jmgc"} <= set(entry.sounds)
    assert entry.numbers == (made.HOLDER,)


def test_a_notice_and_a_standard_are_found_by_their_numbers() -> None:
    found = entries()
    assert found[urls.notice(made.NOTICE.id)].numbers == (made.NOTICE.id,)
    assert found[urls.standard(made.STANDARD.id)].numbers == (made.STANDARD.number,)


def test_a_withdrawn_record_is_found_by_its_number_alone() -> None:
    gone = entries(replace(made.CERTIFICATE, withdrawal=GONE), replace(made.ENTERPRISE, withdrawal=GONE))
    certificate, enterprise = gone[urls.certificate(made.CERTIFICATE.number)], gone[urls.enterprise(made.HOLDER)]
    assert (certificate.title, certificate.subtitle, certificate.schedule) == ("DEMO-2024-0001", "已撤下", "")
    assert (enterprise.title, enterprise.aliases, enterprise.sounds) == (made.HOLDER, (), ())


def test_a_replaced_standard_says_so_in_the_results() -> None:
    newer = replace(made.STANDARD, id="GB-T-27922-2030", number="GB/T 27922-2030", edition="2030")
    older = replace(made.STANDARD, replaced_by=newer.id)
    assert entries(older, newer)[urls.standard(older.id)].subtitle == "已被 GB/T 27922-2030 代替"


def test_results_can_be_narrowed_by_scheme_and_by_the_province_of_the_holder() -> None:
    found = entries()
    certificate, notice = found[urls.certificate(made.CERTIFICATE.number)], found[urls.notice(made.NOTICE.id)]
    assert (certificate.region, certificate.scheme) == ("11", made.SCHEME.id)
    assert found[urls.enterprise(made.HOLDER)].region == "11"
    assert notice.scheme == made.SCHEME.id
