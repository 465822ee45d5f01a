"""Regions of GB/T 2260: provinces, prefectures and counties, those in use and those dropped since the end of 1999.

The names stand in ``data/regions.tsv``; where they come from, in ``data/SOURCES.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, cast

from msgspec import Struct

Status = Literal["current", "abolished", "zone", "group"]
"""`zone`: a development zone, counted by statistics only. `group`: a heading of the table such as 110100, no place."""


class Region(Struct, frozen=True):
    code: str
    name: str
    status: Status
    name_en: str = ""


def listed(code: str) -> bool:
    """Whether the code table has, or had, this code at all."""
    return code in _regions()


def known(code: str) -> bool:
    """Whether the code is that of a place, today's or a former one."""
    return code in _regions() and _regions()[code].status != "group"


def abolished(code: str) -> bool:
    """Whether the code was a place's and is no longer in use."""
    return code in _regions() and _regions()[code].status == "abolished"


@lru_cache(maxsize=4_000)
def parts(code: str) -> tuple[str, ...]:
    """The names from province to county, without the headings of the table; empty for a code that is not listed."""
    return tuple(_regions()[item].name for item in _chain(code))


def name(code: str) -> str:
    """The full name, province first; the code itself when it is not listed."""
    return "".join(parts(code)) or code


def provinces(lang: str = "zh") -> dict[str, str]:
    """The names of all provinces by the first two digits of their codes."""
    return {code[:2]: province(code, lang) for code in _regions() if code.endswith("0000")}


def province(code: str, lang: str = "zh") -> str:
    """The name of the province a code lies in, by its first two digits; the code itself when there is none.

    `lang` is ``zh`` or ``en``.
    """
    found = _regions().get(code[:2] + "0000")
    if found is None:
        return code
    return found.name_en if lang == "en" else found.name


def english_name(code: str) -> str:
    """The usual English name of the place itself, where the table has one; else an empty text."""
    found = _regions().get(code)
    return found.name_en if found else ""


def second_level(code: str) -> str | None:
    """The code just below the province: the prefecture, or the county where no prefecture stands between.

    None for a province, and for a code that is not listed.
    """
    chain = _chain(code)
    return chain[1] if len(chain) > 1 else None


@cache
def counties() -> tuple[str, ...]:
    """The codes of all counties and districts of the mainland in use, sorted."""
    return tuple(
        sorted(
            code
            for code, region in _regions().items()
            if region.status == "current" and not code.endswith("00") and code < "700000"
        )
    )


def nearest(text: str) -> str | None:
    """The code in use that was probably meant: by name if a name was given, else by the digits."""
    wanted = text.strip()
    current = [region for region in _regions().values() if region.status == "current"]
    if not wanted.isascii():
        named = [region.code for region in current if wanted in name(region.code)]
        return min(named, key=lambda code: (len(name(code)), code)) if named else None
    alike = [region.code for region in current if region.code[:2] == wanted[:2]]
    scored = [(SequenceMatcher(None, wanted, code).ratio(), code) for code in alike]
    best, code = max(scored, key=lambda pair: (pair[0], -int(pair[1])), default=(0.0, ""))
    return code if best >= 0.7 else None


def _chain(code: str) -> tuple[str, ...]:
    table = _regions()
    if code not in table:
        return ()
    steps = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return tuple(step for step in steps if step in table and table[step].status != "group")


@cache
def _regions() -> Mapping[str, Region]:
    rows = files("generator.schema").joinpath("data", "regions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    regions = (_region(*row.split("\t")) for row in rows)
    return {region.code: region for region in regions}


def _region(code: str, name: str, status: str, name_en: str = "") -> Region:
    return Region(code, name, cast("Status", status), name_en)
