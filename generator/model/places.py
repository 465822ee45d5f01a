"""What places are called on the pages of a language."""

from __future__ import annotations

import re

from generator.model import pinyin
from generator.schema import regions

_ENDING = re.compile(r"(?<=..)[\u5e02\u533a\u53bf]$")
"""City, district or county behind two characters or more: what an English name leaves out."""


def place_name(code: str, lang: str) -> str:
    """The name of a region by itself, without what it lies in: in Chinese, or as English texts write it."""
    name = regions.parts(code)[-1]
    if lang == "zh":
        return name
    return regions.english_name(code) or pinyin.romanised(_ENDING.sub("", name))
