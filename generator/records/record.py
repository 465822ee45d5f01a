"""A record that could be read: its typed value, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Record(Generic[T]):
    """`digest` is that of the bytes it was read from; `file` is relative to the project root, with forward slashes."""

    kind: str
    id: str
    value: T
    digest: bytes
    file: str
