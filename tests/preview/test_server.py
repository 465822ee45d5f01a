"""The preview answers a browser on this machine, and comes to no harm by anybody else."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPResponse
from threading import Thread

import pytest

from generator.language import strings
from generator.preview import server as server_module
from generator.preview.board import Board, News
from generator.preview.server import PageError, PreviewServer, site_path, with_script
from generator.problems import problem

PAGE = b"<!DOCTYPE html>\n<html>\n<head>\n<title>A</title>\n</head>\n<body></body>\n</html>\n"


class Pages:
    def __init__(self) -> None:
        self.files = {"index.html": PAGE, "c/A.html": PAGE, "c/A.json": b"{}", "404.html": PAGE.replace(b"A", b"none")}

    def page(self, path: str) -> bytes | None:
        if path == "broken.html":
            raise PageError("<b>broken</b>")
        return self.files.get(path)


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def pages() -> Pages:
    return Pages()


@pytest.fixture
def port(board: Board, pages: Pages) -> Iterator[int]:
    board.put(News())
    server = PreviewServer(0, pages, board, strings("zh").preview, "zh")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server.server_address[1]
    board.close()
    server.shutdown()
    server.server_close()
    thread.join()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()


def raw(port: int, data: bytes) -> bytes:
    """What comes back before the connection ends; whoever sends more than is read is cut off with a reset."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection, suppress(ConnectionError):
        connection.sendall(data)
        with suppress(OSError):  # the other end may have gone before, and then nothing is connected
            connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(65536):
            answer += piece
    return answer


def test_a_page_is_sent_with_the_script_and_nothing_else_changed(port: int) -> None:
    answer, body = ask(port, "/c/A.html")
    mark = answer.getheader("X-Lixin-Page")
    assert answer.status == 200
    assert answer.getheader("Content-Type") == "text/html; charset=utf-8"
    script = f'<script src="/_preview/preview.js" data-page="{mark}" defer></script>\n'.encode()
    assert body.replace(script, b"") == PAGE
    assert body != PAGE


def test_other_files_are_sent_as_they_are(port: int) -> None:
    answer, body = ask(port, "/c/A.json?x=1")
    assert (answer.status, body) == (200, b"{}")
    assert answer.getheader("Content-Type") == "application/json"


def test_a_head_says_whether_the_page_has_changed(port: int, pages: Pages) -> None:
    before, body = ask(port, "/", "HEAD")
    assert body == b""
    pages.files["index.html"] = PAGE.replace(b"A", b"B")
    after, _ = ask(port, "/", "HEAD")
    assert before.getheader("X-Lixin-Page") != after.getheader("X-Lixin-Page")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/%00",
        "/a%00.html",
        "/%ff%fe",
        "/\\..\\x",
        "/_preview/../x",
        "/_preview/board.py",
        "/c/A.html/",
        "/" + "a" * 5000,
    ],
)
def test_what_is_no_page_is_not_found(port: int, path: str) -> None:
    answer, body = ask(port, path)
    assert answer.status == 404
    assert b"none" in body


def test_before_the_first_look_has_ended_pages_ask_for_patience() -> None:
    with PreviewServer(0, Pages(), Board(), strings("zh").preview, "zh") as server:
        Thread(target=server.handle_request, daemon=True).start()
        answer, body = ask(server.server_address[1], "/c/A.html")
    assert answer.status == 503
    assert b"preview.js" in body
    assert b"<title>A</title>" not in body


def test_a_page_that_cannot_be_made_says_so_as_text(port: int) -> None:
    answer, body = ask(port, "/broken.html")
    assert answer.status == 500
    assert b"&lt;b&gt;broken&lt;/b&gt;" in body
    assert b"preview.js" in body


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80"])
def test_a_foreign_name_for_this_machine_gets_nothing(port: int, name: str) -> None:
    answer, body = ask(port, "/", Host=name)
    assert (answer.status, body) == (421, b"")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1:8000", "LOCALHOST:1", "[::1]:80"])
def test_its_own_names_are_answered(port: int, name: str) -> None:
    assert ask(port, "/", Host=name)[0].status == 200


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: a\r\n" * 500 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: loc",
        b"",
    ],
)
def test_hostile_requests_are_refused_quietly(port: int, data: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    answer = raw(port, data)
    assert b"<title>A</title>" not in answer
    assert ask(port, "/")[0].status == 200
    assert capfd.readouterr().err == ""


def test_more_connections_than_there_may_be_do_not_end_the_service(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(300)]
    for connection in many:
        connection.close()
    assert any(_answered(port) for _ in range(50))


def _answered(port: int) -> bool:
    try:
        return ask(port, "/")[0].status == 200
    except OSError:
        return False


def test_the_news_come_at_once_and_whenever_there_are_others(port: int, board: Board) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/_preview/events")
        answer = connection.getresponse()
        assert answer.getheader("Content-Type") == "text/event-stream; charset=utf-8"
        assert _event(answer)["items"] == []
        unknown = problem("unknown-issuer", "a.yaml", ("issuer",), value="<x>")
        board.put(News(problems=(unknown,), faults=("docs/a.md:1: fault",)))
        items = _event(answer)["items"]
        assert [item["place"] for item in items] == ["", "a.yaml:1:1  unknown-issuer"]
        assert "<x>" in items[1]["said"]
        board.put(News(problems=(problem("expired-negative-record", "a.yaml", (), until="2026-01-01"),)))
        assert _event(answer)["items"] == [], "a warning stands in nobody's way"


def _event(answer: HTTPResponse) -> dict[str, list[dict[str, str]]]:
    lines = iter(answer.readline, b"")
    found: dict[str, list[dict[str, str]]] = json.loads(
        next(line for line in lines if line.startswith(b"data: ")).removeprefix(b"data: ")
    )
    return found


def test_endless_problems_are_counted() -> None:
    many = tuple(problem("unknown-issuer", f"{number}.yaml", (), value="x") for number in range(50))
    shown = server_module.told(News(problems=many), strings("en").preview, "en")
    assert len(shown["items"]) == server_module.MOST_PROBLEMS  # type: ignore[arg-type]
    assert "30" in str(shown["more"])


@pytest.mark.parametrize(
    ("target", "path"),
    [("/", "index.html"), ("/c/", "c/index.html"), ("/c/A.html?b#c", "c/A.html"), ("/c/%E8%AF%81.html", "c/证.html")],
)
def test_what_a_request_asks_for(target: str, path: str) -> None:
    assert site_path(target) == path


def test_a_page_without_a_head_is_left_alone() -> None:
    assert with_script(b"text", "x") == b"text"
