"""An open page follows what is saved: it changes by itself, and says what is wrong until it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page, expect

from generator.build.place import place_of
from generator.language import strings
from generator.preview.board import Board
from generator.preview.live import LiveSite
from generator.preview.server import PreviewServer
from generator.preview.watch import watching
from generator.schema.certificate import Event
from tests.browser.conftest import Visitor
from tests.build.project import AT, OTHERS, write_record
from tests.model import made
from tests.preview.project import FRONT, write_portal

PAGE = "c/DEMO-2024-0001.html"
LONG = 20_000.0
HOLD_ONE_ANSWER = """() => {
  const real = window.fetch;
  window.fetch = async (...asked) => {
    window.fetch = real;
    const answer = await real(...asked);
    await new Promise((letGo) => { window.letGo = letGo; });
    window.gone = true;
    return answer;
  };
}"""
"""Keeps a page from hearing the next answer to what it asks until it calls `letGo`."""


@contextmanager
def previewed(root: Path) -> Iterator[str]:
    """The address of the live preview of a project, without a slash at its end."""
    board, site = Board(), LiveSite(root, place_of(root / "site"), "zh")
    with watching(root) as watch, PreviewServer(0, site, board, strings("zh").preview, "zh") as server:

        def follow() -> None:
            board.put(site.look(AT))
            while not watch.closed:
                changes = watch.changes(0.2)
                if changes is not None:
                    board.put(site.look(AT, changes))

        threads = [Thread(target=follow), Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})]
        for thread in threads:
            thread.start()
        try:
            yield server.address.rstrip("/")
        finally:
            watch.close()
            board.close()
            server.shutdown()
            for thread in threads:
                thread.join()
            site.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_portal(tmp_path / "project")


@pytest.fixture
def page(chromium: Browser, root: Path) -> Iterator[Page]:
    """The page of a certificate, open since before the registry was read."""
    with previewed(root) as address:
        visitor = Visitor(chromium, address)
        yield visitor.open(PAGE)
        heard = [text for text in visitor.complaints if "503" not in text and "favicon" not in text]
        visitor.leave()
        assert heard == []


def test_an_open_page_follows_its_record(root: Path, page: Page) -> None:
    expect(page.get_by_text(made.CERTIFICATE.scope).first).to_be_visible(timeout=LONG)
    write_record(root, made.certificate(scope="改过的范围"))
    expect(page.get_by_text("改过的范围").first).to_be_visible(timeout=LONG)

    file = write_record(root, made.certificate(scope="改过的范围", grade="six-star"))
    overlay = page.get_by_role("alert")
    expect(overlay).to_be_visible(timeout=LONG)
    line = 1 + file.read_text(encoding="utf-8").splitlines().index("grade: six-star")
    expect(overlay).to_contain_text(f"registry/certificates/2024/DEMO-2024-0001.yaml:{line}:8")
    expect(overlay).to_contain_text("six-star")
    expect(overlay).to_contain_text("five-star")
    expect(page.get_by_text("改过的范围").first).to_be_visible()

    paused = Event(kind="suspended", date=AT, reason="某因")
    mended = made.certificate(scope="改好的范围", events=(*made.CERTIFICATE.events, paused))
    write_record(root, mended)
    expect(page.get_by_text("改好的范围").first).to_be_visible(timeout=LONG)
    expect(overlay).to_have_count(0)


def test_a_page_that_a_change_does_not_touch_is_not_loaded_again(root: Path, page: Page) -> None:
    expect(page.get_by_text(made.CERTIFICATE.scope).first).to_be_visible(timeout=LONG)
    page.evaluate("window.mark = 'still here'")
    write_record(root, replace(OTHERS[0], grade="six-star"))
    expect(page.get_by_role("alert")).to_be_visible(timeout=LONG)
    write_record(root, OTHERS[0])
    expect(page.get_by_role("alert")).to_have_count(0, timeout=LONG)
    assert page.evaluate("window.mark") == "still here"


def test_what_is_wrong_stays_in_sight_when_older_news_are_dealt_with_late(root: Path, page: Page) -> None:
    expect(page.get_by_text(made.CERTIFICATE.scope).first).to_be_visible(timeout=LONG)
    page.evaluate(HOLD_ONE_ANSWER)
    write_record(root, OTHERS[0])
    page.wait_for_function("() => window.letGo", timeout=LONG)
    write_record(root, replace(OTHERS[0], grade="six-star"))
    expect(page.get_by_role("alert")).to_be_visible(timeout=LONG)
    page.evaluate("window.letGo()")
    page.wait_for_function("() => window.gone", timeout=LONG)
    page.evaluate("new Promise((done) => setTimeout(done, 50))")
    expect(page.get_by_role("alert")).to_be_visible()


def test_hostile_text_in_a_problem_is_text(root: Path, page: Page) -> None:
    expect(page.get_by_text(made.CERTIFICATE.scope).first).to_be_visible(timeout=LONG)
    write_record(root, made.certificate(grade="<img src=x onerror=alert(1)>"))
    overlay = page.get_by_role("alert")
    expect(overlay).to_contain_text("<img src=x onerror=alert(1)>", timeout=LONG)
    assert overlay.locator("img").count() == 0


def test_an_article_is_followed_too(root: Path, page: Page) -> None:
    expect(page.get_by_text(made.CERTIFICATE.scope).first).to_be_visible(timeout=LONG)
    page.goto(page.url.replace(PAGE, ""))
    (root / "docs/index.md").write_text(FRONT + "\n新的一句\n", encoding="utf-8")
    expect(page.get_by_text("新的一句")).to_be_visible(timeout=LONG)
