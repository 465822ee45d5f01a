"""One file of the site, and everything it may depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.model.keyed import Deferred, Keyed, digest_of
from generator.render.house import House

Renderer = Callable[..., bytes]


class Output(Struct, frozen=True):
    """A file to render: ``render(house, path, *values)``. The renderer sees its declared inputs and nothing else."""

    path: str
    render: Renderer
    inputs: tuple[Keyed[Any], ...]

    def key(self, house: House) -> bytes:
        """Changes when the renderer's name, the house or any declared input changes."""
        name = f"{self.render.__module__}.{self.render.__qualname__}"
        return digest_of(name.encode(), house.digest, *(item.digest for item in self.inputs))

    def content(self, house: House) -> bytes:
        return self.render(house, self.path, *(item.value for item in self.inputs))


class Copy(Struct, frozen=True):
    """A file to carry over as it is: a picture, a style sheet, an editorial page. `digest` is that of its bytes."""

    path: str
    source: Path
    digest: bytes

    def key(self, house: House) -> bytes:
        return self.digest


Inputs = tuple[Keyed[Any] | Deferred[Any], ...]


class Part(Struct, frozen=True):
    """A run of a large file: ``render(house, *values)``. Its bytes are kept by its key, so each is made once."""

    render: Renderer
    inputs: Inputs

    def key(self, house: House) -> bytes:
        """Changes with the renderer's name, the ground of the house or any declared input. It uses no template."""
        name = f"{self.render.__module__}.{self.render.__qualname__}"
        return digest_of(name.encode(), house.ground, *(item.digest for item in self.inputs))

    def content(self, house: House) -> bytes:
        return self.render(house, *(item.value for item in self.inputs))


def in_a_row(parts: Iterable[bytes]) -> Iterable[bytes]:
    """The parts one after the other."""
    return parts


class Joined(Struct, frozen=True):
    """A large file made of parts: where one record has changed, one part is rendered and the others are at hand."""

    path: str
    parts: tuple[Part, ...]
    join: Callable[[Iterable[bytes]], Iterable[bytes]] = in_a_row

    def key(self, house: House) -> bytes:
        name = f"{self.join.__module__}.{self.join.__qualname__}"
        return digest_of(name.encode(), *(part.key(house) for part in self.parts))


class Checksums(Struct, frozen=True):
    """The SHA-256 sums of other files of the plan, taken once those stand."""

    path: str
    files: tuple[Output | Joined, ...]

    def key(self, house: House) -> bytes:
        return digest_of(*(digest_of(item.path.encode(), item.key(house)) for item in self.files))


Planned = Output | Copy | Joined | Checksums
