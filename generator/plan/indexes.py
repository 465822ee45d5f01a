"""The two indexes of the portal and the facets each is browsed by. Grades are a facet within their scheme alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from generator.model import pinyin
from generator.model.keyed import keyed
from generator.model.places import place_name
from generator.model.registry import Registry
from generator.model.status import VERDICTS, status_at
from generator.model.summaries import Summaries
from generator.model.views import CertificateSummary, EnterpriseRow, EnterpriseSummary
from generator.plan.slices import Index, Order, Slice
from generator.schema import industries, regions


def certificate_index(summaries: Summaries, at: date) -> Index[CertificateSummary]:
    """All certificates that are not withdrawn, newest issue first."""
    holders, certificates = summaries.enterprises, summaries.registry.certificates
    rows = [summaries.certificates[record.id] for record in summaries.registry.published]
    ladder = _ladder(summaries.registry)

    def slices(row: CertificateSummary) -> Iterator[Slice]:
        holder = holders[row.holder].value
        yield Slice("scheme", row.scheme, row.scheme_name)
        if row.grade is not None and row.grade_name is not None:
            yield Slice("scheme", f"{row.scheme}/{row.grade}", row.grade_name, within=row.scheme, group="grade")
        verdict = status_at(summaries.schedules[row.number].value, at).verdict
        yield Slice("status", verdict, summaries.t.status[verdict])
        for basis in certificates[row.number].value.basis:
            yield Slice("standard", basis.standard, summaries.standards[basis.standard].value.number)
        yield Slice("issuer", row.issuer, row.issuer_name)
        yield Slice("year", str(row.issued_on.year), str(row.issued_on.year))
        yield from _enterprise_slices(holder, summaries.lang)

    return Index("certificates", summaries.t.nav.certificates, rows, slices, _order(ladder))


def enterprise_index(summaries: Summaries) -> Index[EnterpriseRow]:
    """All enterprises that are not withdrawn, by the pinyin of their names."""
    registry = summaries.registry
    rows = [
        keyed(EnterpriseRow(row.value, _certificate_count(registry, row.value.credit_code)))
        for row in summaries.enterprises.values()
        if not row.value.withdrawn
    ]
    rows.sort(key=lambda row: (row.value.summary.initial, pinyin.full(row.value.summary.name)))

    def slices(row: EnterpriseRow) -> Iterator[Slice]:
        certificates = registry.certificates_of.get(row.summary.credit_code, ())
        held = {record.value.scheme for record in certificates if record.value.withdrawal is None}
        for scheme in sorted(held):
            yield Slice("scheme", scheme, summaries.schemes[scheme].value.name)
        yield from _enterprise_slices(row.summary, summaries.lang)

    return Index("enterprises", summaries.t.nav.enterprises, rows, slices, _order(_ladder(registry)))


def _certificate_count(registry: Registry, credit_code: str) -> int:
    held = registry.certificates_of.get(credit_code, ())
    return sum(record.value.withdrawal is None for record in held)


def _enterprise_slices(holder: EnterpriseSummary, lang: str) -> Iterator[Slice]:
    province, city = holder.region[:2] + "0000", regions.second_level(holder.region)
    yield Slice("region", province, regions.province(province, lang))
    if city is not None:
        yield Slice("region", f"{province}/{city}", place_name(city, lang), within=province, group="city")
    yield Slice("industry", holder.industry, industries.name(holder.industry, lang))
    yield Slice("initial", holder.initial if holder.initial != "#" else "other", holder.initial)


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
        "status": lambda item: (VERDICTS.index(item.key),),
        "standard": lambda item: (item.label,),
        "region": lambda item: (item.key,),
        "industry": lambda item: (item.key,),
        "issuer": lambda item: (item.key,),
        "year": lambda item: (-int(item.key),),
        "initial": lambda item: (item.key == "other", item.key),
    }
