"""How long a person waits for the first page after `lixin serve`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.contestants import QUIET, Outcome
from bench.measure import Measured

LONGEST = 1800.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def first_page(root: Path, site: Path, number: str) -> Outcome:
    """Seconds from the command to the verification page of `number` in hand; memory is not looked at."""
    command = [sys.executable, "-m", "generator", "serve", "--root", str(root), "--site", str(site), "--port", "0"]
    load, started = os.getloadavg()[0], time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **QUIET},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    ) as server:
        try:
            assert server.stdout is not None
            address = next(found[0] for line in server.stdout if (found := _ADDRESS.search(line)))
            _wait_for(f"{address}c/{number}.html", started)
            wall = time.perf_counter() - started
        finally:
            os.killpg(server.pid, signal.SIGTERM)
    return Outcome(Measured(wall, 0, 0, load, ""), 0, 0, {})


def _wait_for(address: str, started: float) -> None:
    while time.perf_counter() - started < LONGEST:
        with suppress(URLError), urlopen(address) as answer:
            answer.read()
            return
        time.sleep(0.02)
    raise TimeoutError(address)
