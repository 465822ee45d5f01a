"""Two states of the small project of the tests, as git has them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from generator.difference.difference import Difference, difference
from generator.difference.snapshot import Snapshot
from tests.build.project import AT, RECORDS, plain
from tests.model import made

NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
NAMED = NOBODY | {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def git(root: Path, *arguments: str) -> str:
    ended = subprocess.run(
        ["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True, env=os.environ | NAMED
    )
    return ended.stdout.strip()


def committed(root: Path, message: str = "a change") -> str:
    """Everything at `root` as a commit; makes the repository first."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


def files(*values: Any) -> dict[str, bytes]:
    """The files of these records."""
    return {
        made.record(value).file: yaml.safe_dump(plain(value), allow_unicode=True, sort_keys=False).encode()
        for value in values
    }


def snapshot(content: dict[str, bytes], name: str = "a") -> Snapshot:
    def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        return ((path, content[path]) for path in paths if path in content)

    return Snapshot(name, {path: data.hex() for path, data in content.items()}, read)


def changed(*values: Any, without: tuple[Any, ...] = (), base: tuple[Any, ...] = (), at: date = AT) -> Difference:
    """What it means that `values` take the place of their namesakes, and `without` go; `base` is laid over the
    records of the small project first.
    """
    before = files(*RECORDS, *base)
    after = before | files(*values)
    for value in without:
        del after[made.record(value).file]
    return difference(snapshot(before, "before"), snapshot(after, "after"), at, "zh")
