from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.render.environment import FILTERS, TEMPLATES, codegroup, fill, host, mask_phone, monogram
from generator.render.house import ASSETS, House, asset_files, open_house
from generator.settings import Settings
from tests.render import made

CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def test_two_houses_of_the_same_settings_have_the_same_digest(house: House) -> None:
    assert open_house(made.SETTINGS, None).digest == house.digest


def test_the_digest_covers_the_settings(house: House) -> None:
    assert open_house(replace(made.SETTINGS, phone="400-000-0001"), None).digest != house.digest


def test_a_template_depends_on_what_it_extends_includes_and_imports(tmp_path: Path, house: House) -> None:
    (tmp_path / "site-footer.html").write_text("<footer>changed</footer>", encoding="utf-8")
    changed = open_house(made.SETTINGS, tmp_path)
    assert changed.digest_of("certificate.html") != house.digest_of("certificate.html")
    assert changed.digest_of("macros.html") == house.digest_of("macros.html")
    assert changed.digest != house.digest


def test_a_template_does_not_depend_on_another_page(tmp_path: Path, house: House) -> None:
    (tmp_path / "notice.html").write_text("changed", encoding="utf-8")
    changed = open_house(made.SETTINGS, tmp_path)
    assert changed.digest_of("certificate.html") == house.digest_of("certificate.html")


def test_an_operators_template_wins(tmp_path: Path) -> None:
    (tmp_path / "404.html").write_text("our own <b>{{ site.name }}</b>", encoding="utf-8")
    house = open_house(replace(made.SETTINGS, name="A & B"), tmp_path)
    assert house.render("404.html", "404.html") == b"our own <b>A &amp; B</b>"


def test_every_template_says_its_words_through_the_catalogue() -> None:
    sources = [*TEMPLATES.rglob("*.html"), *ASSETS.glob("*.js")]
    assert sources
    assert [path.name for path in sources if CHINESE.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages_have_the_same_keys(language: str, house: House) -> None:
    other = open_house(replace(made.SETTINGS, language=language), None)
    assert _keys(other.t) == _keys(house.t)


def _keys(level: object, path: str = "") -> set[str]:
    if isinstance(level, str | tuple):
        return {path}
    return {key for name in iter(level) for key in _keys(level[name], f"{path}.{name}")}  # type: ignore[call-overload, index]


def test_links_go_from_the_page_to_the_root_and_back(house: House) -> None:
    template = house.environment.from_string("{{ link('e/A B.html') }} {{ asset('lixin.css') }}")
    assert template  # the helpers are part of every rendering, not of the environment
    page = house.render("404.html", "a/b/c.html").decode()
    assert 'href="../../verify.html"' in page
    assert re.search(r'href="\.\./\.\./assets/lixin\.[0-9a-f]{8}\.css"', page)


def test_a_code_is_read_in_fours_and_loses_nothing() -> None:
    assert codegroup("91110101PDY00001XN") == ["9111", "0101", "PDY0", "0001", "XN"]


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812341234", "138****1234"),
        ("138 1234 1234", "138****1234"),
        ("010-88001234", "010-88001234"),
        ("138****1234", "138****1234"),
        ("400-000-0000", "400-000-0000"),
    ],
)
def test_only_a_mobile_number_is_masked(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


def test_a_value_is_never_read_as_a_pattern() -> None:
    assert fill("{name} ({count})", name="{count}{0}", count=2) == "{count}{0} (2)"


@pytest.mark.parametrize(("name", "letters"), [("云栈信息", "云栈"), ("Acme Tools Ltd", "AT"), ("(示例)公司", "示例")])
def test_a_missing_logo_is_drawn_from_the_name(name: str, letters: str) -> None:
    assert monogram(name) == letters


@pytest.mark.parametrize("url", ["https://[broken", "", "https:///x"])
def test_an_odd_url_is_its_own_name(url: str) -> None:
    assert host(url) == url


def test_json_cannot_close_its_script_element() -> None:
    assert "<" not in str(FILTERS["json_data"]({"name": "</script><b>&"}))


@pytest.mark.parametrize(("scheme", "part"), [("light", 0), ("dark", 1)])
def test_the_browsers_own_colour_is_that_of_the_paper(scheme: str, part: int) -> None:
    paper = re.findall(r"--lx-paper: (#[0-9a-f]{6})", (ASSETS / "core.css").read_text(encoding="utf-8"))
    base = (ASSETS.parent / "templates" / "base.html").read_text(encoding="utf-8")
    assert f'content="{paper[part]}" media="(prefers-color-scheme: {scheme})"' in base


def test_an_operators_asset_wins_and_changes_the_pages(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "lixin.css").write_text("body { color: red }", encoding="utf-8")
    (tmp_path / "assets" / "own.css").write_text("p { color: red }", encoding="utf-8")
    settings = Settings(name="立信示例", url="https://lixin.example.com/")
    plain, own = open_house(settings, None), open_house(settings, tmp_path)
    assert asset_files(tmp_path)["lixin.css"] == tmp_path / "assets" / "lixin.css"
    assert {"own.css", "status.js"} <= own.assets.keys()
    assert plain.assets["lixin.css"] != own.assets["lixin.css"]
    assert plain.digest != own.digest


def kept_files(house: House) -> dict[str, bytes]:
    assert house.compiled is not None
    return {path.name: path.read_bytes() for path in house.compiled.iterdir()}


def page_of(kept: Path, overrides: Path | None = None, program: bytes = b"") -> tuple[House, bytes]:
    house = open_house(made.SETTINGS, overrides, kept, program)
    assert house.compiled is not None
    house.compiled.mkdir(exist_ok=True)
    return house, house.render("404.html", "404.html")


def test_templates_compiled_once_are_kept(tmp_path: Path, house: House) -> None:
    first, page = page_of(tmp_path)
    files = kept_files(first)
    assert files
    second, again = page_of(tmp_path)
    assert (again, second.compiled, kept_files(second)) == (page, first.compiled, files)
    assert page == house.render("404.html", "404.html")
    assert second.environment_at("").asked_by("macros.html") == frozenset()  # folded anew, if need be


def test_another_program_or_template_keeps_its_own(tmp_path: Path) -> None:
    overrides, kept = tmp_path / "overrides", tmp_path / "kept"
    overrides.mkdir()
    kept.mkdir()
    folders = {page_of(kept)[0].compiled, page_of(kept, program=b"other")[0].compiled}
    (overrides / "404.html").write_text("{{ site.name }}", encoding="utf-8")
    house, page = page_of(kept, overrides)
    assert page == made.SETTINGS.name.encode()
    assert len(folders | {house.compiled}) == 3


def test_a_template_of_any_name_is_part_of_what_is_kept(tmp_path: Path) -> None:
    overrides, kept = tmp_path / "overrides", tmp_path / "kept"
    overrides.mkdir()
    kept.mkdir()
    (overrides / "picture.png").write_bytes(b"\x89PNG\xff")
    (overrides / "404.html").write_text("{% extends 'layout.j2' %}", encoding="utf-8")
    for word in (b"before", b"after"):
        (overrides / "layout.j2").write_bytes(word)
        assert page_of(kept, overrides)[1] == word


@pytest.mark.parametrize("damage", [b"", b"x", b"all"])
def test_a_damaged_kept_template_is_compiled_again(tmp_path: Path, damage: bytes) -> None:
    house, page = page_of(tmp_path)
    for name, content in kept_files(house).items():
        (house.compiled or tmp_path).joinpath(name).write_bytes(content[:-9] if damage == b"all" else damage)
    assert page_of(tmp_path)[1] == page


def test_templates_that_cannot_be_kept_are_compiled_all_the_same(tmp_path: Path) -> None:
    house = open_house(made.SETTINGS, None, tmp_path / "missing")
    assert b"<html" in house.render("404.html", "404.html")
