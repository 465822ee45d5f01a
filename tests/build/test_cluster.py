"""A build on a Dask cluster: a real scheduler and real workers on loopback, one of which may be killed at its work."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from generator.build import cluster, far, workers
from generator.build.cluster import ClusterError, open_cluster, refuse_unreachable
from generator.build.engine import Options, Summary, build
from generator.build.far import Errand, Far
from generator.build.place import place_of
from generator.build.stages import silent
from generator.build.tasks import TaskError
from generator.build.workers import RenderError
from generator.cli import main
from generator.editorial.pages import editorial_pages
from generator.sample.project import Order, write_project
from generator.settings import read_settings
from tests.build.project import contents

AT = date(2026, 11, 1)
HOME = Path(__file__).parents[2]


@dataclass
class Farm:
    """A scheduler and its workers, each a process of its own, with one thread."""

    folder: Path
    address: str = ""
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join((str(HOME), str(self.folder)))
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": paths, "LIXIN_TEST_FOLDER": str(self.folder)},
                stdout=log,
                stderr=log,
            )

    def add_worker(self) -> None:
        options = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard")
        self.workers.append(self.start("distributed.cli.dask_worker", self.address, *options))


@contextmanager
def running(folder: Path, count: int) -> Iterator[Farm]:
    farm, file = Farm(folder), folder / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
    scheduler = farm.start("distributed.cli.dask_scheduler", *options)
    try:
        while not file.exists() or not file.read_text(encoding="utf-8").endswith("}"):
            assert scheduler.poll() is None, (folder / "log").read_text(encoding="utf-8")
            time.sleep(0.05)
        farm.address = json.loads(file.read_text(encoding="utf-8"))["address"]
        for _ in range(count):
            farm.add_worker()
        yield farm
    finally:
        for process in (*farm.workers, scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """Two workers that nobody harms."""
    with running(tmp_path_factory.mktemp("farm"), 2) as found:
        yield found


@pytest.fixture
def doomed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """Two workers of one test alone, which may kill them."""
    with running(tmp_path_factory.mktemp("doomed"), 2) as found:
        yield found


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("registry") / "project"
    write_project(root, Order(100, 1, AT), silent)
    return root


@pytest.fixture(scope="module")
def expected(project: Path) -> dict[str, bytes]:
    """The site as one machine builds it."""
    built(project, project.parent / "local")
    return contents(project.parent / "local")


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces so small that there are many of them."""
    monkeypatch.setattr(workers, "PIECE", 10)
    monkeypatch.setattr(far, "FEW", 10)


def built(
    root: Path, site: Path, where: Far | None = None, progress: Callable[[str, int, int], None] = silent
) -> Summary:
    settings = read_settings(root)
    return build(root, site, settings, Options(AT, 1, far=where), editorial_pages(root, settings), progress)


@pytest.mark.usefixtures("small_pieces")
def test_a_cluster_gives_the_very_bytes_of_one_machine(
    farm: Farm, project: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    summary = built(project, tmp_path / "site", Far(farm.address))
    assert contents(tmp_path / "site") == expected
    assert summary.written == len(expected)
    assert not (tmp_path / ".site.lixin" / "far").exists() or not any((tmp_path / ".site.lixin" / "far").iterdir())


@pytest.mark.usefixtures("small_pieces")
def test_a_worker_that_is_killed_loses_nothing(
    doomed: Farm, project: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    def kill_one(stage: str, done: int, total: int) -> None:
        if stage == "render" and 0.3 * total < done < 0.7 * total and doomed.workers[0].poll() is None:
            doomed.workers[0].kill()

    built(project, tmp_path / "site", Far(doomed.address), kill_one)
    assert doomed.workers[0].poll() is not None, "no worker was killed in the middle"
    assert contents(tmp_path / "site") == expected


@pytest.mark.usefixtures("small_pieces")
def test_pages_travel_through_storage_where_no_folder_is_shared(
    farm: Farm, project: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    bucket = tmp_path / "bucket"
    bucket.mkdir()
    built(project, tmp_path / "site", Far(farm.address, bucket.as_uri()))
    assert contents(tmp_path / "site") == expected
    assert list(bucket.iterdir()) == []


@pytest.mark.usefixtures("small_pieces")
def test_a_second_build_on_a_cluster_writes_nothing(farm: Farm, project: Path, tmp_path: Path) -> None:
    built(project, tmp_path / "site", Far(farm.address))
    assert built(project, tmp_path / "site", Far(farm.address)).written == 0


@pytest.mark.usefixtures("small_pieces")
def test_when_every_worker_is_gone_the_site_is_as_it_was(
    doomed: Farm, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)

    def kill_all(stage: str, done: int, total: int) -> None:
        if stage == "render" and done:
            for worker in doomed.workers:
                worker.kill()

    with pytest.raises(RenderError, match="the scheduler has no workers"):
        built(project, tmp_path / "site", Far(doomed.address), kill_all)
    assert not (tmp_path / "site").exists() or contents(tmp_path / "site") == {}


def test_a_worker_with_another_release_is_refused(project: Path, tmp_path: Path) -> None:
    settings = read_settings(project)
    errand = Errand(str(tmp_path), False, place_of(tmp_path / "site"), settings, (), b"another", AT, frozenset(), False)
    with pytest.raises(TaskError, match="another release"), errand():
        pass


WORK = """
import os, time
from contextlib import contextmanager
from dataclasses import dataclass
from generator.build.tasks import TaskError

@dataclass(frozen=True)
class Opened:
    kind: str

    @contextmanager
    def __call__(self):
        yield getattr(self, self.kind)

    def fails(self, piece):
        raise TaskError(f"no such page: {piece}")

    def dies(self, piece):
        os._exit(9)
"""


@pytest.mark.parametrize(
    ("kind", "message"), [("fails", "no such page: 3"), ("dies", "lost again and again|no workers")]
)
def test_what_goes_wrong_on_a_worker_is_said_here(
    doomed: Farm, kind: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (doomed.folder / "errands.py").write_text(WORK, encoding="utf-8")
    monkeypatch.syspath_prepend(str(doomed.folder))
    from errands import Opened  # type: ignore[import-not-found]

    with open_cluster(doomed.address) as found:
        found._client.wait_for_workers(2)
        monkeypatch.setattr(cluster, "PATIENCE", 3.0)
        with pytest.raises(TaskError, match=message):
            list(found.shared_out(Opened(kind), [3]))


@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:9", "127.0.0.1:9", "nonsense", "", "tcp://a b:1", "tcp://h:99999"]
)
def test_an_address_where_nobody_answers_is_one_line(
    project: Path, address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 1.0)
    site = tmp_path / "site"
    assert main(["build", "--root", str(project), "--site", str(site), "--scheduler", address, "--lang", "en"]) == 2
    assert capsys.readouterr().err == f"lixin: {address}: no scheduler answers there.\n"
    assert not site.exists()


def test_without_the_extra_the_way_to_install_it_is_said(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    assert main(["build", "--root", str(project), "--scheduler", "127.0.0.1:8786"]) == 2
    said = capsys.readouterr().err
    assert "lixin[cluster]" in said
    assert said.count("\n") == 1


def test_something_else_that_listens_is_no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server, pytest.raises(ClusterError, match="cluster_unreachable"):
        refuse_unreachable(f"tcp://127.0.0.1:{server.getsockname()[1]}")
