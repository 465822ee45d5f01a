"""Summaries of a registry's records, worked out once, each with its digest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from msgspec.structs import replace

from generator.language import Strings
from generator.model import pinyin, status
from generator.model.computed import Computed
from generator.model.grades import grade_text
from generator.model.keyed import Keyed, digest_of, keyed
from generator.model.registry import Registry
from generator.model.scoring.shown import score_lines, total_text
from generator.model.views import (
    CertificateHistory,
    CertificateScore,
    CertificateSummary,
    EnterpriseRow,
    EnterpriseSummary,
    NoticeSummary,
    SchemeSummary,
    StandardSummary,
)
from generator.records.record import Record
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.issuer import Issuer
from generator.schema.scheme import Scheme


@dataclass(frozen=True)
class Summaries:
    """The summaries of every record of a registry that passed its rules, in the language of the pages."""

    registry: Registry
    t: Strings
    lang: str

    def expect(self, kind: str, ids: Collection[str]) -> None:
        """Says that pages and data of these records come next, so that whoever has to fetch what they show can fetch it
        at once.
        """

    @cached_property
    def schedules(self) -> Mapping[str, Keyed[status.Schedule]]:
        return Computed(self.registry.certificates, self._schedule)

    @cached_property
    def enterprises(self) -> Mapping[str, Keyed[EnterpriseSummary]]:
        table = self.registry.enterprises
        return Computed(table, lambda key: keyed(enterprise_summary(table[key].value)))

    @cached_property
    def rows(self) -> Mapping[str, Keyed[EnterpriseRow]]:
        """Enterprises as an index lists them."""
        return Computed(self.registry.enterprises, self._row)

    def certificate_rows(self, ids: Sequence[str]) -> list[Keyed[CertificateSummary]]:
        """Certificates as an index lists them, in this order."""
        return [self.certificates[id] for id in ids]

    def enterprise_rows(self, ids: Sequence[str]) -> list[Keyed[EnterpriseRow]]:
        """The same for enterprises."""
        return [self.rows[id] for id in ids]

    @cached_property
    def certificates(self) -> Mapping[str, Keyed[CertificateSummary]]:
        table = self.registry.certificates
        return Computed(table, lambda key: keyed(self._certificate(table[key])))

    @cached_property
    def histories(self) -> Mapping[str, Keyed[CertificateHistory]]:
        table = self.registry.certificates
        return Computed(table, lambda key: keyed(self._history(table[key].value)))

    @cached_property
    def schemes(self) -> Mapping[str, Keyed[SchemeSummary]]:
        return Computed(self.registry.schemes, lambda key: keyed(self._scheme(key)))

    @cached_property
    def standards(self) -> Mapping[str, Keyed[StandardSummary]]:
        return Computed(self.registry.standards, lambda key: keyed(self._standard(key)))

    @cached_property
    def notices(self) -> Mapping[str, Keyed[NoticeSummary]]:
        return Computed(self.registry.notices, lambda key: keyed(self._notice(key)))

    def name(self, value: Scheme | Enterprise | Issuer) -> str:
        return value.name if self.lang == "zh" or not value.name_en else value.name_en

    def _schedule(self, id: str) -> Keyed[status.Schedule]:
        value = self.registry.certificates[id].value
        return keyed(status.schedule(value, self.registry.issuers[value.issuer].value))

    def _row(self, id: str) -> Keyed[EnterpriseRow]:
        held = self.registry.certificates_of.get(id, ())
        return enterprise_row(self.enterprises[id], sum(record.value.withdrawal is None for record in held))

    def _scheme(self, id: str) -> SchemeSummary:
        value = self.registry.schemes[id].value
        return SchemeSummary(id, self.name(value), value.short_name, value.kind)

    def _certificate(self, record: Record[Certificate]) -> CertificateSummary:
        value = record.value
        scheme = self.registry.schemes[value.scheme].value
        holder = self.registry.enterprises[value.holder].value
        issuer = self.registry.issuers[value.issuer].value
        return CertificateSummary(
            number=value.number,
            scheme=scheme.id,
            scheme_name=self.name(scheme),
            scheme_kind=scheme.kind,
            grade=value.grade,
            grade_name=grade_text(self.t, self.lang, scheme, value.grade) if value.grade else None,
            holder=holder.credit_code,
            holder_name=self.name(holder),
            issuer=issuer.id,
            issuer_name=self.name(issuer),
            issued_on=value.issued_on,
            valid_from=value.valid_from,
            valid_until=value.valid_until,
            schedule=status.encode(self.schedules[record.id].value),
            demo=holder.demo or issuer.demo,
            withdrawn=value.withdrawal is not None,
        )

    def _history(self, value: Certificate) -> CertificateHistory:
        summary = self.certificates[value.number].value
        scheme = self.registry.schemes[value.scheme].value
        return CertificateHistory(
            number=value.number,
            scheme_name=summary.scheme_name,
            grade_name=summary.grade_name,
            events=value.events,
            lost=next((item for item in self.schedules[value.number].value if item.verdict == "invalid"), None),
            objections=value.objections,
            score=_score(value, scheme, summary.scheme_name),
        )

    def _standard(self, id: str) -> StandardSummary:
        value = self.registry.standards[id].value
        successor = self.registry.standards[value.replaced_by].value if value.replaced_by else None
        return StandardSummary(
            id=id,
            number=value.number,
            title=value.title if self.lang == "zh" or not value.title_en else value.title_en,
            effective_on=value.effective_on,
            abolished_on=value.abolished_on,
            replaced_by=value.replaced_by,
            replaced_by_number=successor.number if successor else None,
        )

    def _notice(self, id: str) -> NoticeSummary:
        value = self.registry.notices[id].value
        scheme = self.registry.schemes[value.scheme].value
        return NoticeSummary(
            id, value.title, self.name(scheme), value.opens_on, value.closes_on, value.outcome, value.demo
        )


def _score(value: Certificate, scheme: Scheme, scheme_name: str) -> CertificateScore | None:
    """How the certificate was scored; None where its record has neither a total nor categories."""
    total, lines = total_text(scheme, value.score), score_lines(value.score)
    if not total and not lines:
        return None
    return CertificateScore(value.number, scheme.id, scheme_name, total, scheme.full_points, lines)


def enterprise_row(summary: Keyed[EnterpriseSummary], certificates: int) -> Keyed[EnterpriseRow]:
    """An enterprise as an index lists it, with the number of its published certificates."""
    return Keyed(EnterpriseRow(summary.value, certificates), digest_of(summary.digest, b"%d" % certificates))


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
        initial=pinyin.first_letter(value.name),
    )


def as_shown(record: Record[Enterprise], at: date) -> Keyed[Enterprise]:
    """The enterprise as it may be shown on `at`: a negative record past its `display_until` is gone (公示期满即撤)."""
    value = record.value
    shown = tuple(item for item in value.negative_records if item.display_until >= at)
    if len(shown) == len(value.negative_records):
        return Keyed(value, record.digest)
    return Keyed(replace(value, negative_records=shown), digest_of(record.digest, repr(shown).encode()))
