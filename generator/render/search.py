"""The search index: small JSON shards that a page fetches by the pieces of what was typed.

Each entry is filed under its pieces: pairs of neighbouring characters of its names, the beginnings of its Latin words
and of its pinyin, the head and the tail of its numbers. A shard is self-contained: the rows it lists hold all that a
result shows, so one fetch answers most queries. A piece that more than `COMMON` rows share is marked as too common and
lists none; a whole number never is. An entry that changes touches only the shards of its own pieces.

Articles and their headings are not in the shards but in one list beside them.

`assets/search.js` reads the shards; `normalise`, `pieces` and `bucket` have their twins there.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from math import log2

from msgspec import Struct

from generator.model import pinyin
from generator.render.json_text import compact
from generator.schema import regions

KINDS = ("enterprise", "certificate", "issuer", "scheme", "standard", "notice", "page")
META = "meta.json"
COMMON = 200
ENTRIES_PER_SHARD = 48
WORD_HEADS = (2, 4, 7)
NUMBER_HEAD, NUMBER_TAIL = 6, 4

_SIGNS = re.compile(
    r"[\x00-/:-@\[-`{-\xbf\xd7\xf7\u2000-\u206f\u2190-\u2bff\u3000-\u3004\u3008-\u303f\u30fb\ufe00-\ufe6f\ufeff]+"
)
_BLANKS = re.compile(r"[\x00- \xa0\u2000-\u200b\u2028\u2029\u3000\ufeff]+")
_LATIN = re.compile("[0-9a-z]+")


class SearchEntry(Struct, frozen=True):
    """One page that can be found. `sounds` are readings of its names in pinyin; only certificates have a `schedule`.

    `region` (the first two digits of a province's code) and `scheme` (an id) are what results are narrowed by.
    """

    kind: str
    path: str
    title: str
    subtitle: str = ""
    schedule: str = ""
    demo: bool = False
    region: str = ""
    scheme: str = ""
    aliases: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def sounds(*names: str) -> tuple[str, ...]:
    """Full pinyin and initials of the names, each once."""
    heard = (read(name) for name in dict.fromkeys(names) for read in (pinyin.full, pinyin.initials))
    return tuple(dict.fromkeys(sound for sound in heard if sound))


def trade_name(name: str, region: str) -> str:
    """The name without the places it starts with: people type the pinyin of what follows."""
    rest = name
    for part in regions.parts(region):
        for place in (part, part[:-1], part[:2]):
            rest = rest.removeprefix(place) if len(place) > 1 else rest
    return rest or name


def normalise(text: str) -> str:
    """`text` in compatibility form and lower case, without blanks and punctuation."""
    return _SIGNS.sub("", _folded(text))


def name_pieces(text: str) -> frozenset[str]:
    """What a name is filed under: ``蓝天``, and ``~lant`` for the beginning of a Latin word."""
    folded = _folded(text)
    whole = _SIGNS.sub("", folded)
    pairs = () if whole.isascii() else (a + b for a, b in pairwise(whole) if not (a.isascii() and b.isascii()))
    words = _LATIN.findall(folded)
    if words:
        words += (word for word in map(normalise, _BLANKS.split(folded)) if word.isascii())
    return frozenset(pairs).union(*map(word_pieces, words))


def word_pieces(word: str) -> frozenset[str]:
    """What one Latin word or one pinyin reading is filed under: its beginnings."""
    return frozenset(["~" + word[:length] for length in WORD_HEADS if length <= len(word)])


def number_pieces(number: str) -> frozenset[str]:
    """What a number is filed under: ``=LX2026000123``, ``#0123`` for its tail, ``^LX2026`` for its head."""
    whole = normalise(number).upper()
    pieces = ("=" + whole, "#" + whole[-NUMBER_TAIL:], "^" + whole[:NUMBER_HEAD])
    return frozenset(pieces) if whole else frozenset()


def bucket(piece: str, count: int) -> int:
    """The shard of a piece: 32-bit FNV-1a over its code points, folded once. A whole number goes with its tail."""
    value = 0x811C9DC5
    for character in "#" + piece[1:][-NUMBER_TAIL:] if piece.startswith("=") else piece:
        value = (value ^ ord(character)) * 0x01000193 & 0xFFFFFFFF
    return (value ^ value >> 15) % count


def bucket_count(entries: int) -> int:
    """A power of two, at least 16: it rarely changes as the registry grows."""
    return int(2 ** max(4, round(log2(max(1, entries) / ENTRIES_PER_SHARD))))


def shard_name(number: int) -> str:
    return f"{number:04x}.json"


def shards(entries: Iterable[SearchEntry]) -> dict[str, bytes]:
    """File name → bytes: every shard, empty ones too, and `meta.json`. The order of the entries does not matter."""
    listed = set(entries)
    count = bucket_count(len(listed))
    contents: list[defaultdict[str, list[str]]] = [defaultdict(list) for _ in range(count)]
    for entry in listed:
        for row, pieces in filed(entry).items():
            for piece in pieces:
                contents[bucket(piece, count)][piece].append(row)
    made = {shard_name(number): shard(content) for number, content in enumerate(contents)}
    return {**made, META: meta(count)}


def articles(entries: Iterable[SearchEntry]) -> bytes:
    """Every article and heading, one row each: so few that a page reads them all and needs no pieces."""
    return f"[{','.join(sorted(map(_row, entries)))}]".encode()


def meta(count: int) -> bytes:
    """What a page must know before it asks for a shard."""
    return compact({"shards": count, "kinds": KINDS})


def shard(pieces: Mapping[str, Collection[str] | int]) -> bytes:
    """``{"rows": […], "pieces": {piece: [places in rows] or 0}}``; 0 marks a piece that is too common.

    Each piece is given with its rows or, if there are more than `COMMON`, with their number.
    """
    places: dict[str, int] = {}
    listed: dict[str, object] = {}
    for piece in sorted(pieces):
        rows = pieces[piece]
        common = (rows if isinstance(rows, int) else len(rows)) > COMMON
        listed[piece] = (
            0 if common or isinstance(rows, int) else [places.setdefault(row, len(places)) for row in sorted(rows)]
        )
    return f'{{"rows":[{",".join(places)}],"pieces":{compact(listed).decode()}}}'.encode()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower()


def filed(entry: SearchEntry) -> dict[str, frozenset[str]]:
    """The rows of the entry, one for each way to find it, with the pieces that list them."""
    is_number = entry.title in entry.numbers
    own = name_pieces(entry.title) if entry.aliases or not is_number else frozenset()
    filed = {_row(entry): frozenset() if is_number else own}
    whole = normalise(entry.title) if entry.aliases else ""
    for alias in entry.aliases:
        pieces = name_pieces(alias)
        filed[_row(entry, also=alias)] = pieces - own if normalise(alias) in whole else pieces
    for sound in entry.sounds:
        filed[_row(entry, sound=sound)] = word_pieces(sound)
    for number in entry.numbers:
        row = _row(entry, also="" if number == entry.title else number)
        filed[row] = filed.get(row, frozenset()) | number_pieces(number)
    return filed


def _row(entry: SearchEntry, also: str = "", sound: str = "") -> str:
    """What a result shows, as JSON: kind's number, path, title, subtitle, schedule, 1 for a demonstration record,
    region, scheme, the other name or number that was matched, the pinyin that was matched; empty fields at the end are
    left out.
    """
    kind = KINDS.index(entry.kind)
    shown = [kind, entry.path, entry.title, entry.subtitle, entry.schedule, int(entry.demo)]
    row = [*shown, entry.region, entry.scheme, also, sound]
    while not row[-1]:
        row.pop()
    return compact(row).decode()
