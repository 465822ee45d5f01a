"""`lixin serve` as a person starts it: it answers, follows what is saved, tells what is wrong, and stops."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from generator.cli import main
from tests.build.project import write_record
from tests.model import made
from tests.preview.project import write_portal

PAGE = "c/DEMO-2024-0001.html"
LONG = 60.0


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_portal(tmp_path / "project")


def _hear_interrupts() -> None:
    """A program that a shell started in the background does not hear Ctrl-C, nor does what it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def served(root: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "generator", "serve", "--port", "0", "--at", "2026-11-22", "--root", str(root)]
    environment = os.environ | {"LIXIN_LANG": "zh", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=_hear_interrupts,  # noqa: PLW1509 - the tests have no other threads that could hold a lock
    ) as process:
        assert process.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert found is not None
        try:
            yield found.group(), process
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.wait(LONG)


def body(address: str) -> str:
    try:
        with urlopen(address, timeout=LONG) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return str(error.read().decode())


def until_it_says(address: str, text: str) -> None:
    end = monotonic() + LONG
    while text not in body(address):
        assert monotonic() < end, body(address)
        sleep(0.05)


def test_a_saved_record_is_served_and_a_broken_one_is_told(root: Path) -> None:
    with served(root) as (address, process):
        until_it_says(address + PAGE, made.CERTIFICATE.scope)
        write_record(root, made.certificate(scope="别的范围"))
        until_it_says(address + PAGE, "别的范围")
        write_record(root, made.certificate(grade="six-star"))
        assert process.stderr is not None
        assert "DEMO-2024-0001.yaml:5:8: error grade-unknown" in process.stderr.readline()
        assert "别的范围" in body(address + PAGE)
        process.send_signal(signal.SIGINT)
        assert "Traceback" not in process.stderr.read()
    assert process.returncode == 130


def test_a_port_in_use_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with served(root) as (address, _):
        port = address.rpartition(":")[2].strip("/")
        assert main(["serve", "--port", port, "--root", str(root)]) == 2
    assert port in capsys.readouterr().err


def test_a_folder_that_is_not_ours_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "site").mkdir()
    (root / "site" / "letter.txt").write_text("mine", encoding="utf-8")
    assert main(["serve", "--port", "0", "--root", str(root)]) == 1
    assert str(root / "site") in capsys.readouterr().err
    assert not (root / ".site.lixin").exists()


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_is_none_is_wrong_use(root: Path, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", f"--port={port}", "--root", str(root)]) == 2
    assert port in capsys.readouterr().err
