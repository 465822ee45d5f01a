"""Industries: the sections A to T of GB/T 4754-2017."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
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


def nearest(text: str) -> str | None:
    """The section that a letter or a name probably means, or None."""
    if known(text[:1].upper()) and not text[1:].isalpha():
        return text[:1].upper()
    spellings = {names[lang].lower(): section for section, names in _sections().items() for lang in names}
    near = get_close_matches(text.lower(), spellings, n=1, cutoff=0.5)
    return spellings[near[0]] if near else None


@cache
def _sections() -> Mapping[str, Mapping[str, str]]:
    return cast(
        "Mapping[str, Mapping[str, str]]",
        yaml.safe_load(files("generator.schema").joinpath("data", "industries.yaml").read_text(encoding="utf-8")),
    )
