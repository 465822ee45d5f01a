"""The configuration of nginx, read by nginx itself, and what it then answers."""

from __future__ import annotations

import gzip
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path

import pytest

from generator.publish.failure import PublishError
from generator.publish.folder import Folder
from generator.publish.headers import POLICY
from generator.publish.server import Served, caddy_config, nginx_config
from tests.conftest import PROJECT
from tests.nginx import free_port, running_nginx, write_configuration
from tests.publish.made import LONG, Site

PAGES: dict[str, str | None] = {
    "index.html": "首页",
    "404.html": "没有这一页",
    "c/1.html": LONG,
    "c/1.json": "{}",
    "e/1.vcf": "BEGIN:VCARD",
    "certificates/index.html": "名录",
    "assets/lixin.1a2b3c4d.css": "p{}",
    "data/certificates.csv": "编号",
    "data/SHA256SUMS": "0",
    "feeds/changes.atom": "<feed/>",
    "log/checkpoint": "lixin.example",
    "log/tile/0/000": "x",
    "log/tile/0/001.p/7": "x",
    "seal/1.svg": "<svg/>",
    ".well-known/did.json": "{}",
}


@pytest.fixture(scope="module", params=["/", "/credit/"])
def answer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    site, target = Site(folder), Folder(folder / "www")
    site.change(PAGES)
    site.send(target)
    served = Served(f"http://127.0.0.1:{port}{request.param}", str(target.current))
    with running_nginx(nginx_config(served, "zh"), port, folder / "nginx"):
        yield Answers(port, request.param)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Answers:
    """Asks the server for a path of the site."""

    port: int
    prefix: str

    def __call__(self, path: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            connection.request("GET", self.prefix + path, headers=named)
            found = connection.getresponse()
            return Answer(found.status, found.headers, found.read())


@pytest.mark.parametrize(
    ("path", "type"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("", "text/html; charset=utf-8"),
        ("certificates/", "text/html; charset=utf-8"),
        ("c/1.json", "application/json"),
        ("e/1.vcf", "text/vcard; charset=utf-8"),
        ("assets/lixin.1a2b3c4d.css", "text/css; charset=utf-8"),
        ("data/certificates.csv", "text/csv; charset=utf-8"),
        ("data/SHA256SUMS", "text/plain; charset=utf-8"),
        ("feeds/changes.atom", "application/atom+xml; charset=utf-8"),
        ("log/checkpoint", "text/plain; charset=utf-8"),
        ("log/tile/0/000", "application/octet-stream"),
        ("log/tile/0/001.p/7", "application/octet-stream"),
        ("seal/1.svg", "image/svg+xml"),
        (".well-known/did.json", "application/json"),
    ],
)
def test_every_file_has_its_type(answer: Answers, path: str, type: str) -> None:
    found = answer(path)
    assert (found.status, found.headers["Content-Type"]) == (200, type)


def test_every_answer_is_guarded(answer: Answers) -> None:
    for path in ("index.html", "c/1.json", "nowhere.html"):
        headers = answer(path).headers
        assert headers["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"] is None  # this is plain http


def test_the_policy_is_the_one_of_the_pages() -> None:
    assert f'content="{POLICY}"' in (PROJECT / "generator/templates/base.html").read_text(encoding="utf-8")


def test_pages_are_asked_for_each_time_and_what_is_named_by_its_content_stays(answer: Answers) -> None:
    lasting = "public, max-age=31536000, immutable"
    assert answer("c/1.html").headers["Cache-Control"] == "no-cache"
    assert answer("log/tile/0/001.p/7").headers["Cache-Control"] == "no-cache"
    assert answer("assets/lixin.1a2b3c4d.css").headers["Cache-Control"] == lasting
    assert answer("log/tile/0/000").headers["Cache-Control"] == lasting
    assert answer("assets/old.css").headers["Cache-Control"] is None


def test_an_unchanged_page_does_not_travel_again(answer: Answers) -> None:
    tag = answer("c/1.html").headers["ETag"]
    assert answer("c/1.html", If_None_Match=tag).status == 304


def test_the_compressed_sibling_is_sent_to_who_can_read_it(answer: Answers) -> None:
    found = answer("c/1.html", Accept_Encoding="gzip, br")
    assert found.headers["Content-Encoding"] == "gzip"
    assert found.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Accept-Encoding" in found.headers["Vary"]
    assert gzip.decompress(found.body).decode() == LONG == answer("c/1.html").body.decode()


def test_open_data_may_be_read_by_other_sites_and_pages_may_not(answer: Answers) -> None:
    for path in ("data/certificates.csv", "c/1.json", "seal/1.svg", "log/checkpoint", ".well-known/did.json"):
        assert answer(path).headers["Access-Control-Allow-Origin"] == "*"
    assert answer("c/1.html").headers["Access-Control-Allow-Origin"] is None


def test_what_is_not_there_is_explained(answer: Answers) -> None:
    for path in ("c/none.html", "c/"):
        found = answer(path)
        assert (found.status, found.body.decode()) == (404, "没有这一页")


@pytest.mark.parametrize("path", [".lixin.json", "c/.hidden", ".git/config", "certificates"])
def test_nothing_hidden_is_shown_and_a_folder_leads_to_its_page(answer: Answers, path: str) -> None:
    found = answer(path)
    assert found.status == (301 if path == "certificates" else 404)


def test_a_secure_site_is_accepted_by_nginx(tmp_path: Path) -> None:
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=lixin.example", "-days", "1")
    subprocess.run((*made, "-keyout", str(key), "-out", str(certificate)), check=True, capture_output=True, timeout=60)
    config = nginx_config(Served("https://lixin.example/", "/srv/lixin/current"), "en")
    assert 'Strict-Transport-Security "max-age=31536000"' in config
    config = config.replace("/etc/letsencrypt/live/lixin.example", str(tmp_path))
    command = write_configuration(config, tmp_path / "nginx")
    said = subprocess.run((*command, "-t"), capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 0, said.stderr


def test_brotli_is_switched_on_where_the_module_is() -> None:
    with_module = nginx_config(Served("https://lixin.example/", "/srv/lixin/current", brotli=True), "zh")
    assert "\n    brotli_static on;" in with_module


def test_caddy_gets_the_same_rules() -> None:
    config = caddy_config(Served("https://lixin.example/", "/srv/lixin/current"), "zh")
    assert "root * /srv/lixin/current" in config
    assert POLICY in config
    assert "precompressed br gzip" in config
    assert "@head" not in config.replace("@hidden", "")


@pytest.mark.parametrize("root", ["/srv/my site/current", "/srv/a;b", "/srv/$x", ""])
def test_a_folder_that_would_break_the_configuration_is_refused(root: str) -> None:
    with pytest.raises(PublishError):
        nginx_config(Served("https://lixin.example/", root), "zh")
