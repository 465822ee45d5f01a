"""Publishing cannot break: nginx under a hammer, and publishers that are killed."""

from __future__ import annotations

import gzip
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import brotli
import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.publish.folder import Folder
from generator.publish.server import Served, nginx_config
from tests.build.project import write_record
from tests.model import made
from tests.nginx import free_port, running_nginx
from tests.publish.made import LONG, Site
from tests.publish.portal import CERTIFICATES, PATIENCE, write_registry

ROUNDS = 20
KILLS = 30
VISITORS = 4
PAGE = '<link rel="stylesheet" href="assets/lixin.{edition:08x}.css"><p>{edition}</p>' + LONG


def edition_of(text: str) -> int:
    found = re.search(r"<p>(\d+)</p>", text)
    assert found is not None, text[:200]
    return int(found[1])


def edition(number: int) -> dict[str, str | None]:
    """Every page of a site says `number`, and so does its style sheet."""
    pages = {name: PAGE.format(edition=number) for name in ("index.html", "c/1.html", "c/2.html", "e/1.html")}
    old = {f"assets/lixin.{number - 1:08x}.css": None} if number else {}
    return {**pages, **old, f"assets/lixin.{number:08x}.css": f"p{{order:{number}}}" + LONG}


@dataclass
class Visitor:
    """Reads pages as fast as the server answers, and follows each to the style sheet that it names."""

    port: int
    done: Event
    requests: int = 0
    tags: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read(self) -> int:
        seen = 0
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            while not self.done.is_set():
                for page in ("index.html", "c/1.html", "c/2.html", "e/1.html"):
                    text = self._get(connection, page)
                    found = edition_of(text)
                    assert text == PAGE.format(edition=found)
                    assert found >= seen, "an older page after a newer one"
                    seen = found
                    style = self._get(connection, f"assets/lixin.{found:08x}.css")
                    assert style.startswith(f"p{{order:{found}}}")
        return seen

    def _get(self, connection: HTTPConnection, path: str) -> str:
        """A page as a browser has it: asked for again each time, and taken from its cache when the server says so."""
        tag, kept = self.tags.get(path, ("", ""))
        connection.request("GET", f"/{path}", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
        answer = connection.getresponse()
        content = answer.read()
        self.requests += 1
        if answer.status == 304:
            return kept
        assert answer.status == 200, f"{path}: {answer.status}"
        text = gzip.decompress(content).decode()
        self.tags[path] = (answer.headers["ETag"], text)
        return text


def test_a_visitor_sees_no_error_and_never_a_mix(tmp_path: Path) -> None:
    site, target, port, done = Site(tmp_path), Folder(tmp_path / "www"), free_port(), Event()
    site.change(edition(0))
    site.send(target)
    config = nginx_config(Served(f"http://127.0.0.1:{port}/", str(target.current)), "zh")
    visitors = [Visitor(port, done) for _ in range(VISITORS)]
    with running_nginx(config, port, tmp_path / "nginx"), ThreadPoolExecutor(VISITORS) as pool:
        visits: list[Future[int]] = [pool.submit(visitor.read) for visitor in visitors]
        try:
            for number in range(1, ROUNDS + 1):
                site.change(edition(number))
                site.send(target)
                _let_read(visitors, visits)
        finally:
            done.set()
    assert [visit.result() <= ROUNDS for visit in visits] == [True] * VISITORS
    assert max(visit.result() for visit in visits) == ROUNDS


def _let_read(visitors: list[Visitor], visits: list[Future[int]]) -> None:
    """Lets every visitor read each page once more; the first that finds a fault ends it."""
    goals = [visitor.requests + 8 for visitor in visitors]
    deadline = monotonic() + 60
    while any(visitor.requests < goal for visitor, goal in zip(visitors, goals, strict=True)):
        if any(visit.done() for visit in visits):
            return
        assert monotonic() < deadline, "the visitors do not get on"
        sleep(0.001)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_registry(tmp_path / "project")


def editions(folder: Path) -> Iterator[str]:
    """What each page that names the holder says, plain and compressed."""
    for path in (f"c/{CERTIFICATES[0].number}.html", f"e/{made.HOLDER}.html"):
        page = (folder / path).read_bytes()
        assert gzip.decompress((folder / f"{path}.gz").read_bytes()) == page
        assert brotli.decompress((folder / f"{path}.br").read_bytes()) == page
        yield from set(re.findall(r"云栖第(\d+)版有限公司", page.decode()))


def test_a_publisher_killed_at_any_moment_never_leaves_a_broken_site(root: Path, tmp_path: Path) -> None:
    moments, target = random.Random(20261125), Folder(tmp_path / "www")
    publish = [sys.executable, "-m", "generator", "publish", f"dir:{target.path}", "--root", str(root)]
    assert main(publish[3:]) == 0
    rename(root, 0)
    started = monotonic()
    subprocess.run(publish, check=True, capture_output=True, timeout=PATIENCE)
    usual, killed, last = monotonic() - started, 0, 0
    for number in range(1, KILLS + 1):
        rename(root, number)
        with subprocess.Popen(publish, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                process.wait(timeout=moments.uniform(0.3, 1) * usual)
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            process.wait(timeout=PATIENCE)
        (found,) = set(editions(target.current))
        assert last <= int(found) <= number
        last = int(found)
    assert killed
    assert main(publish[3:]) == 0
    assert set(editions(target.current)) == {str(KILLS)}
    site = root / "site"
    for path in (path for path in site.rglob("*") if path.is_file()):
        assert (target.current / path.relative_to(site)).read_bytes() == path.read_bytes()


def rename(root: Path, number: int) -> None:
    write_record(root, replace(made.ENTERPRISE, name=f"云栖第{number}版有限公司"))
