"""One setting makes the whole site English: what is left in Chinese are records, and names shown in both languages."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main
from tests.conftest import BUILT_ON, PROJECT

CHINESE = re.compile("[\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]+")
VOID = {"area", "br", "circle", "hr", "img", "input", "line", "link", "meta", "path", "rect", "source", "use"}
EXAMPLES = "guides/dictionary.html"
"""Examples of what editors write; they stand in `code`."""


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as a site, with one setting changed."""
    root = tmp_path_factory.mktemp("english") / "project"
    for folder in ("registry", "docs", "overrides"):
        shutil.copytree(PROJECT / folder, root / folder)
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    assert settings.count("\n  language: zh\n") == 1
    (root / "mkdocs.yml").write_text(settings.replace("\n  language: zh\n", "\n  language: en\n"), encoding="utf-8")
    assert main(["build", "--root", str(root), "--at", BUILT_ON]) == 0
    return root / "site"


class Texts(HTMLParser):
    """Every text of a page and every attribute, apart from what is marked as Chinese and monograms of Chinese names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        other = self._is_other or values.get("lang", "en").startswith("zh") or "lx-monogram" in values.get("class", "")
        if not other:
            self.found += [value for name, value in values.items() if CHINESE.search(value)]
        if tag not in VOID:
            self._open.append((tag, other))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_other and CHINESE.search(data):
            self.found.append(data)

    @property
    def _is_other(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from leaves(item)
    elif isinstance(value, str):
        yield value


class Records:
    """All that the records of the sample say, to take it out of a text that quotes them."""

    SHORT = 3
    """A text of fewer characters is a record's only where it stands alone: the interface has such words too."""

    def __init__(self) -> None:
        files = (PROJECT / "registry").rglob("*.yaml")
        texts = (text for file in files for text in leaves(yaml.safe_load(file.read_text(encoding="utf-8"))))
        lines = {line.strip() for text in texts for line in (text, *text.splitlines()) if CHINESE.search(line)}
        self._alone = lines | {step for line in lines for step in line.split("/")}
        long = sorted((line for line in lines if len(line) >= self.SHORT), key=len, reverse=True)
        self._within = re.compile("|".join(map(re.escape, long)))

    def without(self, text: str) -> str:
        """What of a text's Chinese is no record's."""
        runs = CHINESE.findall(self._within.sub("", text))
        return " ".join(run for run in runs if run not in self._alone)


@pytest.fixture(scope="module")
def records() -> Records:
    return Records()


def test_no_page_of_an_english_site_speaks_chinese_of_its_own(english: Path, records: Records) -> None:
    pages = [path for path in english.rglob("*.html") if path.relative_to(english).as_posix() != EXAMPLES]
    assert len(pages) > 500
    found = {
        f"{page.relative_to(english)}: {left}"
        for page in pages
        for text in Texts(page.read_text(encoding="utf-8")).found
        if (left := records.without(text))
    }
    assert sorted(found)[:20] == []


def test_feeds_calendars_and_descriptions_of_data_are_english_too(english: Path, records: Records) -> None:
    files = [*english.glob("feeds/*.atom"), english / "calendar.ics", english / "data" / "datapackage.json"]
    files += [*english.glob("e/*.ics"), *english.glob("seal/*.svg")]
    lines = {
        f"{file.name}: {left}"
        for file in files
        for line in file.read_bytes().replace(b"\r\n ", b"").decode().splitlines()
        if (left := records.without(line))
    }
    assert sorted(lines)[:20] == []
    described = json.loads((english / "data" / "openapi.json").read_text(encoding="utf-8"))
    assert [text for text in titles(described) if CHINESE.search(text)] == []


def titles(value: Any) -> Iterator[str]:
    """What a schema says in words; its examples are records."""
    if isinstance(value, dict):
        for name, item in value.items():
            if name in ("title", "description", "summary") and isinstance(item, str):
                yield item
            elif name != "examples":
                yield from titles(item)
    elif isinstance(value, list):
        for item in value:
            yield from titles(item)


def test_what_has_an_english_name_is_called_by_it(english: Path) -> None:
    code = "91310115PDY1442678"
    record = yaml.safe_load((PROJECT / "registry" / "enterprises" / f"{code}.yaml").read_text(encoding="utf-8"))
    page = (english / "e" / f"{code}.html").read_text(encoding="utf-8")
    assert f'<h1 class="lx-display">{record["name_en"]}</h1>'.replace("&", "&amp;") in page.replace("&#39;", "\u2019")
    assert record["name"] in page


def test_the_public_articles_are_there_in_english(english: Path) -> None:
    stems = ("about", "privacy", "disclaimer", "objection", "questions", "guides/public", "guides/enterprises")
    for stem in (*stems, "guides/bid-committees", "services/index", "services/contract-filing"):
        assert "<html" in (english / f"{stem}.html").read_text(encoding="utf-8"), stem
    assert len(list((english / "news").glob("20*.html"))) >= 1
    assert not (english / "en").exists()
    assert not (english / "development").exists()


def test_a_chinese_word_in_a_page_would_be_seen() -> None:
    page = '<p title="\u5f88\u597d">a<span lang="zh">\u597d</span>\u597d<br>b</p>'
    assert Texts(page).found == ["\u5f88\u597d", "\u597d"]
