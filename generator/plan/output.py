"""One file of the site, and everything it may depend on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model.keyed import Keyed, digest_of
from generator.render.house import House

Renderer = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class Output:
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


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to carry over as it is: a picture, a style sheet, an editorial page. `digest` is that of its bytes."""

    path: str
    source: Path
    digest: bytes

    def key(self, house: House) -> bytes:
        return self.digest


Planned = Output | Copy
