"""A project with a few articles, beside the records of the build's tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.editorial.pages import build_editorial
from generator.settings import read_settings
from tests.build.project import contents, write_project
from tests.conftest import PROJECT

MKDOCS = """\
site_name: 立信示例
site_url: https://lixin.example/
use_directory_urls: false
theme: {name: material, custom_dir: overrides, language: zh, font: false}
plugins:
  - blog: {blog_dir: news, post_url_format: "{date}-{slug}", post_url_date_format: yyyy-MM-dd, archive: false,
           categories: false, pagination_url_format: "page-{page}"}
  - lixin
markdown_extensions: [tables, toc, admonition]
"""
ARTICLES = {
    "index.md": "---\ntemplate: home.html\ntitle: 首页\n---\n\n## 为什么\n\n为了查得到。\n",
    "about.md": "# 关于\n\n先看[证书查询](verify.html)，再看[售后测评](schemes/after-sales.html)。\n",
    "guides/index.md": "# 指南\n\n| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| 一 | **二** | 三 |\n\n    代码\n",
    "news/index.md": "# 新闻\n",
    "news/.authors.yml": "authors: {editors: {name: 编辑部, description: 编辑, avatar: assets/logo.svg}}\n",
    "news/posts/first.md": (
        "---\ndate: 2026-03-01\nauthors: [editors]\nsource: 本站 <b>\nslug: first\n---\n\n# 第一篇\n\n开头。\n\n"
        "<!-- more -->\n\n见[关于](../../about.md)和[查询](../../verify.html)。\n"
    ),
    "news/posts/second.md": "---\ndate: 2026-03-02\n---\n\n# 第二篇 消息\n\n正文。\n",
}


def write_articles(root: Path) -> Path:
    """A whole project at `root`: records, articles, and this project's own overrides."""
    write_project(root)
    shutil.copytree(PROJECT / "overrides", root / "overrides")
    (root / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    for name, text in ARTICLES.items():
        write(root, name, text)
    return root


def write(root: Path, name: str, text: str) -> None:
    file = root / "docs" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def made(root: Path, into: Path) -> dict[str, bytes]:
    """The articles of the project at `root`, as files."""
    into.mkdir()
    build_editorial(root, read_settings(root), into)
    return contents(into)
