"""The words that names and texts of synthetic records are put together from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml
from msgspec import Struct

from generator.sample.draw import Draw


class Trade(Struct, frozen=True):
    """A line of business. `special` names the schemes that only its enterprises apply for."""

    name: str
    name_en: str
    industry: str
    products: tuple[str, ...]
    special: tuple[str, ...] = ()


class Stem(Struct, frozen=True):
    """The part of a company's name that is its own. `name_en` is empty where its reading is not known."""

    name: str
    name_en: str = ""


class Words(Struct, frozen=True):
    """The word list. `stems` are names from elsewhere, which take the place of those put together here."""

    texts: Mapping[str, Any]
    trades: tuple[Trade, ...]
    stems: Sequence[str] = ()

    def stem(self, draw: Draw) -> Stem:
        if self.stems:
            return Stem(draw.pick(self.stems))
        (head, head_en), (tail, tail_en) = draw.pick(self.texts["heads"]), draw.pick(self.texts["tails"])
        return Stem(head + tail, (head_en + tail_en).capitalize())

    def say(self, name: str, **values: object) -> str:
        """The text `name` with its places filled."""
        return str(self.texts[name]).format(**values)

    def listed(self, items: Sequence[str]) -> str:
        return str(self.texts["comma"]).join(items)


def read_words(stems: Sequence[str] = ()) -> Words:
    """The word list that ships with the program, with other stems if there are any."""
    texts = _texts()
    return Words(texts, tuple(_trade(item) for item in texts["trades"]), stems)


@cache
def _texts() -> Mapping[str, Any]:
    content = files("generator.sample").joinpath("words.yaml").read_text(encoding="utf-8")
    texts = cast("dict[str, Any]", yaml.load(content, Loader=yaml.BaseLoader))
    return texts | {key: tuple(texts[key].items()) for key in ("heads", "tails")}


def _trade(item: Mapping[str, Any]) -> Trade:
    return Trade(
        item["name"], item["name_en"], item["industry"], tuple(item["products"]), tuple(item.get("special", ()))
    )
