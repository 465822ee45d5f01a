"""From an address to the target that answers there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from generator.build.place import Place
from generator.publish.address import Address
from generator.publish.branch import Branch
from generator.publish.failure import PublishError
from generator.publish.folder import KEPT, Folder
from generator.publish.rclone import Rclone
from generator.publish.remote import Remote
from generator.publish.rsync import Rsync
from generator.publish.target import Target


class Choices(Struct, frozen=True):
    """What an operator may choose: releases kept and compressed siblings of a folder, the history of a branch."""

    keep: int = KEPT
    compress: bool = True
    linear: bool = False


def target_of(address: Address, place: Place, choices: Choices, waiting: Callable[[], None]) -> Target:
    """The target at `address` for the site at `place`, whose state keeps what the target has to remember."""
    if address.sort == "rsync":
        return Remote(Rsync(address.place))
    if address.sort == "rclone":
        return Remote(Rclone(address.place))
    if address.sort == "git":
        store = place.state / "branches" / sha256(str(address).encode()).hexdigest()[:16]
        return Branch(address.place, address.branch, store, choices.linear)
    return folder_at(address, choices, waiting)


def folder_at(address: Address, choices: Choices, waiting: Callable[[], None]) -> Folder:
    """The folder of a ``dir:`` address."""
    return Folder(path_of(address), choices.keep, choices.compress, waiting)


def path_of(address: Address) -> Path:
    """Where the folder of a ``dir:`` address is; a shell leaves the ``~`` of ``dir:~/www`` alone."""
    path = Path(address.place)
    with suppress(RuntimeError):  # no such user: a folder that happens to be called so
        path = path.expanduser()
    return path.absolute()


def refuse_own(address: Address, root: Path, own: Iterable[Path]) -> None:
    """Refuses to publish to `root` itself or into a folder of its `own`: what is there is read by the next build.

    Raises:
        PublishError: `address` is such a folder.
    """
    if address.sort != "dir":
        return
    path = path_of(address).resolve()
    if path == root.resolve() or any(path.is_relative_to(folder.resolve()) for folder in own):
        raise PublishError("own_folder", path=path)
