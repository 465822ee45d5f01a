"""Frozen values as bytes and back: MessagePack, read into the very types that were declared."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder()


class CodeError(ValueError):
    """The bytes are not those of a value of this type."""


def encoded(value: object) -> bytes:
    """Every field of a value in its order, by name; equal values of one type give equal bytes.

    Raises:
        TypeError: it holds what is neither plain nor a struct.
        ValueError: it holds half a character, or a number of more than 64 bits.
    """
    try:
        return _ENCODER.encode(value)
    except OverflowError as error:
        raise ValueError(str(error)) from None


def decoded(kind: type, data: bytes) -> Any:
    """The value of this type that `encoded` made into these bytes.

    Raises:
        CodeError: they are of no such value.
    """
    try:
        return _decoder(kind).decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise CodeError(str(error)) from None


@cache
def _decoder(kind: type) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)
