"""The list of all files of the site."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.model.keyed import keyed
from generator.model.summaries import Summaries
from generator.paper.typefaces import Typefaces
from generator.plan.groups import made_groups
from generator.plan.output import Checksums, Copy, Joined, Output, Planned
from generator.plan.site import Carried, SitePlan, plan_site, sort_of
from generator.render import urls
from generator.render.folding import PAGE, FoldingEnvironment
from generator.render.house import House, open_house
from generator.schema.enterprise import Withdrawal
from generator.settings import Settings
from tests.model import made

AT = date(2026, 11, 22)


@pytest.fixture(scope="module")
def house() -> House:
    return open_house(Settings(name="立信示例", url="https://lixin.example/"), None)


def plan(house: House, *values: object, carried: Carried | None = None) -> dict[str, Planned]:
    outputs = plan_site(made.registry(*values), house, AT, carried or Carried())
    return {output.path: output for output in outputs}


def test_every_record_has_its_page(house: House) -> None:
    planned = plan(house)
    assert {
        urls.certificate(made.CERTIFICATE.number),
        urls.certificate_json(made.CERTIFICATE.number),
        urls.enterprise(made.HOLDER),
        urls.enterprise_json(made.HOLDER),
        urls.scheme(made.SCHEME.id),
        urls.standard(made.STANDARD.id),
        urls.issuer(made.ISSUER.id),
        urls.notice(made.NOTICE.id),
    } <= planned.keys()


def test_no_two_files_differ_only_by_case(house: House) -> None:
    paths = [path.lower() for path in plan(house)]
    assert len(paths) == len(set(paths))


def content(house: House, output: Planned) -> bytes:
    if isinstance(output, Joined):
        return b"".join(output.join(part.content(house) for part in output.parts))
    assert isinstance(output, Output)
    return output.content(house)


def test_every_planned_page_can_be_rendered(house: House) -> None:
    for output in plan(house).values():
        assert isinstance(output, Checksums) or content(house, output)


def test_every_page_is_made_by_its_own_program(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that fell back on the careful way would be right, and slow for ever."""

    def strictly(environment: FoldingEnvironment, name: str, values: Mapping[str, object]) -> str:
        return environment.get_template(PAGE + name).render(values)

    monkeypatch.setattr(FoldingEnvironment, "render", strictly)
    for output in plan(house).values():
        assert isinstance(output, Checksums) or content(house, output)


def test_units_of_one_sort_are_made_in_the_same_way_at_the_same_depth(house: House) -> None:
    summaries = Summaries(made.registry(), house.t, "zh")
    site = SitePlan(summaries, made_groups(summaries, AT), AT, Carried(), house.settings)
    ways: defaultdict[object, set[object]] = defaultdict(set)
    for unit in site.units():
        pages = [output for output in site.outputs(unit) if isinstance(output, Output)]
        ways[sort_of(unit)].add(tuple((output.render, urls.base(output.path)) for output in pages))
    assert {len(found) for found in ways.values()} == {1}
    assert len(ways) == len({way for found in ways.values() for way in found})


def test_a_withdrawn_certificate_keeps_its_address_and_is_only_found_by_its_number(house: House) -> None:
    gone = replace(made.CERTIFICATE, withdrawal=Withdrawal(date=date(2026, 1, 1), reason="重复登记"))
    planned = plan(house, gone)
    tombstone = planned[urls.certificate(gone.number)]
    assert isinstance(tombstone, Output)
    assert "重复登记" in tombstone.content(house).decode()
    listed = [
        path
        for path, output in planned.items()
        if not isinstance(output, Checksums) and gone.number.encode() in content(house, output)
    ]
    listed = [path for path in listed if not path.startswith("search/")]
    data = {urls.CERTIFICATES_JSONL, urls.DATABASE, urls.CHANGES_FEED}
    kept = {urls.certificate(gone.number), urls.certificate_json(gone.number), urls.seal(gone.number)}
    assert set(listed) == kept | data | {urls.sitemap_part(1)}
    for path in kept:
        output = planned[path]
        assert isinstance(output, Output)
        assert made.SCHEME.name not in output.content(house).decode()


def test_the_front_page_is_the_editorial_one_with_the_registry_in_it(house: House) -> None:
    carried = Carried(home=keyed('<main>前言<div data-lixin="home"></div></main>'))
    front = plan(house, carried=carried)[urls.HOME]
    assert isinstance(front, Output)
    text = front.content(house).decode()
    assert text.startswith("<main>前言")
    assert made.ENTERPRISE.name in text


def test_a_record_wins_over_an_editorial_file_of_its_path(house: House) -> None:
    stray = Copy(urls.certificate(made.CERTIFICATE.number), Path("stray.html"), b"")
    other = Copy("about.html", Path("about.html"), b"")
    planned = plan(house, carried=Carried(copies=(stray, other)))
    assert isinstance(planned[stray.path], Output)
    assert planned["about.html"] is other


def test_the_sitemap_lists_the_pages_and_nothing_else(house: House) -> None:
    planned = plan(house)
    part = planned[urls.sitemap_part(1)]
    assert isinstance(part, Output)
    listed = part.content(house).decode()
    pages = {path for path in planned if path.endswith(".html")} - {urls.NOT_FOUND}
    assert all(f"<loc>{urls.absolute(house.settings.url, path)}</loc>" in listed for path in pages)
    assert listed.count("<loc>") == len(pages)


def test_an_output_is_keyed_by_everything_it_may_depend_on(house: House) -> None:
    page = plan(house)[urls.certificate(made.CERTIFICATE.number)]
    same = plan(house)[page.path]
    other = plan(house, replace(made.ENTERPRISE, name="新名有限公司"))[page.path]
    elsewhere = open_house(replace(house.settings, phone="400-000-0000"), None)
    assert page.key(house) == same.key(house)
    assert len({page.key(house), other.key(house), page.key(elsewhere)}) == 3


FACES = Typefaces("Noto Serif CJK SC", "Noto Sans CJK SC")


def test_share_pictures_are_planned_where_there_is_a_typeface(house: House) -> None:
    path = urls.share_picture(made.HOLDER)
    without, having = plan(house), plan(house, carried=Carried(faces=FACES))
    assert path not in without
    assert path in having
    page, illustrated = without[urls.enterprise(made.HOLDER)], having[urls.enterprise(made.HOLDER)]
    assert isinstance(page, Output)
    assert isinstance(illustrated, Output)
    assert b"og:image" not in page.content(house)
    assert urls.absolute(house.settings.url, path).encode() in illustrated.content(house)


def test_a_share_picture_is_drawn_again_for_another_logo_or_name_and_for_nothing_else(house: House) -> None:
    def key(logo: bytes, **changes: object) -> bytes:
        copy = Copy(urls.media("logo.svg"), Path("logo.svg"), logo)
        holder = replace(made.ENTERPRISE, **{"logo": "logo.svg", **changes})
        planned = plan(house, holder, carried=Carried((copy,), faces=FACES))
        return planned[urls.share_picture(made.HOLDER)].key(house)

    assert key(b"1") == key(b"1", introduction="另一段自述")
    assert len({key(b"1"), key(b"2"), key(b"1", name="云栖示例二有限公司")}) == 3


def test_the_codes_of_the_operators_accounts_are_drawn_from_the_settings() -> None:
    accounts = Settings(name="立信", url="https://lixin.example/", wechat_service_code="http://weixin.qq.com/r/abc")
    assert {path for path in plan(open_house(accounts, None)) if path.startswith("follow/")} == {"follow/service.svg"}
