"""Names in plain pinyin: for sorting, for the initial under which a name is browsed, and for search.

The words and readings are those of pypinyin, after our own list of readings that it gets wrong in names; the longest
word wins. Latin letters and digits stay, other signs are dropped, ü is written v.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml


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


def _parts(name: str) -> Iterator[tuple[bool, str]]:
    """Each piece of the name, with whether it stood there in Latin; an unknown character gives an empty one."""
    text = _bare(name).lower()
    place = 0
    while place < len(text):
        if text[place].isascii():
            end = _run_end(text, place)
            if end > place:
                yield True, text[place:end]
            place = max(end, place + 1)
        else:
            length, read = _word(text, place)
            yield from ((False, syllable) for syllable in read)
            place += length


def _run_end(text: str, place: int) -> int:
    while place < len(text) and text[place].isascii() and text[place].isalnum():
        place += 1
    return place


def _word(text: str, place: int) -> tuple[int, tuple[str, ...]]:
    """The length and reading of the longest word at `place`."""
    own = _own()
    for end in range(min(len(text), place + _longest().get(text[place : place + 2], 1)), place + 1, -1):
        word = text[place:end]
        if word in own.words:
            return end - place, own.words[word]
        if word in _phrases():
            return end - place, tuple(_plain(readings[0]) for readings in _phrases()[word])
    return 1, _character(text[place])


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


@cache
def _phrases() -> Mapping[str, list[list[str]]]:
    from pypinyin.constants import PHRASES_DICT  # late: it takes a while to import, and most builds read no name

    return PHRASES_DICT


@cache
def _characters() -> Mapping[int, str]:
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT


@dataclass(frozen=True, slots=True)
class _Readings:
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
    """The length of the longest word that starts with these two characters."""
    longest: dict[str, int] = {}
    for word in (*_phrases(), *_own().words):
        longest[word[:2]] = max(len(word), longest.get(word[:2], 1))
    return longest
