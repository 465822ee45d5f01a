"""Chromium of the machine, driven by Playwright; each visit is watched for what a page must never do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True, slots=True)
class View:
    """How a visitor looks at the site."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    touch: bool = False

    def __str__(self) -> str:
        return self.name


PHONE = View("phone-light", 360, 780, touch=True)
PHONE_DARK = View("phone-dark", 360, 780, "dark", touch=True)
DESKTOP = View("desktop-light", 1280, 900)
DESKTOP_DARK = View("desktop-dark", 1280, 900, "dark")
NARROWEST = View("narrowest", 320, 640, touch=True)
VIEWS = (PHONE, PHONE_DARK, DESKTOP, DESKTOP_DARK)


@dataclass
class Visitor:
    """Opens pages, each in a fresh browser profile, and writes down every complaint: errors in the console (a breach of
    the content security policy is one), uncaught exceptions, failed requests, and requests to another host."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def enter(
        self,
        view: View = DESKTOP,
        *,
        scripts: bool = True,
        at: str | datetime | None = None,
        zone: str = "Asia/Shanghai",
    ) -> Page:
        """An empty page. `at` stops the clock at an ISO date-time with its offset; `zone` is where the device is."""
        context = self.browser.new_context(
            viewport={"width": view.width, "height": view.height},
            color_scheme=view.scheme,
            has_touch=view.touch,
            is_mobile=view.touch,
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id=zone,
            reduced_motion="reduce",
            service_workers="block",
        )
        self.contexts.append(context)
        page = context.new_page()
        if at is not None:
            page.clock.set_fixed_time(at)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", self._follow)
        page.on("requestfailed", self._miss)
        return page

    def open(
        self,
        path: str,
        view: View = DESKTOP,
        *,
        scripts: bool = True,
        at: str | datetime | None = None,
        zone: str = "Asia/Shanghai",
    ) -> Page:
        """The page at `path` of the site, loaded."""
        page = self.enter(view, scripts=scripts, at=at, zone=zone)
        page.goto(f"{self.address}/{path}")
        return page

    def leave(self) -> None:
        while self.contexts:
            self.contexts.pop().close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or a page left before it was whole
            self.complaints.append(f"fails: {request.url}: {request.failure}")

    def _follow(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and f"{parts.scheme}://{parts.netloc}" != self.address:
            self.complaints.append(f"asks another host: {request.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium. Where there is none, the test fails: a skipped gate is an open gate."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("Chromium is not installed (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, served_site: str) -> Iterator[Visitor]:
    """A visitor of the sample site. At the end of the test the visit must have given no complaint."""
    someone = Visitor(chromium, served_site)
    yield someone
    heard = list(someone.complaints)
    someone.leave()
    assert heard == []


@pytest.fixture
def page(visitor: Visitor) -> Page:
    """An empty page on a desktop."""
    return visitor.enter()


@pytest.fixture
def phone(visitor: Visitor) -> Page:
    """An empty page on a phone."""
    return visitor.enter(PHONE)
