"""JSON of plain values in UTF-8, as the standard library writes it without escapes of other scripts, only faster."""

from __future__ import annotations

from collections.abc import Callable

import msgspec


def compact(value: object) -> bytes:
    """As ``json.dumps(value, ensure_ascii=False, separators=(",", ":"))`` writes it."""
    return msgspec.json.encode(value)


def spaced(value: object, other: Callable[[object], object]) -> bytes:
    """As ``json.dumps(value, ensure_ascii=False, default=other)`` writes it."""
    return msgspec.json.format(msgspec.json.encode(value, enc_hook=other), indent=0)


def indented(value: object) -> bytes:
    """As ``json.dumps(value, ensure_ascii=False, indent=1)`` writes it."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1)
