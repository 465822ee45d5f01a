"""Names in plain pinyin: for sorting, for the initial under which a name is browsed, and for search.

The words and readings are those of pypinyin, after our own list of readings that it gets wrong in names; the longest
word wins. Latin letters and digits stay, other signs are dropped, ü is written v.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path

import yaml
from msgspec import Raw, Struct, json

_STRETCH = re.compile(r"[0-9A-Za-z]+|[^\x00-\x7f]+")
"""Latin letters and digits, or what is no ASCII at all; no word has signs of ASCII in it."""


def full(name: str) -> str:
    """The whole name without blanks: ``hangzhouabc123keji``."""
    return "".join(syllables(name))


def romanised(name: str) -> str:
    """The name as English texts write it, an apostrophe before a syllable that begins with a vowel: ``Xi'an``."""
    first, *others = syllables(name) or ("",)
    joined = first + "".join(f"'{part}" if part[0] in "aoe" else part for part in others)
    return joined.replace("v", "\u00fc").capitalize()


def initials(name: str) -> str:
    """The first letter of each syllable, Latin words and numbers whole: ``hzabc123kj``."""
    return "".join(part if own else part[:1] for own, part in _parts(name))


def first_letter(name: str) -> str:
    """The letter A to Z under which the name is browsed; ``#`` for digits, signs and characters without a reading."""
    first = next((part for _, part in _parts(name[:8])), "")[:1].upper()
    return first if "A" <= first <= "Z" else "#"


def syllables(name: str) -> tuple[str, ...]:
    """The syllables, and the Latin words and numbers between them, in lower case."""
    return tuple(part for _, part in _parts(name) if part)


@lru_cache(maxsize=4_000)
def _parts(name: str) -> tuple[tuple[bool, str], ...]:
    """Each piece of the name, with whether it stood there in Latin; an unknown character gives an empty one."""
    stretches = _STRETCH.findall(_bare(name).lower())
    return tuple([(own, part) for stretch in stretches for own, part in _pieces(stretch)])


def _pieces(stretch: str) -> list[tuple[bool, str]]:
    if stretch.isascii():
        return [(True, stretch)]
    pieces: list[tuple[bool, str]] = []
    longest, place = _longest(), 0
    while place < len(stretch):
        end = min(len(stretch), place + longest.get(stretch[place : place + 2], 2))
        while not (read := _reading(stretch[place:end])) and end > place + 1:
            end -= 1
        pieces += read
        place = end
    return pieces


@lru_cache(maxsize=20_000)
def _reading(word: str) -> tuple[tuple[bool, str], ...]:
    """The syllables of a word, or of one character; none for what is no word."""
    if len(word) == 1:
        return tuple((False, syllable) for syllable in _character(word))
    read = _own().words.get(word) or [_plain(readings[0]) for readings in _phrase(word)]
    return tuple((False, syllable) for syllable in read)


def _character(character: str) -> tuple[str, ...]:
    own = _own().characters.get(character)
    if own is not None:
        return (own,)
    readings = _characters().get(ord(character))
    if readings:
        return (_plain(readings.split(",", 1)[0]),)
    return ("",) if character.isalpha() else ()


@lru_cache(maxsize=4096)
def _plain(syllable: str) -> str:
    """A syllable without its tone: ``lǜ`` → ``lv``."""
    return _bare(unicodedata.normalize("NFD", syllable).replace("u\u0308", "v"))


def _bare(text: str) -> str:
    """`text` in its compatibility form, without accents."""
    spread = unicodedata.normalize("NFKD", text)
    return spread if spread.isascii() else "".join(letter for letter in spread if not unicodedata.combining(letter))


def _phrase(word: str) -> list[list[str]]:
    """The readings of each character of a word of pypinyin; none for what is no word."""
    readings = _phrases().get(word)
    return json.decode(readings, type=list[list[str]]) if readings is not None else []


@cache
def _phrases() -> Mapping[str, Raw]:
    return json.decode(_table("phrases_dict.json"), type=dict[str, Raw])  # read when needed: few of 47,000 are


@cache
def _characters() -> Mapping[int, str]:
    return json.decode(_table("pinyin_dict.json"), type=dict[int, str])


def _table(name: str) -> bytes:
    """A table of pypinyin, without the package: importing that takes longer than all else that one new page needs."""
    return Path(str(distribution("pypinyin").locate_file(f"pypinyin/{name}"))).read_bytes()


class _Readings(Struct, frozen=True):
    characters: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]


@cache
def _own() -> _Readings:
    table = yaml.safe_load(files("generator.schema").joinpath("data", "readings.yaml").read_text(encoding="utf-8"))
    words = {word: tuple(read.split()) for word, read in table["words"].items()}
    for surname, read in table["surnames"].items():
        for ending, last in table["surname_endings"].items():
            words[surname + ending] = (*read.split(), last)
    return _Readings(table["characters"], words)


@cache
def _longest() -> Mapping[str, int]:
    """The length of the longest word that starts with these two characters, where that is more than two."""
    longest: dict[str, int] = {}
    for word in (*_phrases(), *_own().words):
        if len(word) > 2:
            longest[word[:2]] = max(len(word), longest.get(word[:2], 2))
    return longest
