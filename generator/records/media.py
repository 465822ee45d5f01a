"""The pictures of a registry: which there are, and whether each is safe to publish."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from generator.problems import Problem, problem
from generator.schema.types import MEDIA_EXTENSIONS

FOLDER = "registry/media"
MAX_BYTES = 2 * 1024 * 1024
ACTIVE = re.compile(
    rb"<\s*(script|foreignobject|iframe|embed|object|handler|set|animate)\b|\son[a-z]+\s*=|javascript:|<!ENTITY|<\?xml-stylesheet"
    rb"|@import|(href|src)\s*=\s*[\"']\s*(?!#)|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)
"""What makes an SVG more than a drawing: scripts, events, and anything fetched from elsewhere."""


@dataclass(frozen=True, slots=True)
class Media:
    """Names are relative to registry/media, with forward slashes; links are never followed."""

    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def scan_media(root: Path) -> Media:
    """Every picture below registry/media of the project at `root`."""
    names: list[str] = []
    problems: list[Problem] = []
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(os.scandir(root / FOLDER / folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            name = folder + entry.name
            if entry.name.startswith(".") or entry.name == "README.md":
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(name + "/")
                continue
            fault = _fault(entry)
            if fault is None:
                names.append(name)
            else:
                problems.append(problem(fault, f"{FOLDER}/{name}", name=name, limit=MAX_BYTES))
    return Media(tuple(sorted(names)), tuple(problems))


def _fault(entry: os.DirEntry[str]) -> str | None:
    """The code of what is wrong with one file, or None."""
    if entry.is_symlink():
        return "symbolic-link"
    if not entry.is_file(follow_symlinks=False):
        return "not-a-regular-file"
    if entry.name.rpartition(".")[2].lower() not in MEDIA_EXTENSIONS:
        return "bad-picture-kind"
    if entry.stat(follow_symlinks=False).st_size > MAX_BYTES:
        return "picture-too-large"
    if entry.name.lower().endswith(".svg") and ACTIVE.search(Path(entry.path).read_bytes()):
        return "active-picture"
    return None
