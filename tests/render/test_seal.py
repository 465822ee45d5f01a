"""The seal: a picture that anybody may show, so it carries no script, no status and no markup of others."""

from __future__ import annotations

from html import unescape
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from generator.model.views import CertificateSummary, EnterpriseSummary
from generator.render import urls
from generator.render.house import House
from generator.render.pages.enterprise import embed_codes, enterprise_page
from generator.render.pages.seal import fitted, seal
from tests.conftest import Golden
from tests.render import made
from tests.render.test_pages import HOSTILE, spoiled

ROW = made.SUMMARIES[0]
ALLOWED = {"svg", "title", "rect", "path", "text"}


def drawn(house: House, row: CertificateSummary = ROW, holder: EnterpriseSummary = made.HOLDER) -> bytes:
    return seal(house, urls.seal(row.number), row, holder)


def words(content: bytes) -> str:
    return "\n".join(ET.fromstring(content).itertext())


def test_a_seal_is_as_its_golden_file(house: House, golden: Golden) -> None:
    golden.compare("pages/seal.svg", drawn(house))


def test_a_seal_names_its_certificate_holder_scheme_and_host(house: House) -> None:
    told = words(drawn(house))
    for text in (ROW.number, made.HOLDER.short_name, ROW.scheme_name, house.settings.host, house.t.rights.seal_words):
        assert str(text) in told


def test_a_seal_of_invented_data_says_so(house: House) -> None:
    assert house.t.demo.name in words(drawn(house))
    assert house.t.demo.name not in words(drawn(house, replace(ROW, demo=False)))


@pytest.mark.parametrize("number", range(len(made.SUMMARIES)))
def test_a_seal_is_the_same_whatever_becomes_of_its_certificate(number: int, house: House) -> None:
    row = replace(ROW, schedule=made.SUMMARIES[number].schedule)
    assert drawn(house, row) == drawn(house)


def test_hostile_names_stay_text_in_a_seal(house: House) -> None:
    root = ET.fromstring(drawn(house, spoiled(ROW), spoiled(made.HOLDER)))
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= ALLOWED
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "style"]


def test_a_hostile_name_is_shown_as_it_is_written(house: House) -> None:
    assert "<b>&'" in words(drawn(house, ROW, replace(made.HOLDER, short_name="<b>&'\"")))


def test_a_scheme_of_sixteen_characters_is_written_out(house: House) -> None:
    name = "电子商务平台服务质量等级评价认证"
    assert name in words(drawn(house, replace(ROW, scheme_name=name)))


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [
        ("abc", 6, "abc"),
        ("abcd", 6, "ab…"),
        ("云栈", 6, "云栈"),
        ("云栈云", 8, "云栈…"),
        ("云栈云", 6, "云…"),
        ("", 4, ""),
    ],
)
def test_a_long_name_is_cut_where_it_would_leave_the_picture(text: str, columns: int, shown: str) -> None:
    assert fitted(text, columns) == shown


def test_every_code_to_paste_leads_to_the_certificate(house: House) -> None:
    page = urls.absolute(house.settings.url, urls.certificate(ROW.number))
    codes = dict(embed_codes(house, ROW))
    assert codes["URL"] == page
    assert codes["HTML"].startswith(f'<a href="{page}"><img src="')
    assert codes["Markdown"].endswith(f"]({page})")


def test_a_hostile_number_does_not_break_out_of_the_code_to_paste(house: House) -> None:
    code = dict(embed_codes(house, replace(ROW, number=f"X{HOSTILE}")))["HTML"]
    assert "<b" not in code
    assert HOSTILE in unescape(code)


def test_only_certificates_that_nothing_but_time_ends_are_offered_a_seal(house: House) -> None:
    rows = tuple(row for row in made.SUMMARIES if row.holder == made.CODE)
    text = enterprise_page(house, urls.enterprise(made.CODE), made.ENTERPRISE, rows, ()).decode()
    offered = [row.number for row in rows if urls.seal(row.number) in text]
    assert offered == ["LXC-2024-000123", "LXI-2023-000001"]
