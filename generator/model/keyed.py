"""A value together with a digest of all that it says: what an output may depend on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Generic, TypeVar

from msgspec import Struct

from generator.model.coded import encoded

T = TypeVar("T")
DIGEST_BYTES = 16


class Keyed(Struct, Generic[T], frozen=True):
    value: T
    digest: bytes


class Deferred(Struct, Generic[T], frozen=True):
    """A value that is fetched when it is asked for, with the digest of what it will say."""

    fetch: Callable[[], T]
    digest: bytes

    @property
    def value(self) -> T:
        return self.fetch()


def digest_of(*parts: bytes) -> bytes:
    """A digest of the parts in their order; where one ends and the next begins counts."""
    digest = blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def keyed(value: T) -> Keyed[T]:
    """A frozen value, keyed by every field of it."""
    return Keyed(value, digest_of(_said(value)))


def keyed_again(value: T, said: bytes) -> Keyed[T]:
    """The same for a value that was read back from the bytes that `generator.model.coded.encoded` had made of it."""
    return Keyed(value, digest_of(said))


def _said(value: object) -> bytes:
    try:
        return encoded(value)
    except (TypeError, ValueError):
        return repr(value).encode("utf-8", "surrogatepass")


def together(items: Iterable[Keyed[T]]) -> Keyed[tuple[T, ...]]:
    """Several keyed values as one."""
    listed = tuple(items)
    return Keyed(tuple(item.value for item in listed), digest_of(*(item.digest for item in listed)))
