"""The live site has the bytes that a build would write, and keeps its last sound state."""

from __future__ import annotations

import os
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from msgspec.structs import replace

from generator.build import reading
from generator.build.engine import Options, build
from generator.build.place import place_of
from generator.editorial.pages import editorial_pages
from generator.plan.output import Planned
from generator.preview import contents as contents_module
from generator.preview import live as live_module
from generator.preview.live import LiveSite
from generator.preview.server import PageError
from generator.preview.watch import Changes
from generator.records import load
from generator.render.house import House
from generator.settings import read_settings
from tests.build.project import AT, OTHERS, contents, write_record
from tests.model import made
from tests.preview.project import FRONT, write_portal

PAGE = "c/DEMO-2024-0001.html"
SAVED = Changes(frozenset({"registry"}), frozenset({"registry/certificates/2024"}))
FILE = "registry/certificates/2024/DEMO-2024-0001.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_portal(tmp_path / "project")


@pytest.fixture
def live(root: Path) -> LiveSite:
    return LiveSite(root, place_of(root / "site"), "zh")


def built(root: Path) -> dict[str, bytes]:
    settings = read_settings(root)
    summary = build(root, root / "site", settings, Options(at=AT, jobs=1), editorial_pages(root, settings))
    assert not summary.stopped
    return contents(root / "site")


def page(live: LiveSite, path: str = PAGE) -> str:
    found = live.page(path)
    assert found is not None
    return found.decode()


def test_every_file_is_the_one_that_a_build_writes(root: Path, live: LiveSite) -> None:
    live.look(AT)
    expected = built(root)
    assert {path: live.page(path) for path in expected} == expected
    write_record(root, replace(OTHERS[0], scope="别的范围", grade="three-star"))
    (root / "registry/certificates/2024/DEMO-2024-0007.yaml").unlink()
    (root / "docs/index.md").write_text(FRONT + "\n新的一句\n", encoding="utf-8")
    live.look(AT)
    expected = built(root)
    assert "新的一句" in expected["index.html"].decode()
    assert {path: live.page(path) for path in expected} == expected
    assert live.page("c/DEMO-2024-0007.html") is None


def test_nothing_is_there_before_the_first_look(live: LiveSite) -> None:
    assert live.page(PAGE) is None


def test_a_saved_record_shows_after_the_next_look(root: Path, live: LiveSite) -> None:
    live.look(AT)
    write_record(root, made.certificate(scope="别的范围"))
    assert "别的范围" not in page(live)
    assert live.look(AT, SAVED).problems == ()
    assert "别的范围" in page(live)
    (root / "registry/certificates/2024/DEMO-2024-0007.yaml").unlink()
    live.look(AT, SAVED)
    assert live.page("c/DEMO-2024-0007.html") is None
    assert "别的范围" in page(live)


def test_what_was_wrong_elsewhere_is_looked_at_again(root: Path, live: LiveSite) -> None:
    live.look(AT)
    stray = root / "registry/enterprises/notes.txt"
    stray.write_text("x", encoding="utf-8")
    assert [item.code for item in live.look(AT).problems] == ["wrong-extension"]
    assert [item.code for item in live.look(AT, SAVED).problems] == ["wrong-extension"]
    stray.unlink()
    assert live.look(AT, SAVED).problems == ()


@pytest.mark.parametrize("broken", ["number: [", "grade: six-star\n", ""])
def test_a_broken_record_leaves_the_last_sound_state(root: Path, live: LiveSite, broken: str) -> None:
    live.look(AT)
    sound = (root / FILE).read_text(encoding="utf-8")
    (root / FILE).write_text(broken if broken != "grade: six-star\n" else sound.replace("five-star", "six-star"))
    news = live.look(AT)
    assert {item.file for item in news.problems} == {FILE}
    assert all(item.line for item in news.problems)
    assert made.CERTIFICATE.scope in page(live)
    (root / FILE).write_text(sound.replace(made.CERTIFICATE.scope, "改好了"), encoding="utf-8")
    assert live.look(AT).problems == ()
    assert "改好了" in page(live)


def test_an_article_saved_while_a_record_is_broken_shows_once_that_is_mended(root: Path, live: LiveSite) -> None:
    live.look(AT)
    sound = (root / FILE).read_text(encoding="utf-8")
    (root / FILE).write_text("number: [", encoding="utf-8")
    (root / "docs/index.md").write_text(FRONT + "\n新的一句\n", encoding="utf-8")
    live.look(AT, Changes(frozenset({"registry", "docs"})))
    (root / FILE).write_text(sound, encoding="utf-8")
    live.look(AT, SAVED)
    assert "新的一句" in page(live, "index.html")


def test_what_is_broken_from_the_start_shows_nothing_and_says_why(root: Path, live: LiveSite) -> None:
    write_record(root, made.certificate(grade="six-star"))
    assert [item.code for item in live.look(AT).problems] == ["grade-unknown"]
    assert live.page(PAGE) is None


def test_a_broken_article_is_told_with_its_line(root: Path, live: LiveSite) -> None:
    live.look(AT)
    (root / "docs/index.md").write_text(FRONT + "\n[x](nowhere.md)\n", encoding="utf-8")
    news = live.look(AT)
    assert [fault.split(":")[:2] for fault in news.faults] == [["docs/index.md", "5"]]
    assert page(live)


@pytest.mark.parametrize(
    ("file", "text"), [("mkdocs.yml", "site_name: ["), ("overrides/verify.html", "{% if %}"), ("mkdocs.yml", "")]
)
def test_broken_settings_and_templates_are_told(root: Path, live: LiveSite, file: str, text: str) -> None:
    live.look(AT)
    (root / file).write_text(text, encoding="utf-8")
    assert len(live.look(AT).faults) == 1
    assert page(live)


def test_a_template_that_fails_while_rendering_fails_its_page_alone(root: Path, live: LiveSite) -> None:
    (root / "overrides/verify.html").write_text("{{ nothing.there }}", encoding="utf-8")
    assert live.look(AT).faults == ()
    with pytest.raises(PageError, match=r"verify\.html"):
        live.page("verify.html")
    assert page(live)


def test_a_settings_change_shows_everywhere(root: Path, live: LiveSite) -> None:
    live.look(AT)
    text = (root / "mkdocs.yml").read_text(encoding="utf-8")
    (root / "mkdocs.yml").write_text(text.replace("site_name: 立信示例", "site_name: 新站名"), encoding="utf-8")
    live.look(AT)
    assert "新站名" in page(live)


def test_after_a_build_a_preview_starts_without_reading_or_rendering_any_record(
    root: Path, live: LiveSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(root)
    built(root)
    read: list[str] = []
    rendered: list[str] = []

    def content_of(planned: Planned, house: House) -> bytes:
        rendered.append(planned.path)
        return contents_module.content_of(planned, house)

    def record_of(kind: str, path: str, *rest: Any) -> Any:
        read.append(path)
        return load.record_of(kind, path, *rest)

    monkeypatch.setattr(reading, "record_of", record_of)
    monkeypatch.setattr(live_module, "content_of", content_of)
    live.look(AT)
    assert (read, rendered) == ([], [])
    live.page(PAGE)
    assert (read, rendered) == ([], [PAGE])


def settle(root: Path) -> None:
    """Makes the records old enough to be taken for unchanged as long as they look it."""
    for file in (root / "registry").rglob("*.yaml"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    sleep(2 * reading.FRESH / 1e9)


def test_nothing_is_written_into_the_project_but_the_state(root: Path, live: LiveSite) -> None:
    before = set(contents(root))
    live.look(AT)
    page(live)
    assert {path.partition("/")[0] for path in set(contents(root)) - before} == {".site.lixin"}
