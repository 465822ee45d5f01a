"""HTML files as the gates see them: what they link to, what ids they have, what a reader would find broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from urllib.parse import unquote, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LABELS = {
    "a", "button", "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6",
    "label", "legend", "option", "summary", "th", "title",
}  # fmt: skip
SPOKEN = {"img", "svg", "input", "progress", "meter", "video"}
"""Elements that say something without text of their own."""
NOT_PROSE = {"script", "style", "code", "pre", "kbd", "samp", "template", "textarea"}
LEFTOVER = re.compile(
    r"\{\{|\}\}|\{%|%\}|\b(None|undefined|NaN|\[object Object\]|Undefined)\b|\b(True|False)\b|datetime\.date|Decimal\("
)
ADDRESSES = {"href", "src", "poster", "data", "action", "xlink:href"}


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str | None]
    line: int
    says: bool = False


@dataclass(slots=True)
class Page:
    """One HTML file. Every list holds (line, text)."""

    path: str
    links: list[tuple[int, str]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    repeated_ids: list[tuple[int, str]] = field(default_factory=list)
    texts: list[tuple[int, str]] = field(default_factory=list)
    empty: list[tuple[int, str]] = field(default_factory=list)
    leftovers: list[tuple[int, str]] = field(default_factory=list)
    inline: list[tuple[int, str]] = field(default_factory=list)
    canonical: str | None = None


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[_Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        line = self.getpos()[0]
        self._take_addresses(tag, attributes, line)
        self._take_id(attributes, line)
        self._take_inline(tag, attributes, line)
        speaks = (tag in SPOKEN and attributes.get("alt") != "") or _named(attributes)
        if speaks:
            self._speak()
        for name in ("alt", "title", "aria-label", "content", "placeholder", "value"):
            self._look(line, attributes.get(name) or "")
        if tag not in VOID:
            self.open.append(_Element(tag, attributes, line, speaks))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self.open):
            return
        while self.open:
            element = self.open.pop()
            if element.tag in LABELS and not element.says and not self._silent(element):
                self.page.empty.append((element.line, f"<{element.tag}>"))
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        text = data.strip()
        if not text:
            return
        self._speak()
        if not any(element.tag in NOT_PROSE for element in self.open):
            self.page.texts.append((self.getpos()[0], text))
            self._look(self.getpos()[0], text)

    def _speak(self) -> None:
        for element in self.open:
            element.says = True

    def _look(self, line: int, text: str) -> None:
        if LEFTOVER.search(text):
            self.page.leftovers.append((line, text[:80]))

    def _silent(self, element: _Element) -> bool:
        """Nobody meets it: hidden until a script fills it, or a `<label>` that is only a surface to press."""
        return any(
            "hidden" in item.attributes or item.attributes.get("aria-hidden") == "true" or item.tag == "svg"
            for item in [*self.open, element]
        )

    def _take_addresses(self, tag: str, attributes: dict[str, str | None], line: int) -> None:
        if tag == "link" and attributes.get("rel") == "canonical":
            self.page.canonical = attributes.get("href")
            return
        self.page.links.extend((line, attributes[name] or "") for name in ADDRESSES & attributes.keys())
        for candidate in (attributes.get("srcset") or "").split(","):
            if candidate.strip():
                self.page.links.append((line, candidate.split()[0]))

    def _take_inline(self, tag: str, attributes: dict[str, str | None], line: int) -> None:
        """What the content security policy forbids. A script of a data type is data."""
        code = tag == "script" and "src" not in attributes and "json" not in (attributes.get("type") or "")
        if code or tag == "style":
            self.page.inline.append((line, f"<{tag}>"))
        named = [name for name in attributes if name == "style" or name.startswith("on")]
        self.page.inline.extend((line, f"<{tag} {name}>") for name in named)

    def _take_id(self, attributes: dict[str, str | None], line: int) -> None:
        own = attributes.get("id")
        if own is None:
            return
        if own in self.page.ids:
            self.page.repeated_ids.append((line, own))
        self.page.ids.add(own)


def _named(attributes: dict[str, str | None]) -> bool:
    return bool(attributes.get("aria-label") or attributes.get("aria-labelledby") or attributes.get("title"))


def read_page(path: str, content: str) -> Page:
    """The page at the site-relative `path`."""
    page = Page(path)
    reader = _Reader(page)
    reader.feed(content)
    reader.close()
    return page


def read_site(folder: Path) -> dict[str, Page]:
    """Every HTML file below `folder`, by site-relative path."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    return {path: read_page(path, (folder / path).read_text(encoding="utf-8")) for path in paths}


def target_of(path: str, link: str) -> tuple[str, str] | None:
    """(site-relative path, fragment) that `link` on the page at `path` means; None when it leaves the site.

    A link that climbs above the root keeps its `..` and so is found nowhere; one with a leading slash would break
    under a sub-path and keeps its slash for the same reason.
    """
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    folder = path.rpartition("/")[0]
    target = unquote(parts.path)
    if not target:
        return path, unquote(parts.fragment)
    if target.startswith("/"):
        return target, unquote(parts.fragment)
    whole = normpath(f"{folder}/{target}" if folder else target)
    return (f"{whole}/index.html" if target.endswith("/") else whole), unquote(parts.fragment)


def broken_links(pages: dict[str, Page], files: set[str], root: str = "/") -> Iterator[str]:
    """Each link of `pages` that meets none of `files`, or no such id on the page that it names.

    404.html answers at any depth, so its links start at `root`, the site's path on its host; no other page's may.
    """
    for page in pages.values():
        for line, link in page.links:
            target = target_of(page.path, link.strip().removeprefix(root if page.path == "404.html" else "\n"))
            if target is None:
                continue
            path, fragment = target
            path = "index.html" if path == "./index.html" else path
            if path not in files:
                yield f"{page.path}:{line}: {link!r} leads nowhere"
            elif fragment and path in pages and fragment not in pages[path].ids and fragment != "top":
                yield f"{page.path}:{line}: {link!r}: no such id on {path}"
