"""What tests of several rooms share: the project, the sample site built once, golden files, how examples are tried."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tests.serving import serving

PROJECT = Path(__file__).resolve().parent.parent
BUILT_ON = "2026-11-20"
"""The day as of which the sample site is built; browser tests set their clock relative to the records, not to it."""

settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-goldens", action="store_true", help="write tests/golden anew instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "golden" in names:
            item.add_marker("golden")
        if "chromium" in names:
            item.add_marker("browser")


@dataclass(frozen=True, slots=True)
class Golden:
    """Files of tests/golden: `compare` fails when `content` is not what the file holds; renewing writes it instead."""

    folder: Path
    renewing: bool

    def compare(self, name: str, content: bytes) -> None:
        path = self.folder / name
        if self.renewing:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            return
        assert path.is_file(), f"{path} is missing: make renew-goldens writes it"
        expected = path.read_bytes()
        if content != expected:
            assert _lines(content) == _lines(expected), (
                f"{name} is not as in tests/golden; make renew-goldens renews it"
            )
            pytest.fail(f"{name} differs from tests/golden in bytes that are no text")


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", errors="backslashreplace").splitlines(keepends=True)


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(PROJECT / "tests" / "golden", bool(request.config.getoption("--renew-goldens")))


@pytest.fixture(scope="session")
def project_root() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """One folder for all workers of this run."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Holds `lock` while the context lasts; other processes wait."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def site(shared_folder: Path) -> Path:
    """The sample registry as a site, built once for all workers. Read it; a test that changes a site builds its own."""
    from generator.cli import main

    folder = shared_folder / "sample" / "site"
    done = shared_folder / "sample.built"
    with one_at_a_time(shared_folder / "sample.lock"):
        if not done.exists():
            folder.parent.mkdir(exist_ok=True)
            code = main(["build", "--root", str(PROJECT), "--site", str(folder), "--at", BUILT_ON])
            assert code == 0, "the sample registry does not build"
            done.touch()
    return folder


@pytest.fixture(scope="session")
def served_site(site: Path) -> Iterator[str]:
    """The address of the sample site on this machine, without a slash at its end."""
    with serving(site) as address:
        yield address
