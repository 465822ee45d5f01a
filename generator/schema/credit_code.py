"""The unified social credit code (GB 32100-2015) and the organisation code inside it (GB 11714-1997).

Eighteen characters: registration authority and category (1-2), region of GB/T 2260 (3-8), organisation code with its
own check character (9-17), check character (18).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from generator.schema import regions

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and letters without I, O, S, V and Z; a character's value is its place."""

LENGTH = 18
NATIONAL = "100000"
"""Stands where a region would for bodies registered with a national authority."""

CATEGORIES = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
"""Registration authority (first character) → the categories it registers (second character)."""

_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212\u200b-\u200d\u2060\ufeff]+")
_LOST = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+")
"""What a spreadsheet program makes of a long number."""

_RESERVED = re.compile(r"PDY(?!00000)[0-9]{5}")

Finding = tuple[str, dict[str, str]]
"""A problem's code and the values its message needs."""


class Inspection(Struct, frozen=True):
    """What is wrong with a code as it was given, and the form it should have."""

    normalised: str
    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]


def normalise(text: str) -> str:
    """`text` in half-width capitals without blanks and hyphens; nothing else is repaired."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def check_character(first17: str) -> str:
    """The last character of the code that starts with these seventeen (GB 32100-2015, 5.2).

    Raises:
        ValueError: not seventeen characters of the alphabet.
    """
    if len(first17) != LENGTH - 1:
        raise ValueError(f"{len(first17)} characters instead of {LENGTH - 1}")
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, first17, strict=True))
    return ALPHABET[-total % 31]


def organisation_check(first8: str) -> str:
    """The check character of the organisation code that starts with these eight (GB 11714-1997, 3.2).

    Raises:
        ValueError: not eight digits or capital letters.
    """
    if len(first8) != 8:
        raise ValueError(f"{len(first8)} characters instead of 8")
    values = map(_ORGANISATION_ALPHABET.index, first8)
    remainder = -sum(weight * value for weight, value in zip(_ORGANISATION_WEIGHTS, values, strict=True)) % 11
    return "X" if remainder == 10 else str(remainder)


def inspect(text: str) -> Inspection:
    """All that is wrong with `text` as a credit code. Never raises."""
    code = normalise(text)
    if _LOST.fullmatch(code):
        return Inspection(code, (("number-lost-digits", {"value": text}),), ())
    broken = tuple(_malformed(code))
    form: tuple[Finding, ...] = (("credit-code-form", {"value": text, "normalised": code}),) if text != code else ()
    if broken:
        return Inspection(code, form + broken, ())
    return Inspection(code, form + tuple(_wrong_check(code)), tuple(_doubtful(code)))


def is_reserved(code: str) -> bool:
    """Whether the body of the code lies in PDY00001-PDY99999, a range never issued: codes of demonstration records."""
    return len(code) == LENGTH and _RESERVED.fullmatch(code[8:16]) is not None


def make_reserved(category: str, region: str, n: int) -> str:
    """A code of the reserved range whose two check characters are right: ``("91", "110101", 1)``.

    Raises:
        ValueError: `n` is not in 1-99999, or category and region are not two and six characters of the alphabet.
    """
    if not 1 <= n <= 99_999:
        raise ValueError(f"{n} is not in the reserved range 1-99999")
    body = f"PDY{n:05d}"
    first17 = category + region + body + organisation_check(body)
    return first17 + check_character(first17)


def _malformed(code: str) -> Iterator[Finding]:
    if len(code) != LENGTH:
        yield "credit-code-length", {"value": code, "length": str(len(code))}
    for position, character in enumerate(code[:LENGTH], 1):
        if character not in ALPHABET:
            yield "credit-code-character", {"character": character, "position": str(position)}


def _wrong_check(code: str) -> Iterator[Finding]:
    expected = check_character(code[:-1])
    if code[-1] != expected:
        yield "credit-code-check", {"found": code[-1], "expected": expected}


def _doubtful(code: str) -> Iterator[Finding]:
    expected = organisation_check(code[8:16])
    if code[16] != expected:
        yield "credit-code-organisation-check", {"found": code[16], "expected": expected}
    if code[1] not in CATEGORIES.get(code[0], ""):
        yield "credit-code-category", {"category": code[:2]}
    if code[2:8] != NATIONAL and not regions.listed(code[2:8]):
        yield "credit-code-region", {"region": code[2:8]}
