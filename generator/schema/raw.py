"""A record as it was written: text, lists and mappings, nothing converted yet."""

from __future__ import annotations

from typing import TypeAlias


class Bare(str):
    """A scalar without quotes that other YAML readers would not take for text: ``0123``, ``NO``, ``2024-01-01``."""

    __slots__ = ()


Raw: TypeAlias = "str | list[Raw] | dict[str, Raw] | None"
