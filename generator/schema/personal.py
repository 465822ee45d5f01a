"""Finds personal data in free text: an unmasked mobile number or a citizen's identity number.

Numbers of certificates, credit codes and long digit strings that merely contain such a run are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

from generator.schema import credit_code

PersonalKind = Literal["mobile", "identity-number"]

_RUN = re.compile(r"\d(?:[ -]?\d){10}")
_ALONE_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])"
_ALONE_AFTER = r"(?![0-9A-Za-z]|[-_.][0-9A-Za-z])"
_MOBILE = re.compile(rf"{_ALONE_BEFORE}(?:\+?86[- ]?)?1[3-9]\d([- ]?)\d{{4}}\1\d{{4}}{_ALONE_AFTER}")
_IDENTITY = re.compile(rf"{_ALONE_BEFORE}(?:\d{{17}}[0-9Xx]|\d{{15}}){_ALONE_AFTER}")
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_CHECK_CHARACTERS = "10X98765432"


def personal_data(text: str) -> PersonalKind | None:
    """The first kind of personal data that stands in `text`, if any. Full-width digits count as digits."""
    if _RUN.search(text) is None:
        return None
    plain = unicodedata.normalize("NFKC", text)
    if _MOBILE.search(plain):
        return "mobile"
    if any(_is_identity_number(found.group().upper()) for found in _IDENTITY.finditer(plain)):
        return "identity-number"
    return None


def _is_identity_number(digits: str) -> bool:
    """Eighteen characters of GB 11643-1999 with their ISO 7064 MOD 11-2 check, or a plausible fifteen of before."""
    if _PROVINCE.match(digits) is None:
        return False
    if len(digits) == 15:
        return "20" <= digits[6:8] <= "95" and _is_day("19" + digits[6:12])
    total = sum(int(digit) * (2 ** (17 - index) % 11) for index, digit in enumerate(digits[:17]))
    return (
        _CHECK_CHARACTERS[total % 11] == digits[17]
        and "1880" <= digits[6:10] <= "2099"
        and _is_day(digits[6:14])
        and bool(credit_code.inspect(digits).errors)
    )


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return True
