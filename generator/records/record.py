"""A record that could be read: its typed value, and where it came from."""

from __future__ import annotations

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")


class Record(Struct, Generic[T], frozen=True):
    """`digest` is that of the bytes it was read from; `file` is relative to the project root, with forward slashes."""

    kind: str
    id: str
    value: T
    digest: bytes
    file: str
