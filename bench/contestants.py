"""What is timed: the portal with all its outputs, the portal with pages alone, Hugo, and MkDocs with Material."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.measure import Measured, measure
from generator.build.place import place_of

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
QUIET = {"NO_COLOR": "1", "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(HERE.parent)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A build that was measured: its site in files and bytes, and, for the portal, what the build said of itself."""

    measured: Measured
    files: int
    bytes: int
    said: Mapping[str, object]


def portal(root: Path, site: Path, at: date, *, pages_only: bool = False, jobs: int = 0) -> Outcome:
    """`lixin build`, or the same with only what the others make too: pages, indexes, QR codes."""
    program = ("-m", "bench.pages_only") if pages_only else ("-m", "generator")
    command = [sys.executable, *program, "build", "--root", str(root), "--site", str(site)]
    command += ["--at", at.isoformat(), "--jobs", str(jobs), "--format", "json"]
    measured = measure(command, root, QUIET)
    said = json.loads(measured.stdout.strip().splitlines()[-1])
    return Outcome(measured, *size_of(site), said)


def hugo(root: Path, site: Path) -> Outcome:
    measured = measure([str(BIN / "hugo"), "build", "--quiet", "--destination", str(site)], root, QUIET)
    return Outcome(measured, *size_of(site), {})


def mkdocs(root: Path, site: Path) -> Outcome:
    command = [str(BIN / "mkdocs"), "build", "--quiet", "--site-dir", str(site)]
    measured = measure(command, root, QUIET)
    return Outcome(measured, *size_of(site), {})


def rival(name: str, folder: Path, registry: Path) -> Path:
    """A project for `hugo` or `mkdocs` in `folder`, with the very records of `registry`."""
    shutil.copytree(HERE / "rivals" / name, folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(registry, folder / "registry", copy_function=os.link)
    return folder


def facts(root: Path, site: Path) -> dict[str, int]:
    """Sizes of a registry, of its site, and of what the build keeps beside the site."""
    registry, state = size_of(root / "registry"), size_of(place_of(site).state)
    files = [path for path in site.rglob("*") if path.is_file()]
    folders = Counter(path.parent for path in files)
    return {
        "registry_files": registry[0],
        "registry_bytes": registry[1],
        "state_bytes": state[1],
        "largest_folder": max(folders.values()),
        "largest_file": max(path.stat().st_size for path in files),
    }


def size_of(site: Path) -> tuple[int, int]:
    """Files and bytes of a site."""
    found = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return len(found), sum(found)
