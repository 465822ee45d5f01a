"""Synthetic public notices: each announces a few enterprises of one batch before the decisions on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from generator.sample.draw import Draw
from generator.sample.stock import Stock
from generator.sample.words import Words
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice, NoticeEntry
from generator.schema.scheme import Scheme

LENGTH = 10
"""Days that a notice stands open, where its scheme does not ask for more."""


class Announcement(Struct, frozen=True):
    """A notice before it is known whom it names."""

    id: str
    scheme: Scheme
    issuer: Issuer
    opens_on: date
    closes_on: date


def announced(seed: int, batch: int, stock: Stock, start: date, at: date) -> dict[str, Announcement]:
    """The notices that a batch of enterprises may stand in, closed before `at`, one for each scheme that has them."""
    found = {}
    for number, scheme in enumerate(scheme for scheme in stock.schemes if scheme.notice is not None):
        draw = Draw(seed, "notice", batch, number)
        first = stock.earliest(scheme, start)
        opens = draw.day(first, at - timedelta(days=90))
        found[scheme.id] = _announcement(draw, stock, scheme, f"{batch + 1:06d}-{number + 1}", opens)
    return found


def still_open(seed: int, batch: int, stock: Stock, at: date) -> Announcement:
    """A notice that stands open on the day `at`."""
    draw = Draw(seed, "open notice", batch)
    scheme = draw.pick([scheme for scheme in stock.schemes if scheme.notice is not None])
    return _announcement(draw, stock, scheme, f"{batch + 1:06d}-0", at - timedelta(days=draw.below(LENGTH - 1)))


def notice(draw: Draw, words: Words, made: Announcement, entries: Sequence[NoticeEntry], at: date) -> Notice:
    """The notice with whom it names; it has an outcome once it has closed."""
    closed = made.closes_on < at
    outcome = draw.pick(("no-objection",) * 12 + ("objection-rejected",)) if closed else None
    issuer = made.issuer.short_name or made.issuer.name
    return Notice(
        id=made.id,
        title=words.say("notice_title", issuer=issuer, scheme=made.scheme.name, serial=made.id[8:]),
        demo=True,
        stage="initial",
        scheme=made.scheme.id,
        issuer=made.issuer.id,
        reviewed_on=made.opens_on - timedelta(days=draw.between(1, 6)),
        opens_on=made.opens_on,
        closes_on=made.closes_on,
        channels=("website", "notice-board") if draw.chance(400) else ("website",),
        entries=tuple(entries),
        how_to_object=words.texts["notice_object"],
        text=words.texts["notice_text"],
        outcome=outcome,  # type: ignore[arg-type]  # one of two above
        outcome_note=words.texts["notice_outcome"][outcome] if outcome else None,
    )


def _announcement(draw: Draw, stock: Stock, scheme: Scheme, serial: str, opens: date) -> Announcement:
    least = scheme.notice.minimum_days if scheme.notice and scheme.notice.minimum_days else 0
    closes = opens + timedelta(days=max(LENGTH, least) - 1)
    issuer = draw.weighted(stock.approved(scheme, opens))
    return Announcement(f"GS-{opens.year}-{serial}", scheme, issuer, opens, closes)
