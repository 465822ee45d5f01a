"""The Jinja2 environment of the record pages: where templates are found, and the filters they may use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from generator.language import Strings
from generator.render.charts import radar
from generator.render.folding import FoldingEnvironment
from generator.render.icons import SHAPES
from generator.render.json_text import spaced

TEMPLATES = Path(__file__).parent.parent / "templates"
_MOBILE = re.compile(r"(?<!\d)(1[3-9]\d)[ -]?\d{4}[ -]?(\d{4})(?!\d)")
_SEPARATOR = re.compile(r"[\s()\uff08\uff09\u00b7]+")


class KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates in a folder. One that is damaged is compiled again, one that cannot be written is not kept."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - whatever is in the file, it is not a template that was kept
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def open_environment(
    overrides: Path | None,
    known: Mapping[str, object],
    asked: dict[str, frozenset[str]] | None = None,
    kept: KeptTemplates | None = None,
) -> FoldingEnvironment:
    """An environment that looks for a template in `overrides` first, then in the package; autoescape is always on.

    `known`: what every template may use, worked out when it is compiled. `asked`: see `FoldingEnvironment`.
    `kept`: where compiled templates are looked for and left.
    """
    folders = [folder for folder in (overrides, TEMPLATES) if folder is not None]
    environment = FoldingEnvironment(
        {"shapes": SHAPES, **known},
        asked,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        auto_reload=False,
        bytecode_cache=kept,
        optimized=False,  # folded already
    )
    environment.filters.update(FILTERS)
    return environment


def iso(day: date) -> str:
    """``2024-03-01``."""
    return day.isoformat()


def codegroup(code: str) -> list[str]:
    """The characters of a credit code in fours, for reading; the gaps between them are the style sheet's."""
    return [code[start : start + 4] for start in range(0, len(code), 4)]


def number(value: Decimal | int) -> str:
    """A number without needless zeros: ``90``, ``87.5``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def thousands(value: int) -> str:
    """``12,480``."""
    return f"{value:,}"


def mask_phone(phone: str) -> str:
    """A mobile number with its middle four digits hidden: ``138****1234``; other numbers as they are."""
    return _MOBILE.sub(r"\1****\2", phone)


def fill(pattern: str, **values: object) -> str:
    """The interface string `pattern` with its ``{name}`` places filled. The result is text and is escaped as such."""
    return pattern.format_map(values)


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of a long text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def host(url: str) -> str:
    """The host of a URL, as a link's text; the URL itself when it has none."""
    try:
        return urlsplit(url).netloc.removeprefix("www.") or url
    except ValueError:
        return url


def monogram(name: str) -> str:
    """What stands for a missing logo: the first two characters of a Chinese name, or two initials of a Latin one."""
    words = [word for word in _SEPARATOR.split(name) if word]
    if words and words[0].isascii():
        return "".join(word[0] for word in words[:2]).upper()
    return "".join(words)[:2]


def tone(key: str) -> int:
    """One of six monogram patterns, always the same for the same key."""
    return sum(key.encode()) % 6


def json_data(value: object) -> Markup:
    """`value` as JSON that is safe inside a script element."""
    text = spaced(value, _plain).decode()
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704 - JSON without markup characters


def _plain(value: object) -> object:
    if isinstance(value, Strings):
        return {name: value[name] for name in value}
    if isinstance(value, str):  # text that was made in a template
        return str(value)
    raise TypeError(type(value).__name__)


FILTERS: dict[str, Callable[..., object]] = {
    "date": iso,
    "codegroup": codegroup,
    "number": number,
    "thousands": thousands,
    "phone": mask_phone,
    "fill": fill,
    "paragraphs": paragraphs,
    "host": host,
    "monogram": monogram,
    "tone": tone,
    "json_data": json_data,
    "radar": radar,
}
