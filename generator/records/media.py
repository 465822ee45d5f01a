"""The pictures of a registry: which there are, and whether each is safe to publish."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.problems import Problem, problem
from generator.records.drawing import fault_of_drawing
from generator.records.files import is_hidden_name, shown_path
from generator.schema.types import MEDIA_EXTENSIONS

FOLDER = "registry/media"
MAX_BYTES = 2 * 1024 * 1024
_BEGINNINGS = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "webp": (b"RIFF",),
    "avif": (b"\0\0\0",),
}
"""How the files of each kind begin."""


class Media(Struct, frozen=True):
    """Names are relative to registry/media, with forward slashes; links are never followed."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def scan_media(root: Path) -> Media:
    """Every picture below registry/media of the project at `root`.

    A media folder that is itself a link is not looked into; the scan of the records reports it.
    """
    names: list[str] = []
    problems: list[Problem] = []
    folders = [""] if _is_folder(root / FOLDER) else []
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(root / FOLDER / folder), key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            problems.append(problem("unreadable-file", f"{FOLDER}/{folder}".rstrip("/"), reason=error.strerror))
            continue
        for entry in entries:
            name = folder + entry.name
            if entry.name.startswith(".") or entry.name == "README.md":
                continue
            found = list(_faults(entry, f"{FOLDER}/{name}"))
            problems += found
            if found:
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(name + "/")
            else:
                names.append(name)
    return Media(tuple(sorted(names)), tuple(problems))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except OSError:
        return False


def _faults(entry: os.DirEntry[str], path: str) -> Iterator[Problem]:
    """What is wrong with one entry; nothing for a folder that may be looked into."""
    ending = entry.name.rpartition(".")[2].lower()
    if is_hidden_name(entry.name):
        yield problem("file-name-encoding", shown_path(path))
    elif entry.is_symlink():
        yield problem("symbolic-link", path)
    elif entry.is_dir(follow_symlinks=False):
        return
    elif not entry.is_file(follow_symlinks=False):
        yield problem("not-a-regular-file", path)
    elif ending not in MEDIA_EXTENSIONS:
        yield problem("bad-picture-kind", path, name=entry.name, choices=", ".join(MEDIA_EXTENSIONS))
    else:
        yield from _content_faults(entry, ending, path)


def _content_faults(entry: os.DirEntry[str], ending: str, path: str) -> Iterator[Problem]:
    try:
        size = entry.stat(follow_symlinks=False).st_size
        if size > MAX_BYTES:
            yield problem("picture-too-large", path, size=size, limit=MAX_BYTES)
            return
        with Path(entry.path).open("rb") as file:
            data = file.read(MAX_BYTES if ending == "svg" else 16)
    except OSError as error:
        yield problem("unreadable-file", path, reason=error.strerror)
        return
    fault = fault_of_drawing(data) if ending == "svg" else None
    if fault == "active-picture":
        yield problem("active-picture", path)
    elif fault or (ending != "svg" and not data.startswith(_BEGINNINGS[ending])):
        yield problem("broken-picture", path, kind=ending.upper())
