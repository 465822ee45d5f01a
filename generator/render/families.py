"""Families of outputs that an operator can leave out, to fit a host or a taste. Pages do not link to what is left out.

``extra.lixin.without`` in mkdocs.yml names them. What people look up and verify by can never be left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "json": ("c/*.json", "e/*.json"),
    "seals": ("seal/*",),
    "vcards": ("e/*.vcf",),
    "reports": ("e/*/report.html",),
    "calendars": ("calendar.ics", "e/*.ics"),
    "feeds": ("feeds/*",),
    "data": ("data/*",),
    "compressed": (),
}
"""The paths of each family, as patterns. Compressed siblings have none: they come into being when publishing."""


def family_of(path: str) -> str:
    """The family of a path of the site; empty for what is always there."""
    return next((name for name, patterns in FAMILIES.items() if any(fnmatchcase(path, one) for one in patterns)), "")


def is_left_out(path: str, without: Sequence[str]) -> bool:
    """Whether `path`, or a pattern of paths such as ``c/{number}.json``, is of a family that is left out."""
    return bool(without) and family_of(path) in without
