"""Summaries of a registry's records, worked out once, each with its digest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from generator.model import status
from generator.model.keyed import Keyed, digest_of, keyed
from generator.model.registry import Registry
from generator.model.views import (
    CertificateSummary,
    EnterpriseSummary,
    NoticeSummary,
    SchemeSummary,
    StandardSummary,
)
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.scheme import Scheme


@dataclass(frozen=True)
class Summaries:
    """The summaries of every record of a registry that passed its rules."""

    registry: Registry

    @cached_property
    def schedules(self) -> dict[str, Keyed[status.Schedule]]:
        return {
            id: keyed(status.schedule(record.value, self.registry.issuers[record.value.issuer].value))
            for id, record in self.registry.certificates.items()
        }

    @cached_property
    def enterprises(self) -> dict[str, Keyed[EnterpriseSummary]]:
        return {id: keyed(enterprise_summary(record.value)) for id, record in self.registry.enterprises.items()}

    @cached_property
    def certificates(self) -> dict[str, Keyed[CertificateSummary]]:
        return {id: keyed(self._certificate(record)) for id, record in self.registry.certificates.items()}

    @cached_property
    def schemes(self) -> dict[str, Keyed[SchemeSummary]]:
        return {
            id: keyed(SchemeSummary(id, record.value.name, record.value.short_name, record.value.kind))
            for id, record in self.registry.schemes.items()
        }

    @cached_property
    def standards(self) -> dict[str, Keyed[StandardSummary]]:
        return {id: keyed(self._standard(id)) for id in self.registry.standards}

    @cached_property
    def notices(self) -> dict[str, Keyed[NoticeSummary]]:
        return {id: keyed(self._notice(id)) for id in self.registry.notices}

    def _certificate(self, record: Record[Certificate]) -> CertificateSummary:
        value = record.value
        scheme = self.registry.schemes[value.scheme].value
        holder = self.registry.enterprises[value.holder].value
        issuer = self.registry.issuers[value.issuer].value
        return CertificateSummary(
            number=value.number,
            scheme=scheme.id,
            scheme_name=scheme.name,
            scheme_kind=scheme.kind,
            grade=value.grade,
            grade_name=grade_name(scheme, value.grade),
            holder=holder.credit_code,
            holder_name=holder.name,
            issuer=issuer.id,
            issuer_name=issuer.name,
            issued_on=value.issued_on,
            valid_from=value.valid_from,
            valid_until=value.valid_until,
            schedule=status.encode(self.schedules[record.id].value),
            demo=holder.demo or issuer.demo,
            withdrawn=value.withdrawal is not None,
            grade_rank=grade_rank(scheme, value.grade),
            grade_count=len(scheme.grades) or None,
        )

    def _standard(self, id: str) -> StandardSummary:
        value = self.registry.standards[id].value
        successor = self.registry.standards[value.replaced_by].value if value.replaced_by else None
        return StandardSummary(
            id=id,
            number=value.number,
            title=value.title,
            abolished_on=value.abolished_on,
            replaced_by=value.replaced_by,
            replaced_by_number=successor.number if successor else None,
        )

    def _notice(self, id: str) -> NoticeSummary:
        value = self.registry.notices[id].value
        scheme = self.registry.schemes[value.scheme].value
        return NoticeSummary(id, value.title, scheme.name, value.opens_on, value.closes_on, value.outcome, value.demo)


def enterprise_summary(value: Enterprise) -> EnterpriseSummary:
    return EnterpriseSummary(
        credit_code=value.credit_code,
        name=value.name,
        short_name=value.short_name,
        name_en=value.name_en,
        region=value.region,
        industry=value.industry,
        demo=value.demo,
        logo=value.logo,
        withdrawn=value.withdrawal is not None,
    )


def grade_name(scheme: Scheme, grade: str | None) -> str | None:
    """The grade's name in its scheme; None where the scheme has no grades."""
    return next((item.name for item in scheme.grades if item.id == grade), None)


def grade_rank(scheme: Scheme, grade: str | None) -> int | None:
    """The grade's place on its scheme's ladder, from 1 at the lowest; None when the scheme does not rank."""
    if scheme.direction != "ascending":
        return None
    return next((rank for rank, item in enumerate(scheme.grades, start=1) if item.id == grade), None)


def as_shown(record: Record[Enterprise], at: date) -> Keyed[Enterprise]:
    """The enterprise as it may be shown on `at`: a negative record past its `display_until` is gone (公示期满即撤)."""
    value = record.value
    shown = tuple(item for item in value.negative_records if item.display_until >= at)
    if len(shown) == len(value.negative_records):
        return Keyed(value, record.digest)
    return Keyed(replace(value, negative_records=shown), digest_of(record.digest, repr(shown).encode()))
