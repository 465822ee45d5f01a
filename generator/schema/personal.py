"""Finds personal data in free text: an unmasked mobile number, a citizen's identity number, a fax number.

Numbers of certificates, credit codes and long digit strings that merely contain such a run are left alone.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

from generator.schema import credit_code

PersonalKind = Literal["mobile", "identity-number", "fax"]

_NUMERIC = re.compile(
    r"[\d\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2089\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3251-\u33fe"
    "\U0001f100-\U0001f10a]"
)
"""Every character that is a digit or holds one: without any there is no number, which spares most texts the rest."""

_DIGITS = r"\d\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u2468\u24ea"
_BLANKS = r" \-\u2010-\u2015\u2212"
_DOTS = r".\u00b7\u2022\u30fb_"
_RUN = re.compile(rf"[{_DIGITS}](?:[{_BLANKS}{_DOTS}\u00a0\u2000-\u200a\u3000]{{0,3}}[{_DIGITS}*]){{10}}")
"""Without so many digits near one another there is neither a mobile nor an identity number."""

_ALONE_BEFORE = r"(?<![0-9A-Za-z])(?<![0-9A-Za-z][-_.])"
_NAMED = r"(?<![0-9A-Za-z])(?:tel|phone|mobile|mob|wechat|weixin|wx|vx|v|qq)[-_.: ]{0,2}"
_ALONE_AFTER = r"(?![0-9A-Za-z]|[-_.][0-9A-Za-z])"
_GAP = rf"[{_BLANKS}]{{1,3}}"
_MARK = rf"(?:[{_DOTS}]|{_GAP})"
_GROUPS = (
    rf"\d{{8}}|{_MARK}\d{{4}}{_MARK}\d{{4}}|{_GAP}\d{{8}}|\d{{4}}{_GAP}\d{{4}}"
    rf"|\d{_GAP}\d{{3}}{_GAP}\d{{4}}|{_GAP}\d{{3}}{_GAP}\d{{5}}|(?:{_GAP}\d\d){{4}}"
)
"""The last eight digits of a mobile, as people divide them: whole, 4-4, 1-3-4, 3-5, 2-2-2-2."""
# Compiled when first needed: most commands come to none of the three.
_MOBILE = (
    rf"(?:{_NAMED}|{_ALONE_BEFORE})(?:(?:\+|00)?86\)?[{_BLANKS}]{{0,3}})?1[3-9]\d(?:{_GROUPS}){_ALONE_AFTER}"
    rf"|{_ALONE_BEFORE}1([ .-])[3-9]\1\d(?:\1\d){{8}}{_ALONE_AFTER}"
)
_MOBILE_START = re.compile(r"1[ .-]?[3-9]")
_IDENTITY = (
    rf"(?:(?<![0-9A-Za-z])(?:id|no|sfz)[-_.: ]{{0,2}}|{_ALONE_BEFORE})"
    rf"(?P<digits>\d{{6}}[{_BLANKS}]?\d{{8}}[{_BLANKS}]?\d{{3}}[0-9Xx]|\d{{15}}){_ALONE_AFTER}"
)
_IDENTITY_START = re.compile(rf"\d{{6}}[{_BLANKS}]?\d{{8}}")
_MASKED_IDENTITY = re.compile(rf"{_ALONE_BEFORE}\d{{6}}((?:19|20)\d{{6}})\*{{4}}")
_BROKEN = r"[\s._\-\u00b7\u200b-\u200d\u2060\ufeff/]{0,2}"
"""What may stand between the letters of a word that is to be overlooked."""
_TELEX = rf"(?:\u7535{_BROKEN}\u4f20|\u96fb{_BROKEN}\u50b3)(?![\u52a8\u611f\u8f93\u5bfc\u64ad\u7edf])"
_FAX_WORDS = (
    rf"(?:[\u4f20\u50b3]{_BROKEN}\u771f|{_TELEX}|chuan{_BROKEN}zhen|facsimile"
    rf"|(?<![a-z])(?:tele{_BROKEN})?f{_BROKEN}a{_BROKEN}x)"
)
_FAX_HINT = re.compile(r"[\u4f20\u50b3\u7535\u96fbcf]", flags=re.IGNORECASE)
"""Without one of these letters no fax is named; it spares most texts the longer look."""
_FAX_NUMBER = r"\d[\d()* -]{5,20}[\d*]"
_FAX_START = re.compile(_FAX_NUMBER)
_FAX = (
    rf"{_FAX_WORDS}[^0-9\n]{{0,12}}{_FAX_NUMBER}|{_FAX_NUMBER}[^0-9\n]{{0,3}}{_FAX_WORDS}"
    rf"|{_FAX_WORDS}[:\s]*\n\s*[+(]*(?:0|86){_FAX_NUMBER}|(?<![a-z0-9])f\s*:\s*[+(]*{_FAX_NUMBER}"
)
"""A fax by its word before or after the number, on the line above one with its area code, or by the F of a visiting
card."""
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_CHECK_CHARACTERS = "10X98765432"


def personal_data(text: str) -> PersonalKind | None:
    """The first kind of personal data that stands in `text`, if any, however its digits are written or divided."""
    if _NUMERIC.search(text) is None:
        return None
    whole = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if _FAX_START.search(whole) and _FAX_HINT.search(whole) and re.search(_FAX, whole, re.IGNORECASE):
        return "fax"
    if _RUN.search(text) is None:
        return None
    plain = whole if whole.isascii() else re.sub(r"\d", lambda digit: str(unicodedata.decimal(digit[0])), whole)
    if _MOBILE_START.search(plain) and re.search(_MOBILE, plain, re.IGNORECASE):
        return "mobile"
    return "identity-number" if has_identity_number(plain) else None


def speaks_of_fax(text: str) -> bool:
    """Whether a text names a fax, so that the number beside it is one."""
    whole = unicodedata.normalize("NFKC", text)
    return _FAX_HINT.search(whole) is not None and re.search(_FAX_WORDS, whole, re.IGNORECASE) is not None


def has_identity_number(text: str) -> bool:
    """Whether a citizen's identity number stands in `text`; one with its birthday to be read counts, if masked."""
    if _IDENTITY_START.search(text) is None:
        return False
    numbers = (
        re.sub(r"[^0-9Xx]", "", found["digits"]).upper() for found in re.finditer(_IDENTITY, text, re.IGNORECASE)
    )
    birthdays = (found[1] for found in _MASKED_IDENTITY.finditer(text))
    return any(map(_is_identity_number, numbers)) or any(map(_is_day, birthdays))


def _is_identity_number(digits: str) -> bool:
    """Eighteen characters of GB 11643-1999 with their ISO 7064 MOD 11-2 check, or a plausible fifteen of before."""
    if _PROVINCE.match(digits) is None or len(digits) not in (15, 18):
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
