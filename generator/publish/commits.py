"""Which commit a site is made from, and which of two commits is the later one."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from generator.publish.program import ProgramError, run

SOURCES = ("registry", "docs", "overrides", "mkdocs.yml")


class Revision(Struct, frozen=True):
    """`commit` is a full id, empty outside git; `edited` says that sources differ from it."""

    commit: str = ""
    edited: bool = False


def revision_of(root: Path) -> Revision:
    """The state of the project at `root`."""
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "HEAD").strip()
        changes = _git(root, "status", "--porcelain", "--", *(name for name in SOURCES if (root / name).exists()))
    except ProgramError:
        return Revision()
    return Revision(commit, bool(changes.strip()))


def is_later(root: Path, commit: str, other: str) -> bool:
    """Whether `commit` was made on top of `other`. False as well when either is unknown here."""
    if not (commit.isalnum() and other.isalnum()) or commit == other:
        return False
    try:
        _git(root, "merge-base", "--is-ancestor", other, commit)
    except ProgramError:
        return False
    return True


def _git(root: Path, *arguments: str) -> str:
    return run(("git", "-C", str(root), *arguments)).decode(errors="replace")
