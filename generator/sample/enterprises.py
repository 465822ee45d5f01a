"""Synthetic enterprises. Each follows from the seed and its own number alone."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from math import gcd

from msgspec import Struct

from generator.model.months import months_later
from generator.sample.draw import Draw
from generator.sample.objections import objections
from generator.sample.words import Stem, Trade, Words
from generator.schema import credit_code, regions
from generator.schema.enterprise import (
    Contact,
    CreditNote,
    Enterprise,
    FormerName,
    Honour,
    NegativeRecord,
    Product,
    Qualification,
    Website,
    Withdrawal,
)

SUBJECTS = 99_900
"""Subjects that a registering region has for enterprises; the rest of the reserved range is left to issuers."""

COMPANY = "91"
"""Registration authority and category of a company (GB 32100-2015)."""


class Made(Struct, frozen=True):
    """An enterprise, and what its certificates are made from."""

    record: Enterprise
    trade: Trade
    stem: Stem
    place: str


def place_of(seed: int, index: int, counties: int) -> tuple[int, int]:
    """Region (from 0) and subject (from 1) of the enterprise `index`: no two share both, until all are used up."""
    room = counties * SUBJECTS
    place = (index * _step(room) + Draw(seed, "regions").below(room)) % room
    return place // SUBJECTS, place % SUBJECTS + 1


@cache
def _step(room: int) -> int:
    """A step, near the golden section of `room` places, that visits them all before it comes back to the first."""
    return next(step for step in range(room * 618 // 1000, room) if gcd(step, room) == 1)


def enterprise(seed: int, index: int, words: Words, at: date) -> Made:
    """The enterprise of that number as it stands at the date `at`; before 2016 it was founded."""
    draw = Draw(seed, "enterprise", index)
    counties = regions.counties()
    county, subject = place_of(seed, index, len(counties))
    region = counties[county]
    trade, stem = draw.pick(words.trades), words.stem(draw)
    place = regions.parts(region)[-1]
    founded = draw.day(date(1996, 1, 4), date(2015, 12, 20))
    host = _host(draw, stem)
    short = words.say("short", stem=stem.name, trade=trade.name)
    products = trade.products[: draw.between(1, len(trade.products))]
    record = Enterprise(
        credit_code=credit_code.make_reserved(COMPANY, region, subject),
        name=words.say("company", place=place, stem=stem.name, trade=trade.name),
        name_en=_english(draw, words, region, stem, trade),
        short_name=short,
        former_names=_former(draw, words, place, founded),
        demo=True,
        region=region,
        industry=trade.industry,
        founded_on=founded,
        registered_capital=words.say("capital", amount=draw.between(5, 900) * 10),
        headcount=draw.weighted(((6, draw.between(8, 90)), (3, draw.between(91, 600)), (1, draw.between(601, 9000)))),
        address=words.say("road", place=regions.name(region), stem=stem.name, number=draw.between(1, 399)),
        business_scope=words.say("business_scope", products=words.listed(trade.products)),
        introduction=draw.pick(words.texts["introductions"]).format(name=short, products=words.listed(products)),
        products=tuple(Product(name=name) for name in products),
        honours=_honours(draw, words, at),
        qualifications=_qualifications(draw, words, at),
        contacts=tuple(_contact(draw, words, host) for _ in range(draw.between(1, 2))),
        websites=_websites(draw, words, host),
        credit_notes=_credit_notes(draw, words, at),
        negative_records=_negative(draw, words, at),
        objections=objections(draw, words, founded, at, 4),
        withdrawal=_withdrawal(draw, words, at),
    )
    return Made(record, trade, stem, place)


def _english(draw: Draw, words: Words, region: str, stem: Stem, trade: Trade) -> str | None:
    if not stem.name_en or not draw.chance(700):
        return None
    place = regions.province(region, "en")
    return words.say("company_en", place=place, stem=stem.name_en, trade=trade.name_en)


def _former(draw: Draw, words: Words, place: str, founded: date) -> tuple[FormerName, ...]:
    if not draw.chance(40):
        return ()
    name = words.say("former", place=place, stem=words.stem(draw).name, trade=draw.pick(words.trades).name)
    return (FormerName(name=name, until=draw.day(founded, date(2015, 12, 31))),)


def _honours(draw: Draw, words: Words, at: date) -> tuple[Honour, ...]:
    if not draw.chance(150):
        return ()
    return (Honour(**draw.pick(words.texts["honours"]), awarded_on=draw.day(date(2016, 1, 1), at)),)


def _qualifications(draw: Draw, words: Words, at: date) -> tuple[Qualification, ...]:
    if not draw.chance(200):
        return ()
    until = draw.day(at, months_later(at, 36))
    return (Qualification(**draw.pick(words.texts["qualifications"]), valid_until=until),)


def _contact(draw: Draw, words: Words, host: str) -> Contact:
    phone = f"0{draw.between(310, 999)}-{draw.between(21, 88)}****{draw.below(100):02d}"
    mail = f"service@{host}" if draw.chance(600) else None
    texts = words.texts
    return Contact(purpose=draw.pick(texts["contacts"]), person=draw.pick(texts["persons"]), phone=phone, email=mail)


def _websites(draw: Draw, words: Words, host: str) -> tuple[Website, ...]:
    if not draw.chance(550):
        return ()
    return (Website(url=f"https://www.{host}/", label=words.texts["website"]),)


def _host(draw: Draw, stem: Stem) -> str:
    """An address below the name that is kept for examples (RFC 2606)."""
    name = stem.name_en.lower() if stem.name_en.isascii() and stem.name_en else "company"
    return f"{name}-{draw.below(10_000):04d}.example"


def _credit_notes(draw: Draw, words: Words, at: date) -> tuple[CreditNote, ...]:
    notes = words.texts["credit_notes"]
    first = draw.below(len(notes))
    found = (notes[(first + offset) % len(notes)] for offset in range(draw.between(0, 3)))
    return tuple(_credit_note(draw, note, at) for note in found)


def _credit_note(draw: Draw, note: dict[str, str], at: date) -> CreditNote:
    rate = f"{draw.between(880, 999) / 10:.1f}"
    text = note["text"].format(n=draw.between(5, 400), rate=rate)
    as_of = draw.day(at - timedelta(days=330), at)
    return CreditNote(part=note["part"], text=text, source=note["source"], as_of=as_of)  # type: ignore[arg-type]  # words.yaml names the parts


def _negative(draw: Draw, words: Words, at: date) -> tuple[NegativeRecord, ...]:
    if not draw.chance(8):
        return ()
    published = draw.day(at - timedelta(days=150), at)
    return (
        NegativeRecord(
            **draw.pick(words.texts["negative"]),
            severity="general",
            published_on=published,
            display_until=months_later(published, 12),
        ),
    )


def _withdrawal(draw: Draw, words: Words, at: date) -> Withdrawal | None:
    if not draw.chance(1):
        return None
    return Withdrawal(date=draw.day(at - timedelta(days=300), at), reason=draw.pick(words.texts["withdrawals"]))
