"""The brand homepage, an enterprise's credit card, and its contact card."""

from __future__ import annotations

from html import escape
from typing import get_args
from urllib.parse import quote

from generator.model.views import CertificateScore, CertificateSummary, EnterpriseSummary, NoticeSummary
from generator.render import urls
from generator.render.content_lines import content_lines, escaped, one_line
from generator.render.environment import mask_phone, paragraphs
from generator.render.house import House
from generator.render.pages.code import page_code
from generator.schema.enterprise import CreditNote, CreditPart, Enterprise, Withdrawal

OWN_WORDS = ("introduction", "products", "honours", "qualifications", "gallery", "videos")
"""What the enterprise says of itself; it stands apart from what others have verified."""

CARDS = 12
"""So many certificates stand as cards, the earlier ones as lines."""


def enterprise_page(
    house: House,
    path: str,
    enterprise: Enterprise,
    certificates: tuple[CertificateSummary, ...],
    notices: tuple[NoticeSummary, ...],
    scores: tuple[CertificateScore, ...] = (),
    picture: str | None = None,
) -> bytes:
    """The brand homepage of one enterprise. `scores`: the latest of each scheme that scored it. `picture`: the path of
    its share picture, if it has one.
    """
    notes = notes_by_part(enterprise)
    has_own_words = any(getattr(enterprise, name) for name in OWN_WORDS)
    return house.render(
        "enterprise.html",
        path,
        enterprise=enterprise,
        certificates=certificates,
        notices=notices,
        scores=scores,
        picture=urls.absolute(house.settings.url, picture) if picture else None,
        seals=[(row, embed_codes(house, row)) for row in certificates if _good_to_its_end(row)],
        notes=notes,
        missing_parts=missing_parts(enterprise),
        has_own_words=has_own_words,
        cards=CARDS,
        does=paragraphs(enterprise.introduction)[0] if enterprise.introduction else "",
        jumps=_jumps(house, enterprise, bool(scores), has_own_words),
        map_address=map_address(house, enterprise),
        open_objections=any(objection.status == "open" for objection in enterprise.objections),
        structured=structured_data(house, path, enterprise, certificates),
        qr=page_code(house, path),
    )


def enterprise_tombstone(house: House, path: str, enterprise: EnterpriseSummary, withdrawal: Withdrawal) -> bytes:
    """What stays at an enterprise's address when its record is withdrawn."""
    t = house.t
    return house.render(
        "tombstone.html",
        path,
        name=enterprise.credit_code,
        active="enterprises",
        section=(t.nav.enterprises, urls.ENTERPRISES),
        text=t.tombstone.enterprise,
        facts=((t.tombstone.code, enterprise.credit_code, True),),
        demo=enterprise.demo,
        withdrawal=withdrawal,
        replacement=urls.enterprise(withdrawal.replaced_by) if withdrawal.replaced_by else None,
    )


def notes_by_part(enterprise: Enterprise) -> list[tuple[CreditPart, list[CreditNote]]]:
    """The credit notes in the order of the twelve parts, the newest of each part first."""
    parts: tuple[CreditPart, ...] = get_args(CreditPart)
    newest_first = sorted(enterprise.credit_notes, key=lambda note: note.as_of, reverse=True)
    grouped = ((part, [note for note in newest_first if note.part == part]) for part in parts)
    return [(part, notes) for part, notes in grouped if notes]


def missing_parts(enterprise: Enterprise) -> list[CreditPart]:
    """The parts of enterprise credit of which there is no note, in the order of the twelve."""
    parts: tuple[CreditPart, ...] = get_args(CreditPart)
    told = {note.part for note in enterprise.credit_notes}
    return [part for part in parts if part not in told]


def map_address(house: House, enterprise: Enterprise) -> str:
    """Where a map shows the registered address; empty without one, or where the operator names no map."""
    search = house.settings.map_search
    return search + quote(enterprise.address, safe="") if search and enterprise.address else ""


def _jumps(house: House, enterprise: Enterprise, scored: bool, has_own_words: bool) -> list[tuple[str, str]]:
    """The sections worth a jump, as (id, name)."""
    t = house.t
    sections = (
        ("certificates", t.enterprise.certificates, True),
        ("scores", t.rights.scores, scored),
        ("registered", t.enterprise.registered, True),
        ("credit", t.enterprise.credit, True),
        ("negative", t.enterprise.negative, bool(enterprise.negative_records)),
        ("own", t.enterprise.own, has_own_words),
        ("rights", t.rights.title, True),
        ("contact", t.enterprise.contact, True),
    )
    return [(id, str(name)) for id, name, there in sections if there]


def embed_codes(house: House, row: CertificateSummary) -> tuple[tuple[str, str], ...]:
    """What an enterprise pastes elsewhere, as (name of the language, text); all of it leads to the certificate."""
    page = urls.absolute(house.settings.url, urls.certificate(row.number))
    picture = urls.absolute(house.settings.url, urls.seal(row.number))
    words = str(house.t.rights.seal_alt).format(number=row.number)
    image = f'<img src="{escape(picture)}" alt="{escape(words)}" width="340" height="116">'
    plain = words.replace("[", "").replace("]", "")
    return (
        ("HTML", f'<a href="{escape(page)}">{image}</a>'),
        ("Markdown", f"[![{plain}]({picture})]({page})"),
        ("URL", page),
    )


def _good_to_its_end(row: CertificateSummary) -> bool:
    """Whether nothing but time ends the certificate: search engines do not read a status as it changes."""
    return [change[11:] for change in row.schedule.split("|")][-2:] == ["valid", "expired"]


def structured_data(
    house: House, path: str, enterprise: Enterprise, certificates: tuple[CertificateSummary, ...]
) -> dict[str, object]:
    """schema.org Organization with its certifications, for search engines. Assessments are not certifications."""
    site = house.settings.url
    facts: dict[str, object | None] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "@id": urls.absolute(site, path),
        "name": enterprise.name,
        "alternateName": [name for name in (enterprise.name_en, enterprise.short_name) if name],
        "taxID": enterprise.credit_code,
        "foundingDate": enterprise.founded_on.isoformat() if enterprise.founded_on else None,
        "address": enterprise.address,
        "logo": urls.absolute(site, urls.media(enterprise.logo)) if enterprise.logo else None,
        "url": enterprise.websites[0].url if enterprise.websites else None,
        "hasCertification": [
            {
                "@type": "Certification",
                "name": row.scheme_name,
                "certificationIdentification": row.number,
                "issuedBy": {"@type": "Organization", "name": row.issuer_name},
                "validFrom": row.valid_from.isoformat(),
                "expires": row.valid_until.isoformat(),
                "url": urls.absolute(site, urls.certificate(row.number)),
            }
            for row in certificates
            if row.scheme_kind == "certification" and _good_to_its_end(row)
        ],
    }
    return {name: value for name, value in facts.items() if value}


def vcard(house: House, path: str, enterprise: Enterprise) -> bytes:
    """The contact card (RFC 6350, version 4.0). A masked number helps nobody and is left out."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        f"FN:{escaped(enterprise.name)}",
        f"ORG:{escaped(enterprise.name)}",
    ]
    if enterprise.address:
        lines.append(f"ADR;TYPE=work:;;{escaped(enterprise.address)};;;;")
    for contact in enterprise.contacts:
        if contact.phone and "*" not in mask_phone(contact.phone):
            lines.append(f"TEL;TYPE=work:{escaped(contact.phone)}")
        if contact.email:
            lines.append(f"EMAIL;TYPE=work:{escaped(contact.email)}")
    lines += [f"URL:{one_line(website.url)}" for website in enterprise.websites]
    page = urls.absolute(house.settings.url, urls.enterprise(enterprise.credit_code))
    lines += [f"SOURCE:{urls.absolute(house.settings.url, path)}", f"URL:{page}"]
    lines += [f"NOTE:{escaped(enterprise.credit_code)}", "END:VCARD"]
    return content_lines(lines)
