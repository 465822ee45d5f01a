"""Whether an SVG is only a drawing: nothing that runs, nothing fetched from elsewhere, readable in one way alone.

The file is parsed as a browser parses it, so that no prefix, encoding or character reference hides anything.
"""

from __future__ import annotations

import re
from typing import NoReturn
from xml.parsers import expat

SVG = "http://www.w3.org/2000/svg"
_ACTIVE_NAMESPACES = frozenset(("http://www.w3.org/1999/xhtml", "http://www.w3.org/2001/xml-events"))
_ACTIVE_ELEMENTS = re.compile(
    "script|foreignobject|iframe|embed|object|handler|listener|set|discard|animate.*|audio|video", re.IGNORECASE
)
_ADDRESSES = frozenset(("href", "src", "base"))
_FETCHED = re.compile(r"@import|url\(\s*+[\"']?+\s*+(?!#)|javascript:|\\", re.IGNORECASE)
"""In styles and drawing attributes: anything fetched, and the escapes that could hide it."""


class _Active(Exception):
    """The drawing does something."""


class _Unreadable(Exception):
    """The drawing can be read in more than one way."""


def fault_of_drawing(data: bytes) -> str | None:
    """The code of what is wrong with an SVG file, or None."""
    reader = _Reader()
    try:
        data.decode()
        reader.read(data)
    except _Active:
        return "active-picture"
    except (expat.ExpatError, UnicodeDecodeError, _Unreadable):
        return "broken-picture"
    return None if reader.root == f"{SVG} svg" else "broken-picture"


class _Reader:
    """Follows the parser's events and stops at the first that is no drawing."""

    def __init__(self) -> None:
        self.root = ""
        self._style: list[str] | None = None

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.XmlDeclHandler = self._declared
        parser.StartDoctypeDeclHandler = self._document_type
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
            raise _Unreadable

    def _document_type(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        # A document type of one's own can add entities, and event attributes to every element.
        if has_subset:
            self._refuse()

    def _instruction(self, _target: str, _data: str) -> None:
        self._refuse()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        namespace, _, local = name.rpartition(" ")
        if self._style is not None or namespace in _ACTIVE_NAMESPACES or _ACTIVE_ELEMENTS.fullmatch(local):
            self._refuse()
        for key, value in attributes.items():
            foreign, _, plain = key.lower().rpartition(" ")
            fetches = _FETCHED.search(value) if not foreign else None
            if plain.startswith("on") or (plain in _ADDRESSES and not value.startswith("#")) or fetches:
                self._refuse()
        if local.lower() == "style":
            self._style = []

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def _end(self, _name: str) -> None:
        if self._style is not None and _FETCHED.search("".join(self._style)):
            self._refuse()
        self._style = None

    def _refuse(self) -> NoReturn:
        raise _Active
