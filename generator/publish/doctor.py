"""What a machine needs in order to build and publish: each look gives one finding, with its mend."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from msgspec import Struct

from generator.build.place import place_of
from generator.publish.address import Address
from generator.publish.failure import PublishError
from generator.publish.program import ProgramError, run
from generator.publish.targets import Choices, path_of, target_of

Grade = Literal["good", "warning", "bad"]
OLDEST = (3, 11)
ROOM = 1_000_000_000
"""Bytes. Less than this free on the disk of the site is worth a word."""

PATIENCE = 30.0
"""Seconds that a program is given to answer."""


class Finding(Struct, frozen=True):
    """`about` names what was looked at and, with `state`, the sentence that is said; `values` fill its places."""

    grade: Grade
    about: str
    state: str
    values: dict[str, object] = {}


def examine(root: Path, site: Path, address: Address | None, keys: Path | None) -> Iterator[Finding]:
    """Everything that can be looked at without changing project, site or target."""
    yield _python()
    yield from _packages()
    yield from _git(root)
    yield _clock(root)
    yield from _writable(root, site)
    yield _disk(site)
    yield _font()
    if keys is not None:
        yield from _keys(root, keys)
    if address is not None:
        yield _target(address, site)


def _python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    return Finding("good" if sys.version_info[:2] >= OLDEST else "bad", "python", "found", {"version": found})


def _packages() -> Iterator[Finding]:
    """One finding for each package that is missing; one for all when none is."""
    try:
        wanted = [text for text in requires("lixin") or () if "extra ==" not in text]
    except PackageNotFoundError:
        yield Finding("bad", "packages", "not_installed")
        return
    missing = [name for name in map(_name, wanted) if not _installed(name)]
    for name in missing:
        yield Finding("bad", "packages", "missing", {"name": name})
    if not missing:
        yield Finding("good", "packages", "found", {"count": len(wanted)})


def _name(requirement: str) -> str:
    """The name that a requirement begins with (PEP 508)."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _git(root: Path) -> Iterator[Finding]:
    try:
        found = run(("git", "--version"), patience=PATIENCE).decode(errors="replace").split()
    except PublishError:
        yield Finding("bad", "git", "missing")
        return
    yield Finding("good", "git", "found", {"version": found[2] if len(found) > 2 else "?"})
    try:
        run(("git", "-C", str(root), "rev-parse", "--verify", "HEAD"), patience=PATIENCE)
        changes = run(("git", "-C", str(root), "status", "--porcelain", "--", "."), patience=PATIENCE).splitlines()
    except PublishError:
        yield Finding("warning", "repository", "none", {"root": root})
        return
    if changes:
        yield Finding("warning", "repository", "edited", {"count": len(changes)})
    else:
        yield Finding("good", "repository", "clean")


def _clock(root: Path) -> Finding:
    """A clock that runs behind the last commit would judge certificates by a day that is over."""
    try:
        seconds = int(run(("git", "-C", str(root), "log", "-1", "--format=%ct"), patience=PATIENCE) or b"0")
    except (PublishError, ValueError):
        seconds = 0
    now, last = datetime.now(UTC), datetime.fromtimestamp(seconds, UTC)
    behind = last - now > timedelta(minutes=5)
    shown = (now + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M")
    return Finding("bad" if behind else "good", "clock", "behind" if behind else "found", {"time": shown})


def _writable(root: Path, site: Path) -> Iterator[Finding]:
    if not os.access(root / "registry", os.R_OK | os.X_OK):
        yield Finding("bad", "registry", "unreadable", {"path": root / "registry"})
    else:
        yield Finding("good", "registry", "found", {"path": root / "registry"})
    for folder in (site, place_of(site).state):
        standing = _standing(folder)
        if not os.access(standing, os.W_OK | os.X_OK):
            yield Finding("bad", "site", "unwritable", {"path": standing})
            return
    umask = os.umask(0o022)
    os.umask(umask)
    if umask & 0o055:
        yield Finding("warning", "site", "private", {"umask": f"{umask:03o}"})
    else:
        yield Finding("good", "site", "found", {"path": site})


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    full = folder.absolute()
    return next(path for path in (full, *full.parents) if path.exists())


def _disk(site: Path) -> Finding:
    free = shutil.disk_usage(_standing(site)).free
    values: dict[str, object] = {"free": f"{free / 1e9:.1f}", "path": _standing(site)}
    return Finding("good" if free >= ROOM else "warning", "disk", "found" if free >= ROOM else "low", values)


def _font() -> Finding:
    """Chinese text in pictures and on paper is set in a typeface of the machine."""
    try:
        found = run(("fc-list", ":lang=zh", "family"), patience=PATIENCE).decode(errors="replace").splitlines()
    except PublishError:
        return Finding("warning", "font", "unknown")
    if not found:
        return Finding("warning", "font", "missing")
    return Finding("good", "font", "found", {"name": min(found).split(",")[0]})


def _keys(root: Path, keys: Path) -> Iterator[Finding]:
    """Keys lie outside the repository, and nobody else can read them."""
    if not keys.is_dir():
        yield Finding("bad", "keys", "none", {"path": keys})
        return
    if keys.resolve().is_relative_to(root.resolve()):
        yield Finding("bad", "keys", "inside", {"path": keys})
    open_to_others = sorted(path for path in (keys, *keys.iterdir()) if path.stat().st_mode & 0o077)
    for path in open_to_others:
        yield Finding("bad", "keys", "open", {"path": path, "mode": f"{path.stat().st_mode & 0o777:03o}"})
    if not open_to_others:
        yield Finding("good", "keys", "found", {"path": keys})


def _target(address: Address, site: Path) -> Finding:
    """Whether the target answers, and what stands there."""
    if address.sort == "dir" and not os.access(_standing(path_of(address)), os.W_OK | os.X_OK):
        return Finding("bad", "target", "unwritable", {"target": address, "path": _standing(path_of(address))})
    target = target_of(address, place_of(site), Choices(), lambda: None)
    try:
        mark = target.live()
        occupied = mark is None and target.occupied()
    except ProgramError as error:
        return Finding("bad", "target", "unreachable", {"target": address, "reason": error})
    if occupied:
        return Finding("warning", "target", "occupied", {"target": address})
    if mark is None:
        return Finding("good", "target", "empty", {"target": address})
    return Finding("good", "target", "live", {"target": address, "time": mark.published_at, "commit": mark.commit[:12]})


def worst(findings: Sequence[Finding]) -> Grade:
    grades = {finding.grade for finding in findings}
    return "bad" if "bad" in grades else "warning" if "warning" in grades else "good"
