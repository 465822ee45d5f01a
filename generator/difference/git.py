"""The edge: a registry as git has it, at a revision or in the working tree. Nothing is checked out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, run
from tempfile import TemporaryFile
from typing import IO

from generator.difference.folder import on_disk
from generator.difference.snapshot import Snapshot, id_at
from generator.records.files import REGISTRY, digest
from generator.records.text import MAX_BYTES

_REGULAR = (b"100644", b"100755")
_PIECE = 1 << 16

_OF_ANOTHER_REPOSITORY = ("GIT_COMMON_DIR", "GIT_DIR", "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_PREFIX", "GIT_WORK_TREE")
"""What git tells the hooks it runs. Where it keeps what is being pushed stays known: a hook reads from there."""


class GitError(Exception):
    """Git could not answer; the text is its own, without the prefix."""


class UnknownRevisionError(GitError):
    """There is no such revision; the text is its name."""


def at_revision(root: Path, revision: str) -> Snapshot:
    """The registry of the project at `root`, or of the bare repository there, at a revision.

    A name of noughts alone, which git gives to hooks for what did not exist, is the empty registry.

    Raises:
        UnknownRevisionError: no such revision.
        GitError: no repository, or no git.
    """
    if revision and not revision.strip("0"):
        return Snapshot(revision, {}, partial(_blobs, root, {}))
    tree = _tree(root, revision)
    ids = dict(_entries(_git(root, "ls-tree", "-r", "-z", tree, "--", f"{REGISTRY}/")))
    return Snapshot(revision, ids, partial(_blobs, root, ids))


def working_tree(root: Path, name: str) -> Snapshot:
    """The registry of the project at `root` as its files are now, committed or not; `name` is what to call it.

    Raises:
        GitError: no repository, or no git.
    """
    others = _git(root, "ls-files", "-z", "--others", "--", f"{REGISTRY}/")
    try:
        committed, since = at_revision(root, "HEAD"), _git(root, *_CHANGED, "HEAD", "--", f"{REGISTRY}/")
    except UnknownRevisionError:  # nothing has been committed yet: what git knows of is in its index alone
        committed, since = at_revision(root, "0"), _git(root, "ls-files", "-z", "--", f"{REGISTRY}/")
    listed = (os.fsdecode(path) for part in (since, others) for path in part.split(b"\0"))
    edited = {path: on_disk(root, path) for path in listed if id_at(path) is not None}
    kept = {path: mark for path, mark in committed.files.items() if path not in edited}
    marks = {path: f"edited {digest(data).hex()}" for path, data in edited.items() if data is not None}

    def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(paths)
        yield from ((path, data) for path in wanted if (data := edited.get(path)) is not None)
        yield from _blobs(root, kept, (path for path in wanted if path in kept))

    return Snapshot(name, kept | marks, read)


def touched_since(root: Path, revision: str) -> frozenset[str]:
    """The files of the registry that differ from those of a revision, committed or not; relative to the project.

    Raises:
        UnknownRevisionError: no such revision.
        GitError: no repository, or no git.
    """
    _tree(root, revision)
    below = ("--", f"{REGISTRY}/")
    told = (_git(root, *_CHANGED, revision, *below), _git(root, "ls-files", "-z", "--others", *below))
    return frozenset(os.fsdecode(path) for part in told for path in part.split(b"\0") if path)


_CHANGED = ("diff", "--name-only", "-z", "--no-renames", "--relative", "--no-ext-diff", "--ignore-submodules")


def _tree(root: Path, revision: str) -> str:
    _git(root, "rev-parse", "--git-dir")
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{tree}").decode().strip()
    except GitError as error:
        raise UnknownRevisionError(revision) from error


def _entries(listing: bytes) -> Iterator[tuple[str, str]]:
    """Path and blob of every record file of a listing; links and submodules are no records."""
    for line in listing.split(b"\0"):
        facts, _, name = line.partition(b"\t")
        if facts.startswith(_REGULAR):
            path = os.fsdecode(name)
            if id_at(path) is not None:
                yield path, facts.split(b" ")[2].decode()


def _blobs(root: Path, ids: Mapping[str, str], paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The bytes of these paths, read by one git process. Of a file too large to be a record, one byte too many."""
    wanted = [path for path in paths if path in ids]
    if not wanted:
        return
    with TemporaryFile() as asked:
        asked.writelines(f"{ids[path]}\n".encode() for path in wanted)
        asked.seek(0)
        command = _command(root, "cat-file", "--batch")
        streams = (asked, PIPE, DEVNULL)
        with Popen(command, -1, None, *streams, env=_environment()) as process:  # noqa: S603 - see _command
            assert process.stdout is not None
            for path in wanted:
                yield path, _blob(process.stdout)


def _blob(answer: IO[bytes]) -> bytes:
    head = answer.readline().split()
    if len(head) != 3:
        raise GitError(b" ".join(head).decode("utf-8", "replace"))
    size = int(head[2]) + 1  # a line feed follows the content
    data = answer.read(min(size, MAX_BYTES + 1))
    rest = size - len(data)
    while rest > 0 and (piece := answer.read(min(rest, _PIECE))):
        rest -= len(piece)
    return data[:-1] if size <= MAX_BYTES + 1 else data


def _git(root: Path, *arguments: str) -> bytes:
    try:
        command = _command(root, *arguments)
        ended = run(command, check=False, stdin=DEVNULL, capture_output=True, env=_environment())  # noqa: S603 - see _command
    except FileNotFoundError as error:
        raise GitError(error.strerror or str(error)) from error
    if ended.returncode:
        lines = ended.stderr.decode("utf-8", "replace").strip().splitlines() or [f"git {arguments[0]}"]
        raise GitError(lines[0].removeprefix("fatal: "))
    return ended.stdout


def _command(root: Path, *arguments: str) -> list[str]:
    """A command line without a shell; what comes from outside stands behind ``--end-of-options`` or ``--``."""
    return ["git", "-C", str(root), *arguments]


def _environment() -> dict[str, str]:
    """Messages in one language, no lock taken for a mere look, and the repository at the root, not that of a hook."""
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    return kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
