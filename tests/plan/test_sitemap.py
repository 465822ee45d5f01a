"""When a page last changed, as the sitemap tells it."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from generator.plan.sitemap import last_changes, part_of, sitemap_outputs
from generator.render import urls
from generator.render.house import House, open_house
from generator.schema.enterprise import Objection, Withdrawal
from generator.settings import Settings
from tests.model import made

AT = date(2026, 11, 22)
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGE = urls.certificate(made.CERTIFICATE.number)


@pytest.fixture(scope="module")
def house() -> House:
    return open_house(Settings(name="立信示例", url="https://lixin.example/"), None)


def test_a_certificate_changes_with_its_newest_event_that_has_come() -> None:
    events = made.happened(("suspended", date(2026, 6, 1)), ("reinstated", date(2026, 7, 1)))
    registry = made.registry(made.certificate(events=events))
    assert last_changes(registry, AT)[PAGE] == date(2026, 7, 1)
    assert last_changes(registry, date(2026, 6, 30))[PAGE] == date(2026, 6, 1)


def test_an_objection_and_a_withdrawal_change_it_too() -> None:
    objection = Objection(about="范围", raised_on=date(2026, 8, 1), status="open")
    assert last_changes(made.registry(made.certificate(objections=(objection,))), AT)[PAGE] == date(2026, 8, 1)
    gone = made.certificate(withdrawal=Withdrawal(date=date(2026, 9, 1), reason="重复"))
    assert last_changes(made.registry(gone), AT)[PAGE] == date(2026, 9, 1)


def test_an_enterprise_changes_with_its_certificates() -> None:
    changed = last_changes(made.registry(), AT)
    assert changed[urls.enterprise(made.HOLDER)] == changed[urls.report(made.HOLDER)] == date(2024, 1, 1)


def test_the_index_says_of_each_part_when_its_newest_page_changed(house: House) -> None:
    paths = [f"c/{number:05}.html" for number in range(12_000)]
    changed = {path: date(2020, 1, 1) for path in paths} | {paths[5000]: date(2026, 1, 1)}
    outputs = {output.path: output for output in sitemap_outputs([*paths, "about.html", urls.NOT_FOUND], changed)}
    index = ET.fromstring(outputs[urls.SITEMAP].content(house))
    days = [item.text for item in index.iter(f"{SPACE}lastmod")]
    assert len(days) > 2
    assert days.count("2026-01-01") == 1
    listed = [
        item.text
        for path, output in outputs.items()
        if path.startswith("sitemap-")
        for item in ET.fromstring(output.content(house)).iter(f"{SPACE}loc")
    ]
    assert sorted(str(url) for url in listed) == sorted(
        f"https://lixin.example/{path}" for path in [*paths, "about.html"]
    )


def test_a_changed_day_makes_one_part_again(house: House) -> None:
    paths = [f"c/{number:05}.html" for number in range(12_000)]

    def keys(changed: dict[str, date]) -> dict[str, bytes]:
        return {output.path: output.key(house) for output in sitemap_outputs(paths, changed)}

    before, after = keys({}), keys({paths[0]: date(2026, 1, 1)})
    part = part_of(paths[0], len(before) - 2)
    assert {path for path in before if before[path] != after[path]} == {urls.sitemap_part(part), urls.SITEMAP}
