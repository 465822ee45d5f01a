from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from lxml import etree

from generator.editorial.pages import EditorialError, build_editorial, editorial_pages
from generator.settings import read_settings
from tests.conftest import PROJECT
from tests.editorial.project import MKDOCS, made, write, write_articles


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "project")


def faults(project: Path, into: Path) -> list[str]:
    """What is wrong with the articles, a line each."""
    into.mkdir()
    with pytest.raises(EditorialError) as caught:
        build_editorial(project, read_settings(project), into)
    return str(caught.value).splitlines()


def test_only_articles_and_reference_pages_come_out(project: Path, tmp_path: Path) -> None:
    assert set(made(project, tmp_path / "out")) == {
        "index.html",
        "about.html",
        "guides/index.html",
        "guides/dictionary.html",
        "guides/problems.html",
        "feeds/news.atom",
        "search/articles.json",
        "news/index.html",
        "news/2026-03-01-first.html",
        "news/2026-03-02-第二篇-消息.html",
    }


def test_articles_are_found_by_titles_and_headings_and_reference_pages_by_titles(project: Path, tmp_path: Path) -> None:
    write(project, "about.md", "# 关于\n\n## 怎样联系\n\n### 电话\n")
    rows = json.loads(made(project, tmp_path / "out")["search/articles.json"])
    found = {path: title for _, path, title, *_ in rows}
    assert {found["about.html"], found["news/2026-03-01-first.html"]} == {"关于", "第一篇"}
    assert [found[path] for path in found if path.startswith("about.html#")] == ["怎样联系", "电话"]
    assert [path for path in found if path.startswith("guides/problems.html")] == ["guides/problems.html"]
    assert "index.html" not in found


def test_two_runs_give_the_same_bytes(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    first = made(project, tmp_path / "first")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert made(project, tmp_path / "second") == first


def test_the_news_can_be_subscribed_to(project: Path, tmp_path: Path) -> None:
    pages = made(project, tmp_path / "out")
    tree = etree.fromstring(pages["feeds/news.atom"])
    etree.RelaxNG(etree.parse(PROJECT / "tests" / "render" / "atom.rng")).assertValid(tree)
    entries = tree.findall("{*}entry")
    assert [entry.findtext("{*}title") for entry in entries] == ["第二篇 消息", "第一篇"]
    assert entries[1].findtext("{*}id") == "https://lixin.example/news/2026-03-01-first.html"
    assert entries[1].findtext("{*}author/{*}name") == "编辑部"
    assert (entries[1].findtext("{*}summary") or "").startswith("第一篇")
    assert 'type="application/atom+xml"' in pages["news/index.html"].decode()


def test_an_article_wears_the_portal_and_links_to_records(project: Path, tmp_path: Path) -> None:
    pages = made(project, tmp_path / "out")
    about = pages["about.html"].decode()
    assert 'class="lx-header"' in about
    assert 'class="lx-footer"' in about
    assert 'href="verify.html"' in about
    assert 'href="schemes/after-sales.html"' in about
    assert 'href="about.html" aria-current="page"' in about
    assert "Content-Security-Policy" in about


def test_the_front_page_keeps_the_place_for_the_registry(project: Path, tmp_path: Path) -> None:
    front = made(project, tmp_path / "out")["index.html"].decode()
    assert front.count('<div data-lixin="home"></div>') == 1
    assert front.index('<div data-lixin="home"></div>') < front.index("为了查得到")


def test_news_tells_source_author_and_date_and_escapes_them(project: Path, tmp_path: Path) -> None:
    pages = made(project, tmp_path / "out")
    post = pages["news/2026-03-01-first.html"].decode()
    assert '<time datetime="2026-03-01">' in post
    assert "本站 &lt;b&gt;" in post
    assert "编辑部" in post
    assert "data-print" in post
    assert 'href="../verify.html"' in post
    listed = pages["news/index.html"].decode()
    assert listed.index("第二篇") < listed.index("第一篇")
    assert "开头" in listed
    assert 'href="2026-03-01-first.html"' in listed


def test_no_script_or_style_stands_inside_a_page(project: Path, tmp_path: Path) -> None:
    for path, content in made(project, tmp_path / "out").items():
        text = content.decode()
        assert "<style" not in text, path
        assert "<script>" not in text, path
        assert " style=" not in text, path


def test_a_wide_block_of_code_can_be_reached_with_the_keyboard(project: Path, tmp_path: Path) -> None:
    assert '<pre tabindex="0">' in made(project, tmp_path / "out")["guides/index.html"].decode()


def test_many_posts_are_spread_over_pages(project: Path, tmp_path: Path) -> None:
    for number in range(12):
        write(
            project,
            f"news/posts/{number}.md",
            f"---\ndate: 2026-01-{number + 1:02}\nslug: p{number}\n---\n\n# 第 {number}\n",
        )
    pages = made(project, tmp_path / "out")
    assert 'href="page-2/index.html"' in pages["news/index.html"].decode()
    assert "第一篇" not in pages["news/page-2/index.html"].decode()


def test_an_unknown_record_or_article_is_a_fault_with_its_line(project: Path, tmp_path: Path) -> None:
    write(project, "about.md", "# 关于\n\n[甲](c/NO-SUCH.html)\n\n[乙](gides/index.md)\n")
    found = faults(project, tmp_path / "out")
    assert len(found) == 2
    assert found[0].startswith("docs/about.md:3: ")
    assert "NO-SUCH" in found[0]
    assert found[1].startswith("docs/about.md:5: ")


def test_a_post_without_a_date_is_a_fault(project: Path, tmp_path: Path) -> None:
    write(project, "news/posts/first.md", "---\nslug: first\n---\n\n# 第一篇\n")
    assert any("docs/news/posts/first.md" in line for line in faults(project, tmp_path / "out"))


def test_an_unknown_author_is_a_fault(project: Path, tmp_path: Path) -> None:
    write(project, "news/posts/first.md", "---\ndate: 2026-03-01\nauthors: [nobody]\n---\n\n# 第一篇\n")
    assert any("nobody" in line for line in faults(project, tmp_path / "out"))


def test_a_broken_template_is_a_fault(project: Path, tmp_path: Path) -> None:
    (project / "overrides" / "main.html").write_text("{% extends 'base.html' %}{% block %}", encoding="utf-8")
    assert faults(project, tmp_path / "out") != []


def test_an_article_that_is_no_utf_8_is_a_fault(project: Path, tmp_path: Path) -> None:
    (project / "docs" / "about.md").write_bytes("# 关于".encode("gb18030"))
    assert any("about.md" in line for line in faults(project, tmp_path / "out"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("  - lixin\n", "", "lixin"),
        ("- lixin", "- lixin\n  - no-such-plugin", "no-such-plugin"),
        ("tables", "no_such", "no_such"),
    ],
)
def test_a_fault_of_mkdocs_yml_is_said(project: Path, tmp_path: Path, before: str, after: str, said: str) -> None:
    (project / "mkdocs.yml").write_text(MKDOCS.replace(before, after), encoding="utf-8")
    assert any(said in line for line in faults(project, tmp_path / "out"))


def test_nothing_is_printed(project: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(project, "about.md", "# 关于\n\n[甲](nowhere.md)\n")
    faults(project, tmp_path / "out")
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("mkdocs").handlers == [] or logging.getLogger("mkdocs").propagate


def test_a_build_makes_articles_again_only_when_they_changed(project: Path) -> None:
    first = editorial_pages(project, read_settings(project))
    assert editorial_pages(project, read_settings(project)).fingerprint == first.fingerprint
    write(project, "about.md", "# 新的\n")
    assert editorial_pages(project, read_settings(project)).fingerprint != first.fingerprint


def test_nothing_outside_the_articles_is_published_through_a_link(project: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "s.md").write_text("# secret\n", encoding="utf-8")
    (project / "docs" / "way").symlink_to(secret)
    assert faults(project, tmp_path / "out") == [
        "docs/way/s.md: 'way/s.md' is a link to a place outside docs, so it is not published",
    ]
    (project / "docs" / "way").unlink()
    (project / "docs" / "leak.txt").symlink_to(secret / "s.md")
    assert len(faults(project, tmp_path / "again")) == 1


def test_a_link_among_the_articles_is_fine(project: Path, tmp_path: Path) -> None:
    (project / "docs" / "again.md").symlink_to("about.md")
    assert "again.html" in made(project, tmp_path / "out")
