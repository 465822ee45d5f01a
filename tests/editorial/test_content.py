"""What holds for the words that ship with the portal."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import PROJECT
from tests.editorial.project import made

DOCS = PROJECT / "docs"
FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
ENGLISH = DOCS / "en"
POSTS = sorted(DOCS.rglob("news/posts/*.md"))
ARTICLES = sorted(path for path in DOCS.rglob("*.md") if path not in POSTS)
SENTENCES = sorted([*DOCS.rglob("*.md"), *PROJECT.glob("*.md")])


def front(path: Path) -> dict[str, Any]:
    found = FRONT.match(path.read_text(encoding="utf-8"))
    return dict(yaml.safe_load(found[1])) if found else {}


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    files = made(PROJECT, tmp_path_factory.mktemp("articles") / "out")
    return {path: content.decode() for path, content in files.items() if path.endswith(".html")}


def test_the_articles_of_the_project_are_without_fault_and_the_same_twice(tmp_path: Path) -> None:
    assert made(PROJECT, tmp_path / "first") == made(PROJECT, tmp_path / "second")


@pytest.mark.parametrize("path", SENTENCES, ids=name)
def test_no_sentence_praises_as_the_advertising_law_forbids(path: Path) -> None:
    assert re.findall("国家级|最高级|最佳", path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", ARTICLES, ids=name)
def test_every_article_has_a_title_that_is_its_heading(path: Path) -> None:
    title = front(path).get("title")
    assert title
    headings = re.findall(
        r"^# (.+)$", re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL), re.MULTILINE
    )
    assert headings == ([] if path in (DOCS / "index.md", ENGLISH / "index.md") else [title])


@pytest.mark.parametrize("path", POSTS, ids=name)
def test_every_piece_of_news_tells_who_when_and_whence(path: Path) -> None:
    told = front(path)
    assert isinstance(told["date"], date)
    assert path.name.startswith(f"{told['date'].isoformat()}-")
    assert re.fullmatch("[a-z0-9-]+", told["slug"])
    assert told["authors"]
    assert told["source"]
    assert told["description"]
    assert "<!-- more -->" in path.read_text(encoding="utf-8")


def test_every_english_article_has_its_chinese_one_at_the_same_place() -> None:
    written = {path.relative_to(ENGLISH) for path in ENGLISH.rglob("*.md")}
    assert {path for path in written if not (DOCS / path).is_file()} == set()
    assert len(written) >= 14


def test_there_is_news_to_read() -> None:
    assert len(POSTS) >= 6


def test_there_are_questions_to_read() -> None:
    questions = re.findall(r"^### (.+)$", (DOCS / "questions.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(questions) >= 20
    assert all(question.endswith("？") for question in questions)


@pytest.mark.parametrize("path", ["guides/public.md", "guides/bid-committees.md", "questions.md", "disclaimer.md"])
def test_wherever_stars_are_explained_they_are_said_not_to_compare(path: str) -> None:
    assert re.search("没有可比性|只在\\**同一个项目\\**里有意义", (DOCS / path).read_text(encoding="utf-8"))


def test_an_objection_is_answered_in_writing_within_twenty_days() -> None:
    text = (DOCS / "objection.md").read_text(encoding="utf-8")
    assert "20 日内" in text
    assert "书面答复" in text
    assert "征信业管理条例" in text


def test_a_page_meant_for_paper_has_a_print_button(pages: dict[str, str]) -> None:
    for path in ARTICLES:
        if front(path).get("print") and not path.is_relative_to(ENGLISH):
            assert "data-print" in pages[path.relative_to(DOCS).with_suffix(".html").as_posix()]


def test_pages_reach_other_hosts_by_links_alone(pages: dict[str, str]) -> None:
    for path, text in pages.items():
        assert re.findall(r"(?:src|srcset|data)=\"(?:https?:)?//", text) == [], path
        assert re.findall(r"<link (?!rel=\"canonical\")[^>]*href=\"(?:https?:)?//", text) == [], path
