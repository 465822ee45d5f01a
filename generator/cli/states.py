"""States of a registry as commands are told of them: git revisions, folders, the files as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.cli.failure import Failure
from generator.difference.folder import of_folder
from generator.difference.git import GitError, UnknownRevisionError, at_revision, working_tree
from generator.difference.snapshot import Snapshot
from generator.language import strings


def snapshot(root: Path, name: str | None, lang: str) -> Snapshot:
    """A revision; without a name the files of the project; a folder where the name is that of a project's folder.

    Raises:
        GitError: there is no such revision, or git cannot answer.
    """
    if name is None:
        return working_tree(root, str(strings(lang).difference.working_tree))
    if (Path(name) / "registry").is_dir():
        return of_folder(Path(name))
    return at_revision(root, name)


@contextmanager
def git_failures(lang: str) -> Iterator[None]:
    """Turns what git complains of, while a snapshot is taken or read, into a sentence."""
    try:
        yield
    except UnknownRevisionError as error:
        raise Failure.said(lang, "no_revision", 2, name=error) from error
    except GitError as error:
        raise Failure.said(lang, "git", 2, reason=error) from error
