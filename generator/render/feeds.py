"""Atom feeds (RFC 4287). Texts are plain, never markup; a day begins at midnight in Asia/Shanghai."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from msgspec import Struct

from generator import language
from generator.model.views import CertificateSummary, NoticeSummary
from generator.render import urls
from generator.render.house import House
from generator.schema.enterprise import Withdrawal

BEGINNING = date(1970, 1, 1)
"""When an empty feed was last changed."""


class Entry(Struct, frozen=True):
    """One thing to tell of. `mark` tells it apart from others of the same page."""

    path: str
    title: str
    summary: str
    on: date
    mark: str = ""
    author: str = ""


class Happening(Struct, frozen=True):
    """One event of a certificate, by its kind and day; `turn` counts those of the same kind and day from 1."""

    certificate: CertificateSummary
    kind: str
    on: date
    reason: str | None
    turn: int


class Taken(Struct, frozen=True):
    """A certificate that was withdrawn."""

    number: str
    withdrawal: Withdrawal


def changes_feed(house: House, path: str, changes: Sequence[Happening | Taken]) -> bytes:
    """What has happened to certificates, newest first."""
    words = house.t.feed
    entries = [_happening(house, item) if isinstance(item, Happening) else _taken(house, item) for item in changes]
    return feed(house, path, words.changes, words.changes_text, urls.CERTIFICATES, entries)


def notices_feed(house: House, path: str, notices: Sequence[NoticeSummary]) -> bytes:
    """Public notices that have opened, newest first."""
    words = house.t.feed
    entries = [
        Entry(
            urls.notice(notice.id),
            notice.title,
            str(words.notice).format(scheme=notice.scheme_name, start=notice.opens_on, end=notice.closes_on),
            notice.opens_on,
        )
        for notice in notices
    ]
    return feed(house, path, words.notices, words.notices_text, urls.NOTICES, entries)


def news_feed(house: House, path: str, entries: Sequence[Entry]) -> bytes:
    """News articles, newest first."""
    return feed(house, path, house.t.feed.news, house.settings.description, urls.NEWS, entries)


def feed(house: House, path: str, name: str, text: str, page: str, entries: Sequence[Entry]) -> bytes:
    """The feed at `path` about the page `page`, which has its entries in a form for people."""
    site = house.settings
    itself, about = urls.absolute(site.url, path), urls.absolute(site.url, page)
    updated = max((entry.on for entry in entries), default=BEGINNING)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{house.t.feed.language}">',
        f"<id>{_text(itself)}</id>",
        f"<title>{_text(f'{name} - {site.name}')}</title>",
        *([f"<subtitle>{_text(text)}</subtitle>"] if text else []),
        f"<updated>{_moment(updated)}</updated>",
        f"<author><name>{_text(site.operator or site.name)}</name><uri>{_text(site.url)}</uri></author>",
        f'<link rel="self" type="application/atom+xml" href="{escape(itself)}"/>',
        f'<link rel="alternate" type="text/html" href="{escape(about)}"/>',
        *(line for entry in entries for line in _entry(site.url, entry)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _entry(site: str, entry: Entry) -> list[str]:
    page = urls.absolute(site, entry.path)
    return [
        "<entry>",
        f"<id>{_text(page + (f'#{entry.mark}' if entry.mark else ''))}</id>",
        f"<title>{_text(entry.title)}</title>",
        f"<updated>{_moment(entry.on)}</updated>",
        f"<published>{_moment(entry.on)}</published>",
        *([f"<author><name>{_text(entry.author)}</name></author>"] if entry.author else []),
        f'<link rel="alternate" type="text/html" href="{escape(page)}"/>',
        f"<summary>{_text(entry.summary)}</summary>",
        "</entry>",
    ]


def _happening(house: House, item: Happening) -> Entry:
    words, shown = house.t.feed, item.certificate
    event = language.choice("event.kind", item.kind, house.settings.language)
    reason = str(house.t.certificate.because).format(reason=item.reason) if item.reason else ""
    grade = f" · {shown.grade_name}" if shown.grade_name else ""
    return Entry(
        urls.certificate(shown.number),
        str(words.change).format(number=shown.number, event=event, holder=shown.holder_name),
        " · ".join(text for text in (f"{shown.scheme_name}{grade}", shown.issuer_name, reason) if text),
        item.on,
        f"{item.on}-{item.kind}" + (f"-{item.turn}" if item.turn > 1 else ""),
    )


def _taken(house: House, item: Taken) -> Entry:
    title = str(house.t.feed.withdrawn).format(number=item.number)
    return Entry(urls.certificate(item.number), title, item.withdrawal.reason, item.withdrawal.date, "withdrawn")


def _moment(day: date) -> str:
    """Midnight of that day in Asia/Shanghai (RFC 3339)."""
    return f"{day.isoformat()}T00:00:00+08:00"


def _text(text: str) -> str:
    return escape(text, quote=False)
