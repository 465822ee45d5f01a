"""The target as it is written on the command line: ``dir:PATH``, ``git:REMOTE#BRANCH``, ``rsync:HOST:PATH``, …"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.publish.failure import PublishError

Sort = Literal["dir", "git", "rsync", "rclone"]
SORTS: tuple[Sort, ...] = ("dir", "git", "rsync", "rclone")
BRANCH = "gh-pages"
ELSEWHERE: tuple[Sort, ...] = ("rsync", "rclone")


class Address(Struct, frozen=True):
    """Where to publish. `branch` is for git alone."""

    sort: Sort
    place: str
    branch: str = ""

    def __str__(self) -> str:
        return f"{self.sort}:{self.place}" + (f"#{self.branch}" if self.branch else "")


def read_address(text: str) -> Address:
    """The target that `text` names.

    Raises:
        PublishError: it names none, or one that a program could take for an option.
    """
    sort, _, place = text.partition(":")
    if sort not in SORTS or not place:
        raise PublishError("no_target", target=text)
    branch = ""
    if sort == "git":
        place, _, branch = place.partition("#")
        branch = branch or BRANCH
    if not place or place.startswith("-") or branch.startswith("-") or not (place + branch).isprintable():
        raise PublishError("no_target", target=text)
    if (sort in ELSEWHERE and not _names_a_place(place)) or (sort == "rsync" and place.endswith(":")):
        raise PublishError("no_target", target=text)
    return Address(sort, place, branch)


def _names_a_place(place: str) -> bool:
    """Whether it says on which machine. A lone name is a host without its path, which would become a folder here."""
    return ":" in place or place.startswith("/")
