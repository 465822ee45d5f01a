"""One command under observation: wall and processor time, and the memory of all its processes together."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.2
"""Seconds between two looks at the memory. A look holds the observed process up for a few milliseconds."""
MEBI = 1 << 20


@dataclass(frozen=True, slots=True)
class Measured:
    """`cpu` is user and system time of the command and all it waited for, in seconds; `peak` in MiB.

    `peak` is the highest sum, over all processes of the command at one moment, of proportional set sizes: memory that
    processes share counts once. `load` is the machine's load average of the last minute before the start.
    """

    wall: float
    cpu: float
    peak: float
    load: float
    stdout: str


class CommandFailed(Exception):
    """A command under observation did not end well; the text is what it said."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Measured:
    """Runs `command` in `folder`.

    Raises:
        CommandFailed: it ended with another code than 0.
    """
    load = os.getloadavg()[0]
    output = folder / ".bench-output"
    with output.open("w+b") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**_usual(os.environ), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watch = _MemoryWatch(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    text = output.read_text(encoding="utf-8", errors="replace")
    output.unlink()
    if process.returncode != 0:
        raise CommandFailed(f"{' '.join(command)}: {process.returncode}\n{text[-2000:]}")
    return Measured(wall, used.ru_utime + used.ru_stime, watch.peak / MEBI, load, text)


def _usual(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which programs run for people: Python keeps the modules that it has compiled."""
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


class _MemoryWatch(threading.Thread):
    """Looks at all processes of one session until told to stop."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._session = session
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.is_set():
            self.peak = max(self.peak, sum(map(_proportional, _processes(self._session))))
            self._over.wait(EVERY)

    def stop(self) -> None:
        self._over.set()
        self.join()


def _processes(session: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session:
            found.append(int(stat.parent.name))
    return found


def _proportional(process: int) -> int:
    """Proportional set size in bytes; 0 for a process that has ended."""
    try:
        lines = Path("/proc", str(process), "smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
