"""What a scalar without quotes is: text, nothing, or what other YAML readers would take for something else."""

from __future__ import annotations

import re

from generator.schema.raw import Bare

SUSPECT = frozenset(("", *"0123456789+-.~nNyYtTfFoO=<"))
"""How a scalar begins that may be anything but text."""

_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BARE = re.compile(
    r"""
      [-+]? [0-9][0-9_]* (?: \.[0-9_]* )? (?: [eE][-+]?[0-9]+ )?        # 1  0123  1_000  1.5  1e5
    | [-+]? \. [0-9][0-9_]* (?: [eE][-+]?[0-9]+ )?                      # .5
    | [-+]? 0 (?: b[01_]+ | o[0-7]+ | x[0-9a-fA-F_]+ )                  # 0b1  0o17  0x1F
    | [-+]? [0-9][0-9_]* (?: :[0-5]?[0-9] )+ (?: \.[0-9_]* )?           # 12:30
    | [-+]? \. (?: inf | Inf | INF ) | \. (?: nan | NaN | NAN )
    | [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} (?: (?:[Tt]|[ \t]+) [0-9:.]+ [ \t]* (?: Z | [-+][0-9:]+ )? )?
    | y | Y | n | N | yes | Yes | YES | no | No | NO | on | On | ON | off | Off | OFF
    | true | True | TRUE | false | False | FALSE
    | = | <<
    """,
    re.VERBOSE,
)
"""What a YAML 1.1 (types repository) or YAML 1.2 (core schema) reader resolves to something other than text or null."""


def unquoted(value: str) -> str | None:
    """The scalar as a record has it: text, None for nothing, `Bare` where others would convert it."""
    if value in _NULL:
        return None
    return Bare(value) if _BARE.fullmatch(value) else value
