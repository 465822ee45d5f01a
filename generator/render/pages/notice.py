"""The page of a public notice, and the list of all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec.structs import replace

from generator.model.views import CertificateSummary, EnterpriseSummary, NoticeSummary, SchemeSummary
from generator.render.house import House
from generator.schema.notice import Notice

NO_NAMES: Mapping[str, str] = MappingProxyType({})


def notice_page(
    house: House,
    path: str,
    notice: Notice,
    scheme: SchemeSummary,
    issuer_name: str,
    enterprises: tuple[EnterpriseSummary, ...],
    certificates: tuple[CertificateSummary, ...],
    grade_names: Mapping[str, str] = NO_NAMES,
) -> bytes:
    """The page of one notice. `enterprises` stand in the order of the entries; `grade_names` names the grades."""
    named = (
        replace(entry, grade=grade_names.get(entry.grade, entry.grade) if entry.grade else None)
        for entry in notice.entries
    )
    return house.render(
        "notice.html",
        path,
        notice=notice,
        scheme=scheme,
        issuer_name=issuer_name,
        entries=list(zip(named, enterprises, strict=True)),
        certificates=certificates,
        graded=any(entry.grade for entry in notice.entries),
    )


def notice_list(house: House, path: str, notices: tuple[NoticeSummary, ...]) -> bytes:
    return house.render("notice-list.html", path, notices=notices)
