"""The two indexes of the portal and the facets each is browsed by. Grades are a facet within their scheme alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from generator.model.grades import grade_text
from generator.model.places import place_name
from generator.model.registry import Registry
from generator.model.status import VERDICTS, Verdict
from generator.model.summaries import Summaries
from generator.model.views import CertificateSummary, EnterpriseRow
from generator.plan.groups import CERTIFICATES, ENTERPRISES, Groups
from generator.plan.slices import Index, Order, Slice
from generator.schema import industries, regions


def certificate_index(summaries: Summaries, groups: Groups) -> Index[CertificateSummary]:
    """All certificates that are not withdrawn, latest issue first."""
    order = _order(_ladder(summaries.registry))
    facets = ("scheme", "status", "standard", "region", "industry", "issuer", "year", "initial")
    rows, title = summaries.certificate_rows, summaries.t.nav.certificates
    return Index(CERTIFICATES, title, groups, rows, _describe(summaries), {name: order[name] for name in facets})


def enterprise_index(summaries: Summaries, groups: Groups) -> Index[EnterpriseRow]:
    """All enterprises that are not withdrawn, by the pinyin of their names."""
    order = _order(_ladder(summaries.registry))
    facets = ("scheme", "region", "industry", "initial")
    rows, title = summaries.enterprise_rows, summaries.t.nav.enterprises
    return Index(ENTERPRISES, title, groups, rows, _describe(summaries), {name: order[name] for name in facets})


def _describe(summaries: Summaries) -> Callable[[str, str], Slice]:
    """What a slice is called and what it narrows, by its facet and key."""

    def described(facet: str, key: str) -> Slice:
        within, _, part = key.rpartition("/")
        return Slice(facet, key, _label(summaries, facet, within, part), within, NARROWED[facet] if within else "")

    return described


NARROWED = {"scheme": "grade", "region": "city"}
"""Facets whose slices are narrowed further, and what by."""


def _label(summaries: Summaries, facet: str, within: str, key: str) -> str:
    registry, lang = summaries.registry, summaries.lang
    if facet == "scheme":
        scheme = registry.schemes[within or key].value
        return grade_text(summaries.t, lang, scheme, key) if within else summaries.name(scheme)
    if facet == "region":
        return place_name(key, lang) if within else regions.province(key, lang)
    if facet == "status":
        return str(summaries.t.status[cast(Verdict, key)])
    if facet == "standard":
        return summaries.standards[key].value.number
    if facet == "issuer":
        return summaries.name(registry.issuers[key].value)
    if facet == "industry":
        return industries.name(key, lang)
    return "#" if key == "other" else key


def _ladder(registry: Registry) -> Mapping[str, int]:
    """Where each scheme and each of its grades stands: schemes by id, grades in their scheme's own order."""
    keys = [
        key
        for id, record in registry.schemes.items()
        for key in (id, *(f"{id}/{grade.id}" for grade in record.value.grades))
    ]
    return {key: place for place, key in enumerate(keys)}


def _order(ladder: Mapping[str, int]) -> Order:
    return {
        "scheme": lambda item: (ladder[item.key],),
        "status": lambda item: (VERDICTS.index(cast(Verdict, item.key)),),
        "standard": lambda item: (item.label,),
        "region": lambda item: (item.key,),
        "industry": lambda item: (item.key,),
        "issuer": lambda item: (item.key,),
        "year": lambda item: (-int(item.key),),
        "initial": lambda item: (item.key == "other", item.key),
    }
