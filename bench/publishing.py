"""`python -m bench.publishing [--sizes N…]`: from an editor's `git push` to the page that visitors see.

A bare repository with the real hooks, a clone, and a folder as target, all on one disk. Every push changes the scope of
one certificate; the time is that of `git push`, which ends when the page is live.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from bench.results import machine
from generator.publish.folder import KEPT

FILE = Path(__file__).with_name("publishing.json")
SIZES = (1_000, 100_000)
PUSHES = 5
IDENTITY = ("-c", "user.name=Bench", "-c", "user.email=bench@lixin.example")


@dataclass(frozen=True, slots=True)
class Pushes:
    """Seconds, of the clock and (`busy`) of the processors. `load` is the load average when the pushes began.

    `files` counts those that visitors can ask for, compressed ones among them.
    """

    size: int
    first: float
    pushes: tuple[float, ...]
    busy: tuple[float, ...]
    load: float
    files: int

    @property
    def median(self) -> float:
        return statistics.median(self.pushes)

    @property
    def busy_median(self) -> float:
        return statistics.median(self.busy)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.publishing", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of certificates")
    parser.add_argument("--pushes", type=int, default=PUSHES, help="pushes that change one record")
    parser.add_argument("--folder", type=Path, help="where to work; needs room")
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="lixin-bench-", dir=args.folder))
    try:
        for size in args.sizes:
            new = measured(size, args.pushes, folder / str(size))
            shutil.rmtree(folder / str(size))
            found = {item.size: item for item in (*read_pushes(), new)}
            kept = {"machine": machine(), "sizes": [asdict(found[size]) for size in sorted(found)]}
            FILE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def read_pushes(file: Path = FILE) -> list[Pushes]:
    """What has been measured, the smallest registry first."""
    if not file.exists():
        return []
    items = json.loads(file.read_text(encoding="utf-8"))["sizes"]
    return [Pushes(**{**item, "pushes": tuple(item["pushes"]), "busy": tuple(item["busy"])}) for item in items]


def measured(size: int, pushes: int, folder: Path) -> Pushes:
    """One registry of `size` certificates, pushed once whole and then `pushes` times with one record changed."""
    clone, bare, target = folder / "clone", folder / "registry.git", folder / "www"
    folder.mkdir(parents=True)
    lixin = (sys.executable, "-m", "generator")
    _run(*lixin, "sample", str(clone), "--certificates", str(size))
    _run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(bare))
    _run(*lixin, "hook", "install", str(bare), "--target", f"dir:{target}")
    _git(clone, "init", "--quiet", "--initial-branch=main")
    _git(clone, "remote", "add", "origin", str(bare))
    first, _ = _push(clone)
    print(f"{size:7,} first push {first:8.2f} s", flush=True)
    load, taken = os.getloadavg()[0], []
    for number, record in enumerate(islice(_records(clone), KEPT - 1 + pushes)):
        _change_scope(record, number)
        spent = _push(clone)
        if number < KEPT - 1:  # until then every release is laid out anew
            continue
        taken.append(spent)
        print(f"{size:7,} push {number + 2 - KEPT} {taken[-1][0]:8.2f} s, busy {taken[-1][1]:8.2f} s", flush=True)
    files = sum(len(names) for _, _, names in os.walk(target / "current"))
    clock, busy = zip(*taken, strict=True)
    return Pushes(size, first, clock, busy, round(load, 1), files)


def _records(clone: Path) -> Iterator[Path]:
    """Certificates from all over the registry."""
    found = sorted((clone / "registry" / "certificates").rglob("*.yaml"))
    return iter(found[:: max(1, len(found) // 10)])


def _change_scope(record: Path, number: int) -> None:
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [f"scope: Measured {number}\n" if line.startswith("scope:") else line for line in lines]
    assert changed != lines, record
    record.write_text("".join(changed), encoding="utf-8")


def _push(clone: Path) -> tuple[float, float]:
    """Seconds of the clock and of the processors that a push takes, hooks and all."""
    _git(clone, "add", "--all")
    _git(clone, "commit", "--quiet", "--message", "change")
    started, before = time.perf_counter(), _busy()
    _git(clone, "push", "--quiet", "origin", "HEAD:main")
    return round(time.perf_counter() - started, 2), round(_busy() - before, 2)


def _busy() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _git(clone: Path, *arguments: str) -> None:
    _run("git", "-C", str(clone), *IDENTITY, *arguments)


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    sys.exit(main())
