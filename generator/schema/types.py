"""The field types: how the text of one value is read, what is wrong with it, and what it looks like in a JSON Schema.

The class of a record kind names them as annotations; `generator.schema.shape` reads the `FieldType` in each. A type
yields either the value or `INVALID`; every problem it finds goes to the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from msgspec import Struct

from generator import language
from generator.problems import Place, Report
from generator.schema import credit_code, industries, regions
from generator.schema.personal import has_identity_number, personal_data
from generator.schema.raw import Raw


class Invalid(Enum):
    """What stands for a value that could not be read."""

    INVALID = "invalid"


INVALID: Final = Invalid.INVALID

Fault = tuple[str, dict[str, object]]
"""A problem's code and values, before its place is known."""


COMPARED = 80
"""Characters of a wrong value that are compared with the right ones to find the nearest."""


def found_shape(raw: Raw) -> str:
    """The word for what was written: ``nothing``, ``list``, ``group`` or ``text``."""
    if raw is None:
        return "nothing"
    return "list" if isinstance(raw, list) else "group" if isinstance(raw, dict) else "text"


class FieldType(Struct, frozen=True):
    """One kind of value. `name` is its key in the data dictionary; `plain` types need no quotes in YAML.

    `refers_to` is the record kind whose id the value is, or ``media`` for a file below registry/media.
    """

    name: str
    example: str
    plain: bool = False
    refers_to: str | None = None

    def read(self, raw: Raw, place: Place, report: Report) -> object:
        """The value, or `INVALID` once its problems are in the report."""
        if raw.__class__ is str and raw:
            return self.parse(raw, place, report)
        if raw is None or raw == "":
            report.add("empty-value", place)
        elif not isinstance(raw, str):
            report.add("wrong-shape", place, expected="text", found=found_shape(raw))
        elif self.plain:
            return self.parse(str(raw), place, report)
        else:
            report.add("unquoted", place, value=raw, kind=self.name)
        return INVALID

    def parse(self, text: str, place: Place, report: Report) -> object:
        """The value of a text that is not empty, or `INVALID` once its problems are in the report."""
        raise NotImplementedError  # every type says its own; a Struct cannot be an abstract class

    def json_schema(self) -> dict[str, Any]:
        """The type in JSON Schema, draft 2020-12. It may allow more than `parse` does, never less."""
        raise NotImplementedError  # as above

    def json_value(self, text: str) -> object:
        """A valid text as it stands in a JSON document: numbers and flags without quotes."""
        return text


def _public(value: str, words: str, place: Place, report: Report) -> object:
    """`value`, unless personal data stands in the `words` that are in it."""
    kind = personal_data(words)
    if kind is None:
        return value
    report.add("personal-data", place, kind=kind)
    return INVALID


# Text ---------------------------------------------------------------------------------------------------------------

_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff"
    "\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e00ff"
)
_NOT_IN_LINE = re.compile(f"[\t\n{_INVISIBLE}]")
_NOT_IN_LINES = re.compile(f"[\t{_INVISIBLE}]")


class TextType(FieldType, frozen=True):
    """Words for people: no blanks around, no control or direction characters, no personal data."""

    limit: int = 200
    lines: bool = False

    def parse(self, text: str, place: Place, report: Report) -> object:
        if text.isprintable() and text == text.strip() and len(text) <= self.limit and personal_data(text) is None:
            return text
        faults = list(self._faults(text))
        for code, values in faults:
            report.add(code, place, **values)
        return INVALID if faults else text

    def _faults(self, text: str) -> Iterator[Fault]:
        if not text.isprintable():
            found = (_NOT_IN_LINES if self.lines else _NOT_IN_LINE).search(text)
            if found:
                yield "control-character", {"character": f"U+{ord(found.group()):04X}"}
        bare = text.strip()
        if text != bare:
            yield ("bad-text", {"value": bare}) if bare else ("empty-value", {})
        if len(text) > self.limit:
            yield "too-long", {"limit": self.limit, "length": len(text)}
        kind = personal_data(text)
        if kind is not None:
            yield "personal-data", {"kind": kind}

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": self.limit}


# Dates and numbers --------------------------------------------------------------------------------------------------

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


class DateType(FieldType, frozen=True):
    """A day of the calendar as ``YYYY-MM-DD`` (ISO 8601), from 1900 to 2200."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        try:
            # fromisoformat alone would also take 20240101 and 2024-W01-1.
            day = date.fromisoformat(text) if len(text) == 10 and text[4] == text[7] == "-" else None
        except ValueError:
            day = None
        if day is None:
            report.add("bad-date", place, value=text, example=_meant_day(text) or self.example)
            return INVALID
        if not FIRST_DAY <= day <= LAST_DAY:
            report.add("out-of-range", place, value=text, lowest=FIRST_DAY, highest=LAST_DAY)
            return INVALID
        return day

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date", "pattern": r"^(19|20|21|22)\d\d-\d\d-\d\d$"}


_OTHER_DATE = re.compile(
    r"([12][0-9]{3})\D{1,3}([0-9]{1,2})\D{1,3}([0-9]{1,2})\D?|([12][0-9]{3})([0-9]{2})([0-9]{2})", re.ASCII
)


def _meant_day(text: str) -> str | None:
    """The day that another way of writing means: with slashes, in words, without anything between."""
    found = _OTHER_DATE.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups() if part)).isoformat() if found else None
    except ValueError:
        return None


HIGHEST_NUMBER = 10**9
HIGHEST_AMOUNT = 10**15
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")


class ExactType(FieldType, frozen=True):
    """A decimal number from `lowest` to `highest` with at most six decimals, kept exactly as written."""

    lowest: int = 0
    highest: int = HIGHEST_NUMBER

    def parse(self, text: str, place: Place, report: Report) -> object:
        if len(text) > 30 or _DECIMAL.fullmatch(text) is None or len(text.partition(".")[2]) > 6:
            report.add("bad-number", place, value=text)
            return INVALID
        value = Decimal(text)
        if not self.lowest <= value <= self.highest or (text[0] == "-" and not value < 0):
            report.add("out-of-range", place, value=text, lowest=self.lowest, highest=self.highest)
            return INVALID
        return value

    def json_schema(self) -> dict[str, Any]:
        sign, digits = "-?" if self.lowest < 0 else "", len(str(self.highest)) - 1
        pattern = rf"^{sign}(0|[1-9]\d{{0,{digits}}})(\.\d{{1,6}})?$"
        return {"type": ["number", "string"], "minimum": self.lowest, "maximum": self.highest, "pattern": pattern}

    def json_value(self, text: str) -> object:
        return float(text) if "." in text else int(text)


class IntegerType(FieldType, frozen=True):
    """A whole number from `lowest` to `highest`, none of them negative."""

    lowest: int = 0
    highest: int = HIGHEST_NUMBER

    def parse(self, text: str, place: Place, report: Report) -> object:
        if len(text) > 30 or _INTEGER.fullmatch(text) is None:
            report.add("bad-number", place, value=text)
            return INVALID
        value = int(text)
        if not self.lowest <= value <= self.highest or text[0] == "-":
            report.add("out-of-range", place, value=text, lowest=self.lowest, highest=self.highest)
            return INVALID
        return value

    def json_schema(self) -> dict[str, Any]:
        pattern = r"^(0|[1-9]\d{0,9})$"
        return {"type": ["integer", "string"], "minimum": self.lowest, "maximum": self.highest, "pattern": pattern}

    def json_value(self, text: str) -> object:
        return int(text)


_MEANT = {"yes": "true", "y": "true", "on": "true", "1": "true", "true": "true"}
_MEANT |= {"no": "false", "n": "false", "off": "false", "0": "false", "false": "false"}


class FlagType(FieldType, frozen=True):
    """``true`` or ``false``."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if text in ("true", "false"):
            return text == "true"
        report.add("bad-choice", place, value=text, choices="true, false", nearest=_MEANT.get(text.lower()))
        return INVALID

    def json_schema(self) -> dict[str, Any]:
        return {"type": ["boolean", "string"], "enum": [True, False, "true", "false"]}

    def json_value(self, text: str) -> object:
        return text == "true"


# Ids and codes ------------------------------------------------------------------------------------------------------

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*")
IDENTIFIER_LIMIT = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|index)(?:\.|$)", flags=re.IGNORECASE)
"""Names that Windows keeps for devices, and the page that every folder of the site already has."""


@lru_cache(maxsize=10_000)
def _is_safe(text: str) -> bool:
    """Whether a text may be in a file name; most are said by many records."""
    return _IDENTIFIER.fullmatch(text) is not None and _RESERVED.match(text) is None and personal_data(text) is None


class IdentifierType(FieldType, frozen=True):
    """A name that is safe in file names and addresses: ASCII letters, digits, ``.``, ``_`` and ``-``."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if len(text) > IDENTIFIER_LIMIT:
            report.add("too-long", place, limit=IDENTIFIER_LIMIT, length=len(text))
            return INVALID
        if _is_safe(text):
            return text
        if _IDENTIFIER.fullmatch(text) is None or _RESERVED.match(text) is not None:
            report.add("bad-identifier", place, value=text)
            return INVALID
        return _public(text, text, place, report)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": IDENTIFIER_LIMIT, "pattern": r"^[A-Za-z0-9][A-Za-z0-9._-]*$"}


class GradeType(TextType, frozen=True):
    """The id of one of the scheme's grades. Whether it is one is for the rules to say, which know the scheme."""


@lru_cache(maxsize=100_000)
def _inspect(text: str) -> credit_code.Inspection:
    return credit_code.inspect(text)


class CreditCodeType(FieldType, frozen=True):
    """A unified social credit code (GB 32100-2015) in its plain form.

    Its warnings belong to the record that carries the code, so a reference to that record does not repeat them.
    """

    limit: int = 40

    def parse(self, text: str, place: Place, report: Report) -> object:
        if len(text) > self.limit:
            report.add("too-long", place, limit=self.limit, length=len(text))
            return INVALID
        found = _inspect(text)
        for code, values in found.errors:
            report.add(code, place, **dict(values))
        if self.refers_to is None:
            for code, values in found.warnings:
                report.add(code, place, **dict(values))
        return INVALID if found.errors else found.normalised

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^[{credit_code.ALPHABET}]{{{credit_code.LENGTH}}}$"}


class RegionType(FieldType, frozen=True):
    """A region code of GB/T 2260, six digits; a code no longer in use is taken with a warning."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if not regions.known(text):
            report.add("bad-region", place, value=text, nearest=regions.nearest(text[:COMPARED]))
            return INVALID
        if regions.abolished(text):
            report.add("region-abolished", place, value=text)
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^\d{6}$"}


class IndustryType(FieldType, frozen=True):
    """A section of GB/T 4754-2017: one letter from A to T."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if not industries.known(text):
            report.add("bad-industry", place, value=text, nearest=industries.nearest(text[:COMPARED]))
            return INVALID
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(industries.sections())}


# Ways to reach someone ----------------------------------------------------------------------------------------------

_HOST = re.compile(r"(?:[\w-]+\.)*[\w-]+|\[[0-9A-Fa-f:.]+\]")
_URL_UNSAFE = re.compile(rf"[\s\"'<>\\^`{{|}}\t\n{_INVISIBLE}]")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_MASKED_MOBILE = r"1[3-9]\d\*{4}\d{4}"
_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_LANDLINE = rf"{_AREA}-?\d{{7,8}}(?:-\d{{1,6}})?"
_MASKED_LANDLINE = _AREA + r"-?(?=[\d*]{7,8}\Z)\d{1,4}\*{2,6}\d{0,4}"
_SERVICE_NUMBER = r"[48]00-?(?:\d{3}-?\d{4}|\d{4}-?\d{3})|9[56]\d{3,6}|1[02]\d{3}"
_FOREIGN = r"\+(?!86)[1-9]\d{0,3}(?:[ -]?\d{2,5}){2,4}"
_PHONE = re.compile("|".join((_MASKED_MOBILE, _LANDLINE, _MASKED_LANDLINE, _SERVICE_NUMBER, _FOREIGN)), flags=re.ASCII)
_PRIVATE_MOBILE = re.compile(r"(?:(?:\+|00)?86)?1[3-9]\d{9}", flags=re.ASCII)


class UrlType(FieldType, frozen=True):
    """A web address: http or https, with a host and without user name or password."""

    limit: int = 2_000

    def parse(self, text: str, place: Place, report: Report) -> object:
        if len(text) > self.limit:
            report.add("too-long", place, limit=self.limit, length=len(text))
            return INVALID
        if not _is_web_address(text):
            report.add("bad-url", place, value=text)
            return INVALID
        if has_identity_number(text):  # eleven digits are often an item's number in an address, so they may stand
            report.add("personal-data", place, kind="identity-number")
            return INVALID
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.limit, "pattern": r"^[hH][tT][tT][pP][sS]?://[^\s/]+"}


def _is_web_address(text: str) -> bool:
    if _URL_UNSAFE.search(text) is not None:
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    host, bare = parts.hostname or "", "@" not in parts.netloc
    return parts.scheme in ("http", "https") and bare and port != 0 and _is_host(host)


def _is_host(host: str) -> bool:
    return len(host) <= 253 and (":" in host or _HOST.fullmatch(host) is not None)


class EmailType(FieldType, frozen=True):
    """An e-mail address: the dot-atom form of RFC 5322 at a domain of at least two labels."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if len(text) > 254 or _EMAIL.fullmatch(text) is None:
            report.add("bad-email", place, value=text)
            return INVALID
        return _public(text, text, place, report)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "email", "maxLength": 254}


class PhoneType(FieldType, frozen=True):
    """A landline, a service number, or a mobile number with its middle hidden; never a private mobile in full."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if _PHONE.fullmatch(text) is not None:
            return text
        if _PRIVATE_MOBILE.fullmatch(re.sub(r"[ ()\u00b7\u2010-\u2015.-]", "", text)) is not None:
            report.add("personal-data", place, kind="mobile")
        else:
            report.add("bad-phone", place, value=text)
        return INVALID

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^[+0-9][-0-9* ]{4,}$"}


MEDIA_EXTENSIONS = ("svg", "png", "jpg", "jpeg", "webp", "avif")
_MEDIA = re.compile(r"(?:\w[\w.-]*/)*\w[\w.-]*\.(?:" + "|".join(MEDIA_EXTENSIONS) + ")", flags=re.IGNORECASE)


class MediaType(FieldType, frozen=True):
    """A picture: its path below registry/media, with forward slashes."""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if len(text) > 200 or ".." in text or _MEDIA.fullmatch(text) is None:
            report.add("bad-media", place, value=text)
            return INVALID
        return _public(text, text.rpartition(".")[0].replace("/", " "), place, report)

    def json_schema(self) -> dict[str, Any]:
        endings = "|".join("".join(f"[{letter}{letter.upper()}]" for letter in end) for end in MEDIA_EXTENSIONS)
        return {"type": "string", "maxLength": 200, "pattern": rf"\.({endings})$"}


# Choices ------------------------------------------------------------------------------------------------------------


class ChoiceType(FieldType, frozen=True):
    """One of a few words; made by `shape` from a ``Literal``. `key` is the field's name in the labels."""

    choices: tuple[str, ...] = ()
    key: str = ""

    def parse(self, text: str, place: Place, report: Report) -> object:
        if text in self.choices:
            return text
        report.add("bad-choice", place, value=text, choices=", ".join(self.choices), nearest=self._nearest(text))
        return INVALID

    def _nearest(self, text: str) -> str | None:
        """The word that was probably meant, by itself or by what people call it."""
        spellings = {word: word for word in self.choices}
        for word in self.choices:
            with suppress(language.MissingText):
                spellings |= {language.choice(self.key, word, lang).lower(): word for lang in language.LANGUAGES}
        near = get_close_matches(text[:COMPARED].strip().lower(), spellings, n=1, cutoff=0.5)
        return spellings[near[0]] if near else None

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices)}


def choice_type(choices: tuple[str, ...], key: str) -> ChoiceType:
    # Plain, because its words are: an ambiguous word such as `no` is a wrong choice rather than a missing quote.
    return ChoiceType("choice", choices[0], plain=True, choices=choices, key=key)


# What the classes name ----------------------------------------------------------------------------------------------

_CODE = "91110101PDY00001XN"

Text = Annotated[str, TextType("text", "Text")]
LongText = Annotated[str, TextType("long-text", "Text", limit=5_000, lines=True)]
Date = Annotated[date, DateType("date", "2026-03-01")]
Exact = Annotated[Decimal, ExactType("exact", "92.5", plain=True)]
Amount = Annotated[
    Decimal, ExactType("amount", "-1250000.00", plain=True, lowest=-HIGHEST_AMOUNT, highest=HIGHEST_AMOUNT)
]
Integer = Annotated[int, IntegerType("integer", "120", plain=True)]
Months = Annotated[int, IntegerType("integer", "36", plain=True, lowest=1, highest=600)]
Flag = Annotated[bool, FlagType("flag", "true", plain=True)]
Identifier = Annotated[str, IdentifierType("identifier", "example-1")]
GradeRef = Annotated[str, GradeType("grade-ref", "five-star", limit=IDENTIFIER_LIMIT)]
CreditCode = Annotated[str, CreditCodeType("credit-code", _CODE)]
Region = Annotated[str, RegionType("region", "330106")]
Industry = Annotated[str, IndustryType("industry", "I")]
Url = Annotated[str, UrlType("url", "https://www.example.com/")]
Email = Annotated[str, EmailType("email", "service@example.com")]
Phone = Annotated[str, PhoneType("phone", "0571-88****66")]
Media = Annotated[str, MediaType("media", "logos/example.svg", refers_to="media")]
EnterpriseRef = Annotated[str, CreditCodeType("enterprise-ref", _CODE, refers_to="enterprise")]
CertificateRef = Annotated[str, IdentifierType("certificate-ref", "LX-2026-0001", refers_to="certificate")]
IssuerRef = Annotated[str, IdentifierType("issuer-ref", "lixin", refers_to="issuer")]
SchemeRef = Annotated[str, IdentifierType("scheme-ref", "after-sales-certification", refers_to="scheme")]
StandardRef = Annotated[str, IdentifierType("standard-ref", "gbt-27922-2011", refers_to="standard")]
NoticeRef = Annotated[str, IdentifierType("notice-ref", "notice-2026-001", refers_to="notice")]
