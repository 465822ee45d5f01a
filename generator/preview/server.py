"""The preview over HTTP, on this machine alone: pages as they would be, and events that tell of changes.

What is asked for is looked up among the pages of the site; no part of a request ever becomes a path on the disk.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import BoundedSemaphore
from typing import Any, Protocol
from urllib.parse import unquote

from generator.language import Strings
from generator.preview.board import Board, News
from generator.problems import Problem, in_order
from generator.problems.catalogue import hint, is_error, message, severity, visible
from generator.render import urls

HOST = "127.0.0.1"
OWN = "_preview/"
"""Folder of the preview's own files; no record or article has such an address."""

NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names by which a browser may ask. Another one is a page elsewhere whose name was pointed at this machine."""

CONNECTIONS = 128
PATIENCE = 20.0
"""Seconds after which a silent connection is given up, and between signs of life on one that waits for events."""

MOST_PROBLEMS = 20
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "vcf": "text/vcard; charset=utf-8",
    "webp": "image/webp",
    "xml": "application/xml",
}


class PageError(Exception):
    """A page could not be made; the text says why."""


class Site(Protocol):
    def page(self, path: str) -> bytes | None:
        """The bytes of the file at `path`, relative to the site; None if there is none.

        Raises:
            PageError: it cannot be made.
        """


class PreviewServer(ThreadingHTTPServer):
    """Answers from `site`, and tells browsers what is put on `board`."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, site: Site, board: Board, words: Strings, lang: str) -> None:
        self.site, self.board, self.words, self.lang = site, board, words, lang
        self._free = BoundedSemaphore(CONNECTIONS)
        super().__init__((HOST, port), _Handler)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}/"

    def process_request(self, request: Any, client_address: Any) -> None:
        """Beyond so many connections at a time a further one is closed unanswered."""
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that leaves in the middle of an answer is nothing to tell of."""


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    protocol_version = "HTTP/1.1"
    server_version = "lixin"
    sys_version = ""
    timeout = PATIENCE

    def do_GET(self) -> None:
        self._answer(self._send)

    def do_HEAD(self) -> None:
        self._answer(self._send_head)

    def _answer(self, send: Callable[[HTTPStatus, str, bytes, str], None]) -> None:
        name = self.headers.get("Host", "").strip().lower()
        if name.rpartition(":")[0] not in NAMES and name not in NAMES:
            return send(HTTPStatus.MISDIRECTED_REQUEST, "txt", b"", "")
        path = site_path(self.path)
        if path == OWN + "events" and self.command == "GET":
            return self._events()
        if path in _OWN_FILES:
            return send(HTTPStatus.OK, path.rpartition(".")[2], _own_file(path), "")
        status, content = self._page(path)
        ending = path.rpartition(".")[2].lower() if status is HTTPStatus.OK else "html"
        if ending != "html":
            return send(status, ending, content, "")
        mark = sha256(content).hexdigest()[:16]
        return send(status, ending, with_script(content, mark), mark)

    def _page(self, path: str) -> tuple[HTTPStatus, bytes]:
        words = self.server.words
        if not self.server.board.news.number:
            return HTTPStatus.SERVICE_UNAVAILABLE, _bare(words.reading)
        try:
            found = self.server.site.page(path)
            if found is not None:
                return HTTPStatus.OK, found
            return HTTPStatus.NOT_FOUND, self.server.site.page(urls.NOT_FOUND) or _bare(words.nothing)
        except PageError as error:
            return HTTPStatus.INTERNAL_SERVER_ERROR, _bare(str(error))

    def _send(self, status: HTTPStatus, ending: str, content: bytes, mark: str) -> None:
        self._send_head(status, ending, content, mark)
        self.wfile.write(content)

    def _send_head(self, status: HTTPStatus, ending: str, content: bytes, mark: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", TYPES.get(ending, "application/octet-stream"))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if mark:
            self.send_header("X-Lixin-Page", mark)
        self.end_headers()

    def _events(self) -> None:
        """Server-sent events (HTML, 9.2): the news now and whenever there are others."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        board, seen = self.server.board, -1
        while not board.closed:
            news = board.later_than(seen, PATIENCE)
            text = ":\n\n" if news.number == seen else f"event: news\ndata: {self._told(news)}\n\n"
            seen = news.number
            self.wfile.write(text.encode("utf-8", "replace"))
            self.wfile.flush()

    def _told(self, news: News) -> str:
        return json.dumps(told(news, self.server.words, self.server.lang), ensure_ascii=False)

    def log_message(self, format: str, *args: object) -> None:
        """Stays quiet."""


def site_path(target: str) -> str:
    """The path of the site that a request asks for: ``/c/A.html?x`` is ``c/A.html``, a folder its ``index.html``."""
    path = unquote(target.partition("?")[0].partition("#")[0], errors="replace").removeprefix("/")
    return path + "index.html" if not path or path.endswith("/") else path


def with_script(page: bytes, mark: str) -> bytes:
    """The page with the preview's script at the end of its head; `mark` tells this state of it from others."""
    tag = f'<script src="/{OWN}preview.js" data-page="{mark}" defer></script>\n'.encode()
    head, end, rest = page.partition(b"</head>")
    return head + tag + end + rest if end else page


def told(news: News, words: Strings, lang: str) -> dict[str, object]:
    """The news as the page's script shows them: what stands in the way of showing the files as they are now."""
    errors = [item for item in in_order(news.problems) if is_error(item)]
    items = [_item("error", "", fault, "") for fault in news.faults] + [_problem(item, lang) for item in errors]
    rest = len(items) - MOST_PROBLEMS
    return {
        "number": news.number,
        "title": str(words.broken),
        "items": items[:MOST_PROBLEMS],
        "more": str(words.more).format(count=rest) if rest > 0 else "",
    }


def _problem(found: Problem, lang: str) -> dict[str, str]:
    place = f"{visible(found.file)}:{found.line or 1}:{found.column or 1}  {found.code}"
    return _item(severity(found.code), place, message(found, lang), hint(found, lang))


def _item(level: str, place: str, said: str, mend: str) -> dict[str, str]:
    return {"severity": level, "place": place, "said": said, "hint": mend}


_OWN_FILES = frozenset({OWN + "preview.js", OWN + "preview.css"})


def _own_file(path: str) -> bytes:
    return files("generator.preview").joinpath(path.removeprefix(OWN)).read_bytes()


def _bare(text: str) -> bytes:
    """A page that says one thing, where there is no better one."""
    head = "<!DOCTYPE html>\n<html>\n<head>\n<title>lixin</title>\n</head>\n"
    return f"{head}<body><pre>{escape(text)}</pre></body>\n</html>\n".encode("utf-8", "replace")
