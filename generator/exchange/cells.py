"""What spreadsheet programs make of values, and what was meant."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from generator import language
from generator.schema import credit_code
from generator.schema.shape import Field
from generator.schema.types import (
    ChoiceType,
    CreditCodeType,
    DateType,
    ExactType,
    Fault,
    FlagType,
    IdentifierType,
    IntegerType,
    MediaType,
    RegionType,
    TextType,
    UrlType,
)

EXACT_DIGITS = 15
"""Digits of a number that a spreadsheet program keeps; the others are gone."""

_SCIENTIFIC = re.compile(r"-?[0-9](?:\.[0-9]+)?E\+[0-9]{1,3}", re.IGNORECASE)
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!)")
_DAY = re.compile(r"([0-9]{4})[-/.\u5e74]([0-9]{1,2})[-/.\u6708]([0-9]{1,2})\u65e5?(?:[T ]0{1,2}:00(?::00)?)?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff"
_AS_WRITTEN = (TextType, UrlType, MediaType)
_NUMBERED = (CreditCodeType, IdentifierType, RegionType, IntegerType, ExactType)


def cell_text(value: object) -> tuple[str, Fault | None]:
    """The text of a cell's value. Numbers have as many digits as the program keeps, dates are ``YYYY-MM-DD``."""
    if isinstance(value, bool):
        return ("true" if value else "false"), None
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    if isinstance(value, datetime):
        return value.isoformat(" "), None
    return (value.isoformat() if isinstance(value, date) else str(value)), None


def _number(value: float) -> tuple[str, Fault | None]:
    if not math.isfinite(value) or abs(value) >= 10**EXACT_DIGITS:
        shown = f"{value:.14E}"
        return shown, ("number-lost-digits", {"value": f"{value:.2E}"})
    text = format(Decimal(f"{value:.{EXACT_DIGITS}g}"), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text), None


def meant(text: str, field: Field) -> tuple[str, Fault | None]:
    """A cell's text as the field's type would have it; an empty text for an empty cell."""
    bare = text.replace("\r\n", "\n").replace("\r", "\n").strip().strip(_UNSEEN).strip()
    if _ERROR.fullmatch(bare):
        return bare, ("cell-error", {"value": bare})
    if field.type is None or isinstance(field.type, _AS_WRITTEN):
        return bare, None
    bare = unicodedata.normalize("NFKC", bare).strip()
    if isinstance(field.type, _NUMBERED) and _SCIENTIFIC.fullmatch(bare):
        return bare, ("number-lost-digits", {"value": bare})
    return _in_form(bare, field), None


def _in_form(text: str, field: Field) -> str:
    if isinstance(field.type, ChoiceType):
        return _words(field.key, field.type.choices).get(text.casefold(), text)
    if isinstance(field.type, FlagType):
        return _flag_words().get(text.casefold(), text)
    if isinstance(field.type, CreditCodeType):
        return credit_code.normalise(text)
    if isinstance(field.type, DateType):
        found = _DAY.fullmatch(text)
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text
    if isinstance(field.type, IntegerType | ExactType) and _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    return text


@cache
def _words(key: str, choices: tuple[str, ...]) -> dict[str, str]:
    """The words of a choice by themselves and by what people call them."""
    called = {
        unicodedata.normalize("NFKC", language.choice(key, word, lang)).casefold(): word
        for lang in language.LANGUAGES
        for word in choices
    }
    return called | {word: word for word in choices}


@cache
def _flag_words() -> dict[str, str]:
    words = {"true": "true", "false": "false"}
    for lang in language.LANGUAGES:
        own = language.strings(lang).exchange
        words |= {own.yes.casefold(): "true", own.no.casefold(): "false"}
    return words
