"""A whole portal in use: a bare repository with the real hook, editors with clones of their own, and nginx."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from generator.build.clock import registry_today
from generator.cli import main
from generator.publish.folder import Folder
from generator.publish.server import Served, nginx_config
from generator.schema.certificate import Certificate, Event
from tests.build.project import OTHERS, write_record
from tests.editorial.project import write_articles
from tests.model import made
from tests.nginx import free_port, running_nginx

PATIENCE = 240
TODAY = registry_today()
ISSUED = TODAY - timedelta(days=100)


def in_force(certificate: Certificate) -> Certificate:
    """The certificate as if it had been issued a hundred days ago, whenever the test runs."""
    return replace(
        certificate,
        first_issued_on=ISSUED,
        issued_on=ISSUED,
        valid_from=ISSUED,
        valid_until=ISSUED + timedelta(days=900),
        events=(Event(kind="issued", date=ISSUED),),
    )


CERTIFICATES = tuple(in_force(item) for item in (made.CERTIFICATE, *OTHERS))


def suspended(certificate: Certificate) -> Certificate:
    """The certificate, suspended since yesterday."""
    event = Event(kind="suspended", date=TODAY - timedelta(days=1), reason="未按期接受监督")
    return replace(certificate, events=(*certificate.events, event))


def write_registry(root: Path) -> Path:
    """A project at `root` whose certificates are in force today."""
    write_articles(root)
    for certificate in (made.CERTIFICATE, *OTHERS):
        (root / made.record(certificate).file).unlink()
    for certificate in CERTIFICATES:
        write_record(root, certificate)
    return root


@dataclass(frozen=True)
class Editor:
    """Somebody with a clone of the registry."""

    clone: Path

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        identity = ("-c", "user.name=Editor", "-c", "user.email=editor@lixin.example")
        command = ("git", "-C", str(self.clone), *identity, *arguments)
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def commit(self, message: str) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD").stdout.strip()

    def push(self) -> subprocess.CompletedProcess[str]:
        return self.git("push", "--quiet", "origin", "HEAD:main")


@dataclass(frozen=True)
class Portal:
    folder: Path
    address: str
    target: Folder

    @property
    def repository(self) -> Path:
        return self.folder / "registry.git"

    def editor(self, name: str) -> Editor:
        clone = self.folder / name
        command = ("git", "clone", "--quiet", "--branch=main", str(self.repository), str(clone))
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        return Editor(clone)


@contextmanager
def open_portal(folder: Path) -> Iterator[Portal]:
    """A portal in `folder` that shows its first commit, while the context lasts."""
    portal = Portal(folder, f"http://127.0.0.1:{free_port()}", Folder(folder / "www"))
    command = ("git", "init", "--quiet", "--bare", "--initial-branch=main", str(portal.repository))
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    assert main(["hook", "install", str(portal.repository), "--target", f"dir:{portal.target.path}"]) == 0
    first = Editor(write_registry(folder / "first"))
    first.git("init", "--quiet", "--initial-branch=main")
    first.git("remote", "add", "origin", str(portal.repository))
    first.commit("first")
    pushed = first.push()
    assert pushed.returncode == 0, pushed.stderr
    port = int(portal.address.rpartition(":")[2])
    config = nginx_config(Served(f"{portal.address}/", str(portal.target.current)), "zh")
    with running_nginx(config, port, folder / "nginx"):
        yield portal
