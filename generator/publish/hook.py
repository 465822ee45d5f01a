"""Hooks of a bare repository: what is pushed is checked before it lands and published after.

Everything of ours is in the folder `lixin` of the repository: the settings, a work tree for each hook in which only
what changed is checked out, and the site. The branch itself is the queue: whoever gets to publish takes its newest
commit, and those who waited find their work done.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict, fields

from generator.publish.failure import PublishError
from generator.publish.program import ProgramError, run

Name = Literal["pre-receive", "post-receive"]
NAMES: tuple[Name, ...] = ("pre-receive", "post-receive")
SIGN = "# Made by `lixin hook install`; run it again to change anything."
SCRIPT = """\
#!/bin/sh
{sign}
exec {python} -P -m generator hook {name} {repository} --lang {lang}
"""
ZERO = "0"
QUARANTINE = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH")
"""Where git keeps what is being pushed until it is let in (git-receive-pack, Quarantine Environment)."""

PLAIN = ("-c", "core.symlinks=false", "-c", "core.autocrlf=false", "-c", "advice.detachedHead=false")


class Hook(Struct, frozen=True):
    """What a repository's hooks do: `target` as on the command line, and the `branch` that is published."""

    target: str
    branch: str
    keep: int
    linear: bool


class Push(Struct, frozen=True):
    """One line of a hook's input: a branch moves from `old` to `new`; either may be all zeros."""

    old: str
    new: str
    branch: str

    @property
    def deletes(self) -> bool:
        return not self.new.strip(ZERO)


def home(repository: Path) -> Path:
    return repository / "lixin"


def install(repository: Path, hook: Hook, lang: str) -> None:
    """Writes both hooks and their settings.

    Raises:
        PublishError: no bare repository, or a hook of somebody else's stands there.
    """
    for name in NAMES:
        script = repository / "hooks" / name
        if script.exists() and SIGN not in script.read_text(encoding="utf-8", errors="replace"):
            raise PublishError("other_hook", path=script)
    home(repository).mkdir(exist_ok=True)
    _write(home(repository) / "hook.json", json.dumps(asdict(hook), ensure_ascii=False, indent=1) + "\n")
    python = os.path.abspath(sys.executable)
    for name in NAMES:
        place = quote(str(repository))
        text = SCRIPT.format(sign=SIGN, python=quote(python), name=name, repository=place, lang=lang)
        _write(repository / "hooks" / name, text, 0o755)


def read_hook(repository: Path) -> Hook:
    """The settings that `install` wrote.

    Raises:
        PublishError: there are none, or they cannot be used.
    """
    try:
        found = json.loads((home(repository) / "hook.json").read_text(encoding="utf-8"))
        return Hook(**{item.name: found[item.name] for item in fields(Hook)})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError("no_hook", path=repository) from error


def main_branch(repository: Path) -> str:
    """The branch that a bare repository calls its own.

    Raises:
        PublishError: it is no bare repository.
    """
    try:
        if _git(repository, "rev-parse", "--is-bare-repository") == "true":
            return _git(repository, "symbolic-ref", "--short", "HEAD")
    except ProgramError:
        pass
    raise PublishError("not_bare", path=repository)


def read_pushes(lines: Iterator[str]) -> list[Push]:
    """The branches that a push moves."""
    parts = [line.rstrip("\n").split(" ", 2) for line in lines]
    heads = [(old, new, ref.removeprefix("refs/heads/")) for old, new, ref in parts if ref.startswith("refs/heads/")]
    return [Push(*values) for values in heads]


def tip(repository: Path, branch: str) -> str:
    """The newest commit of a branch; empty when there is none."""
    try:
        return _git(repository, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}^{{commit}}")
    except ProgramError:
        return ""


def check_out(repository: Path, commit: str, name: str) -> Path:
    """The files of a commit in the work tree `name`; only what differs from what is there is written.

    Links come out as plain files: nothing that is pushed can point out of its tree.
    """
    tree = home(repository) / name
    try:
        _read_tree(repository, commit, tree)
    except ProgramError:
        shutil.rmtree(tree, ignore_errors=True)
        _index(tree).unlink(missing_ok=True)
        _read_tree(repository, commit, tree)
    return tree


@contextmanager
def one_at_a_time(repository: Path, name: str, waiting: Callable[[], None]) -> Iterator[None]:
    """Keeps other hooks out of the work tree `name`; `waiting` is called once if there is one."""
    home(repository).mkdir(exist_ok=True)
    with (home(repository) / f"{name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def published(repository: Path) -> str:
    """The commit that was published last."""
    try:
        return (home(repository) / "published").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def note_published(repository: Path, commit: str) -> None:
    _write(home(repository) / "published", commit + "\n")


def _read_tree(repository: Path, commit: str, tree: Path) -> None:
    tree.mkdir(parents=True, exist_ok=True)
    command = (*PLAIN, f"--work-tree={tree}", "read-tree", "--reset", "-u", commit)
    _git(repository, *command, GIT_INDEX_FILE=str(_index(tree)))


def _index(tree: Path) -> Path:
    return tree.with_name(f"{tree.name}.index")


def _git(repository: Path, *arguments: str, **environment: str) -> str:
    quarantine = {name: os.environ[name] for name in QUARANTINE if name in os.environ}
    command = ("git", f"--git-dir={repository}", *arguments)
    return run(command, environment=quarantine | environment).decode(errors="replace").strip()


def _write(path: Path, text: str, mode: int = 0o644) -> None:
    fresh = path.with_name(f".{path.name}.new")
    path.parent.mkdir(exist_ok=True)
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(mode)
    fresh.replace(path)
