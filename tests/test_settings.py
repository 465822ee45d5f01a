"""What the operator says of the site."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.settings import Settings, SettingsError, read_settings

SOUND = "site_name: 立信示例\nsite_url: https://lixin.example/\n"


def settings(folder: Path, text: str) -> Settings:
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return read_settings(folder)


def with_own(*lines: str) -> str:
    return SOUND + "extra:\n  lixin:\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("false", False), ('"false"', False), ("''", False)])
def test_only_true_turns_a_switch_on(tmp_path: Path, written: str, meant: bool) -> None:
    assert settings(tmp_path, with_own(f"demo: {written}")).demo is meant
    assert settings(tmp_path, with_own(f"share_pictures: {written}")).share_pictures is meant


def test_a_site_is_no_demonstration_unless_it_says_so(tmp_path: Path) -> None:
    assert settings(tmp_path, SOUND).demo is False


def test_the_portals_own_settings_are_read(tmp_path: Path) -> None:
    found = settings(tmp_path, with_own("phone: 400-000-0000", "icp_number: 0123"))
    assert (found.phone, found.icp_number) == ("400-000-0000", "0123")
    assert found.unknown == ()


BOTH = ("name_en: Lixin", "description_en: Look it up.", "operator: 运营组", "operator_en: Operators", "hours: 工作日")


@pytest.mark.parametrize("written", ["", "theme: {language: zh}\n", "theme: material\n", "theme: {name: material}\n"])
def test_a_site_is_chinese_unless_its_theme_says_otherwise(tmp_path: Path, written: str) -> None:
    found = settings(tmp_path, with_own(*BOTH) + written)
    assert (found.language, found.name, found.name_en) == ("zh", "立信示例", "Lixin")
    assert (found.operator, found.description) == ("运营组", "")
    assert found.unknown == ()


@pytest.mark.parametrize("language", ["en", "en-GB"])
def test_an_english_site_says_what_is_given_in_english(tmp_path: Path, language: str) -> None:
    found = settings(tmp_path, with_own(*BOTH) + f"theme: {{language: {language}}}\n")
    assert (found.language, found.name, found.name_en) == ("en", "Lixin", "")
    assert (found.operator, found.description) == ("Operators", "Look it up.")
    assert found.hours == "工作日"


def test_names_that_nothing_reads_are_listed(tmp_path: Path) -> None:
    found = settings(tmp_path, with_own("phon: 400-000-0000", "phone: 400-111-1111", "adress: 某地", "url: x"))
    assert found.unknown == ("adress", "phon", "url")
    assert found.phone == "400-111-1111"
    assert found.url == "https://lixin.example/"


@pytest.mark.parametrize(
    "text",
    [
        "site_name: 立信示例\n",
        "site_url: https://lixin.example/\n",
        "site_name: 立信示例\nsite_url: lixin.example\n",
        "site_name: 立信示例\nsite_url: /credit/\n",
        "site_name: 立信示例\nsite_url: ftp://lixin.example/\n",
        "site_name: 立信示例\nsite_url: https:///credit\n",
        "",
        "- a list\n",
    ],
)
def test_a_site_without_name_or_absolute_address_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="site_name and an absolute site_url are needed"):
        settings(tmp_path, text)


@pytest.mark.parametrize("content", [b"site_name: [\n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"mkdocs\.yml"):
        read_settings(tmp_path)


def test_a_project_without_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    ("url", "kept", "host"),
    [
        ("https://lixin.example", "https://lixin.example/", "lixin.example"),
        ("https://lixin.example/credit", "https://lixin.example/credit/", "lixin.example/credit"),
        ("https://lixin.example/credit/", "https://lixin.example/credit/", "lixin.example/credit"),
        ("http://localhost:8000/", "http://localhost:8000/", "localhost:8000"),
    ],
)
def test_an_address_ends_with_one_slash_and_its_host_with_none(tmp_path: Path, url: str, kept: str, host: str) -> None:
    found = settings(tmp_path, f"site_name: 立信示例\nsite_url: {url}\n")
    assert (found.url, found.host) == (kept, host)


def test_tags_are_passed_over(tmp_path: Path) -> None:
    tagged = "markdown_extensions:\n  - emoji:\n      index: !!python/name:os.system\nstrict: !ENV [STRICT, false]\n"
    assert settings(tmp_path, SOUND + tagged).name == "立信示例"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//example.com/",
        "https://",
        "https://[x/",
        '"https://example.com/\\"><script>/"',
        '"https://example.com/\\nx"',
    ],
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\nsite_url: {url}\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        read_settings(tmp_path)


def test_what_cannot_be_read_is_said_in_both_languages_and_never_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    found = []
    os.mkfifo(file)
    for content in (None, b"\xd6\xd0", b"a: [", b"[" * 5_000, b""):
        if content is not None:
            file.unlink()
            file.write_bytes(content)
        with pytest.raises(SettingsError) as caught:
            read_settings(tmp_path)
        found.append(caught.value)
    assert all(str(file) in error.said("zh") != error.said("en") == str(error) for error in found)


def test_services_are_those_that_have_an_address(tmp_path: Path) -> None:
    text = with_own("contract_filing: services/filing.html")
    assert settings(tmp_path, text).services == (("contract_filing", "services/filing.html"),)
