"""Industries: the sections A to T of GB/T 4754-2017."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

import yaml


def known(section: str) -> bool:
    """Whether `section` is a capital letter from A to T."""
    return section in _sections()


def sections() -> tuple[str, ...]:
    """All sections in the order of the standard."""
    return tuple(_sections())


def name(section: str, lang: str = "zh") -> str:
    """The section's name in ``zh`` or ``en``; the section itself when it is not known."""
    return _sections()[section][lang] if known(section) else section


@cache
def _sections() -> Mapping[str, Mapping[str, str]]:
    return cast(
        "Mapping[str, Mapping[str, str]]",
        yaml.safe_load(files("generator.schema").joinpath("data", "industries.yaml").read_text(encoding="utf-8")),
    )
