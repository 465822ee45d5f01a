"""Synthetic certificates of one enterprise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from generator.sample.draw import Draw
from generator.sample.enterprises import Made
from generator.sample.lives import life
from generator.sample.notices import LENGTH, Announcement
from generator.sample.objections import objections
from generator.sample.scores import grade_and_score
from generator.sample.stock import Stock
from generator.sample.words import Words
from generator.schema.certificate import Certificate, Site
from generator.schema.enterprise import Withdrawal
from generator.schema.issuer import Issuer
from generator.schema.scheme import Scheme

START = date(2018, 1, 2)
"""The first day on which a synthetic certificate can have been issued."""
COUNTS = ((48, 1), (27, 2), (13, 3), (7, 4), (3, 6), (2, 9))
"""How many certificates an enterprise has: about two on average, sub-certificates aside."""
SERIALS = 9_999_999
DEFAULT_PATTERN = "@@-####-#######"
WITH_SITES = ("restaurant-service-certification", "property-service-certification")
"""Schemes whose certificates often have sub-certificates, one for each site."""


class Applicant(Struct, frozen=True):
    """An enterprise with what its certificates need: the notices it may stand in, and the day all is seen from."""

    made: Made
    notices: Mapping[str, Announcement]
    stock: Stock
    words: Words
    at: date


def certificates(seed: int, index: int, applicant: Applicant, serial: int) -> Iterator[Certificate]:
    """The certificates of the enterprise `index`, numbered from `serial` on; a parent before its sub-certificates."""
    draw = Draw(seed, "certificates", index)
    for _ in range(draw.weighted(COUNTS)):
        for certificate in _family(draw, applicant, _scheme(draw, applicant), serial):
            yield certificate
            serial += 1


def number(issuer: Issuer, letters: str, year: int, serial: int) -> str:
    """A certificate's number after the issuer's pattern: ``@`` is a letter, ``#`` a digit of year and serial."""
    signs = {"@": iter(letters), "#": iter(f"{year}{serial:07d}")}
    pattern = issuer.number_pattern or DEFAULT_PATTERN
    return "".join(next(signs[char]) if char in signs else char for char in pattern)


def _scheme(draw: Draw, applicant: Applicant) -> Scheme:
    """A scheme that the enterprise's trade applies for; its special ones more often than any other."""
    special = [scheme for id in applicant.made.trade.special if (scheme := applicant.stock.scheme(id))]
    if special and draw.chance(500):
        return draw.pick(special)
    reserved = {id for trade in applicant.words.trades for id in trade.special}
    return draw.pick([scheme for scheme in applicant.stock.schemes if scheme.id not in reserved])


def _family(draw: Draw, applicant: Applicant, scheme: Scheme, serial: int) -> Iterator[Certificate]:
    """One certificate; now and then its sub-certificates, or the one that takes the place of a withdrawn one."""
    main = _certificate(draw, applicant, scheme, serial)
    mistaken = main.withdrawal is None and draw.chance(3)
    if mistaken:
        corrected = replace(main, number=_numbered(applicant, main, serial + 1))
        yield replace(main, withdrawal=_withdrawal(draw, applicant, main, corrected.number))
        yield corrected
        return
    yield main
    if scheme.id in WITH_SITES and draw.chance(250):
        for offset in range(1, draw.between(1, 3) + 1):
            site = _site(draw, applicant, offset)
            child = _numbered(applicant, main, serial + offset)
            yield replace(main, number=child, parent=main.number, sites=(site,), objections=())


def _certificate(draw: Draw, applicant: Applicant, scheme: Scheme, serial: int) -> Certificate:
    announcement = applicant.notices.get(scheme.id) if draw.chance(250) else None
    first = _first_day(draw, applicant, scheme, announcement)
    lived = life(draw, applicant.words, scheme, first, applicant.at)
    issued = lived.valid_from
    issuer = _issuer(draw, applicant, scheme, announcement, issued)
    grade, score = grade_and_score(draw, applicant.words, scheme, issued)
    made, words = applicant.made, applicant.words
    trade = made.trade
    # What was announced is the first decision, not the one that renewed the certificate.
    notice = announcement.id if announcement and issued == first and issuer is announcement.issuer else None
    return Certificate(
        number=number(issuer, _letters(words, scheme), first.year, serial),
        scheme=scheme.id,
        holder=made.record.credit_code,
        issuer=issuer.id,
        grade=grade,
        score=score,
        first_issued_on=first,
        issued_on=issued,
        valid_from=issued,
        valid_until=lived.valid_until,
        decided_on=issued if notice else _decided(draw, applicant, scheme, issued),
        reported_on=_reported(draw, scheme, issued, applicant.at),
        basis=applicant.stock.basis(scheme, issued),
        scope=draw.pick(words.texts["scopes"]).format(products=words.listed(trade.products)),
        scope_en=words.say("scope_en", trade=trade.name_en.lower()) if draw.chance(200) else None,
        service_field=words.say("special_field", trade=trade.name) if scheme.kind == "certification" else None,
        headcount=made.record.headcount if draw.chance(600) else None,
        sites=tuple(_site(draw, applicant, 1 + n) for n in range(draw.between(1, 3))) if draw.chance(120) else (),
        accreditation_mark=words.texts["accreditation_mark"] if draw.chance(100) else None,
        notice=notice,
        events=lived.events,
        objections=objections(draw, words, issued, applicant.at, 6),
        withdrawal=made.record.withdrawal,
    )


def _first_day(draw: Draw, applicant: Applicant, scheme: Scheme, announcement: Announcement | None) -> date:
    """Soon after the notice closed; else any day since the scheme has certificates, a late one more often."""
    if announcement is not None:
        return announcement.closes_on + timedelta(days=draw.between(2, 9))
    start = applicant.stock.earliest(scheme, START)
    return max(draw.day(start, applicant.at), draw.day(start, applicant.at))


def _issuer(
    draw: Draw, applicant: Applicant, scheme: Scheme, announcement: Announcement | None, issued: date
) -> Issuer:
    """The issuer that announced the certificate, if it could issue it still; else one that was approved."""
    approved = applicant.stock.approved(scheme, issued)
    if announcement is not None and any(issuer is announcement.issuer for _, issuer in approved):
        return announcement.issuer
    return draw.weighted(approved)


def _decided(draw: Draw, applicant: Applicant, scheme: Scheme, issued: date) -> date:
    """Some days before the issue, and while no notice runs that may name the holder for another certificate."""
    day, announcement = issued - timedelta(days=draw.below(5)), applicant.notices.get(scheme.id)
    if announcement and announcement.opens_on <= day <= announcement.closes_on:
        return announcement.opens_on - timedelta(days=1)
    return min(day, applicant.at - timedelta(days=LENGTH))


def _numbered(applicant: Applicant, main: Certificate, serial: int) -> str:
    """The number of another certificate of the same kind."""
    issuer = next(issuer for issuer in applicant.stock.issuers if issuer.id == main.issuer)
    scheme = applicant.stock.scheme(main.scheme)
    assert scheme is not None
    return number(issuer, _letters(applicant.words, scheme), main.first_issued_on.year, serial)


def _letters(words: Words, scheme: Scheme) -> str:
    letters: dict[str, str] = words.texts["letters"]
    return letters.get(scheme.id, letters[""])


def _reported(draw: Draw, scheme: Scheme, issued: date, at: date) -> date | None:
    if scheme.kind != "certification":
        return None
    return min(at, issued + timedelta(days=draw.between(0, 20)))


def _site(draw: Draw, applicant: Applicant, ordinal: int) -> Site:
    made, words = applicant.made, applicant.words
    name = words.say("site", stem=made.stem.name, ordinal=ordinal)
    return Site(name=name, address=words.say("road", place=made.place, stem=made.stem.name, number=draw.between(1, 99)))


def _withdrawal(draw: Draw, applicant: Applicant, main: Certificate, corrected: str) -> Withdrawal:
    day = draw.day(main.first_issued_on, applicant.at)
    return Withdrawal(date=day, reason=draw.pick(applicant.words.texts["withdrawals"]), replaced_by=corrected)
