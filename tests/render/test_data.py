from __future__ import annotations

import json
from datetime import date
from xml.etree import ElementTree as ET

from msgspec.structs import replace

from generator.model.status import schedule
from generator.model.views import CertificateFacts
from generator.render import urls
from generator.render.data import certificate_json, enterprise_json, robots, sitemap, sitemap_index
from generator.render.house import House
from generator.render.pages.enterprise import vcard
from generator.schema.enterprise import Contact
from tests.render import made

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_certificate_as_data_holds_the_record_and_its_changes_of_status(house: House) -> None:
    changes = schedule(made.CERTIFICATE, made.ISSUER)
    path = urls.certificate_json(made.CERTIFICATE.number)
    facts = CertificateFacts(made.CERTIFICATE, made.HOLDER, made.ISSUER, made.CERTIFICATION, changes)
    content = certificate_json(house, path, facts)
    data = json.loads(content)
    assert data["record"]["valid_until"] == "2027-02-28"
    assert data["record"]["score"]["total"] == "92.5"
    assert data["data"] == "https://lixin.example.com/c/LXC-2024-000123.json"
    assert [change["verdict"] for change in data["schedule"]] == [change.verdict for change in changes]


def test_an_enterprise_as_data_leaves_out_what_is_empty_and_masks_a_mobile_number(house: House) -> None:
    enterprise = replace(made.ENTERPRISE, products=(), contacts=(Contact(purpose="商务", phone="13812341234"),))
    data = json.loads(enterprise_json(house, "e/x.json", enterprise, made.SUMMARIES))
    assert "products" not in data["record"]
    assert data["record"]["contacts"] == [{"purpose": "商务", "phone": "138****1234"}]
    assert len(data["certificates"]) == len(made.SUMMARIES)


def test_a_sitemap_is_xml_with_absolute_addresses(house: House) -> None:
    tree = ET.fromstring(sitemap(house, "sitemap-1.xml", [("c/A&B.html", date(2026, 1, 2)), ("e/C.html", None)]))
    assert [item.text for item in tree.iter(f"{SPACE}loc")] == [
        "https://lixin.example.com/c/A%26B.html",
        "https://lixin.example.com/e/C.html",
    ]
    assert [item.text for item in tree.iter(f"{SPACE}lastmod")] == ["2026-01-02"]


def test_a_sitemap_index_lists_its_parts(house: House) -> None:
    tree = ET.fromstring(sitemap_index(house, urls.SITEMAP, [(urls.sitemap_part(1), None)]))
    assert tree.tag == f"{SPACE}sitemapindex"
    assert [item.text for item in tree.iter(f"{SPACE}loc")] == ["https://lixin.example.com/sitemap-1.xml"]


def test_robots_names_the_sitemap(house: House) -> None:
    assert b"\nSitemap: https://lixin.example.com/sitemap.xml\n" in robots(house, urls.ROBOTS)


def test_a_contact_card_folds_long_lines_and_escapes(house: House) -> None:
    enterprise = replace(made.ENTERPRISE, name="甲,乙;丙\\" + "长" * 60)
    content = vcard(house, "e/x.vcf", enterprise)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    unfolded = content.replace(b"\r\n ", b"").decode()
    assert "FN:甲\\,乙\\;丙\\\\" + "长" * 60 in unfolded
    assert unfolded.startswith("BEGIN:VCARD\r\nVERSION:4.0\r\n")


def test_a_contact_card_has_no_masked_number(house: House) -> None:
    content = vcard(house, "e/x.vcf", made.ENTERPRISE).decode()
    assert "TEL;TYPE=work:010-00000000" in content
    assert "*" not in content
