"""The pages and data files of single records: what each shows decides what it depends on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from generator.model.grades import grade_text
from generator.model.keyed import Keyed, digest_of, keyed, together
from generator.model.registry import Registry
from generator.model.summaries import Summaries, as_shown
from generator.model.views import CertificateFacts, CertificateScore, CertificateSummary, FacetLink
from generator.paper.share import Logo, share_picture
from generator.paper.typefaces import Typefaces
from generator.plan.groups import CERTIFICATES, Groups, id_in
from generator.plan.output import Copy, Output
from generator.plan.slices import FIRST
from generator.records.record import Record
from generator.render import data, urls
from generator.render.pages import certificate as certificate_pages
from generator.render.pages import enterprise as enterprise_pages
from generator.render.pages import issuer as issuer_pages
from generator.render.pages import notice as notice_pages
from generator.render.pages import report as report_pages
from generator.render.pages import scheme as scheme_pages
from generator.render.pages import seal as seal_pages
from generator.render.pages import standard as standard_pages
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice
from generator.schema.scheme import Scheme
from generator.schema.standard import Standard

T = TypeVar("T")
LATEST = 12


def _whole(record: Record[T]) -> Keyed[T]:
    return Keyed(record.value, record.digest)


NOTHING: Keyed[None] = keyed(None)


@dataclass(frozen=True)
class RecordPages:
    """Plans the outputs of the records of a registry, as of `at`; share pictures where there are `faces` to set."""

    summaries: Summaries
    groups: Groups
    at: date
    faces: Typefaces | None = None
    media: Mapping[str, Copy] = field(default_factory=dict)

    @property
    def registry(self) -> Registry:
        return self.summaries.registry

    def outputs(self) -> Iterator[Output]:
        """The outputs of all records."""
        for kind in ("certificate", "enterprise", "notice"):
            for id in self.registry.of_kind(kind):
                yield from self.of(kind, id)
        yield from self.foundations()

    def of(self, kind: str, id: str) -> Iterator[Output]:
        """The outputs of one certificate, enterprise or notice; none if there is no such record."""
        record = self.registry.of_kind(kind).get(id)
        if record is None:
            return
        if kind == "certificate":
            yield from self._certificate(record)
        elif kind == "enterprise":
            yield from self._enterprise(record)
        elif kind == "notice":
            yield self._notice(record)

    def foundations(self) -> Iterator[Output]:
        """The outputs of the schemes, standards and issuers."""
        for scheme in self.registry.schemes.values():
            yield self._scheme(scheme)
        for standard in self.registry.standards.values():
            yield self._standard(standard)
        for issuer in self.registry.issuers.values():
            yield self._issuer(issuer)

    def _certificate(self, record: Record[Certificate]) -> Iterator[Output]:
        value, summaries = record.value, self.summaries
        path = urls.certificate(record.id)
        if value.withdrawal is not None:
            gone = (summaries.certificates[record.id], keyed(value.withdrawal))
            yield Output(path, certificate_pages.certificate_tombstone, gone)
            yield Output(urls.certificate_json(record.id), data.withdrawn_json, (keyed(record.id), *gone[1:]))
            yield Output(urls.seal(record.id), seal_pages.seal, (gone[0], summaries.enterprises[value.holder]))
            return
        holder, schedule = summaries.enterprises[value.holder], summaries.schedules[record.id]
        issuer, scheme = self.registry.issuers[value.issuer], self.registry.schemes[value.scheme]
        facts = Keyed(
            CertificateFacts(value, holder.value, issuer.value, scheme.value, schedule.value),
            digest_of(record.digest, holder.digest, issuer.digest, scheme.digest, schedule.digest),
        )
        yield Output(
            path,
            certificate_pages.certificate_page,
            (
                facts,
                together(summaries.standards[basis.standard] for basis in value.basis),
                summaries.notices[value.notice] if value.notice else NOTHING,
                summaries.certificates[value.parent] if value.parent else NOTHING,
                together(self._summaries_of(self.registry.children_of, record.id)),
            ),
        )
        yield Output(urls.certificate_json(record.id), data.certificate_json, (facts,))
        yield Output(urls.seal(record.id), seal_pages.seal, (summaries.certificates[record.id], holder))

    def _enterprise(self, record: Record[Enterprise]) -> Iterator[Output]:
        path = urls.enterprise(record.id)
        if record.value.withdrawal is not None:
            gone = (self.summaries.enterprises[record.id], keyed(record.value.withdrawal))
            yield Output(path, enterprise_pages.enterprise_tombstone, gone)
            yield Output(urls.report(record.id), enterprise_pages.enterprise_tombstone, gone)
            yield Output(urls.enterprise_json(record.id), data.withdrawn_json, (keyed(record.id), *gone[1:]))
            return
        shown = as_shown(record, self.at)
        held = self._summaries_of(self.registry.certificates_of, record.id)
        certificates = together(held)
        histories = together(self.summaries.histories[item.value.number] for item in held)
        named = self.registry.notices_of.get(record.id, ())
        notices = together(self.summaries.notices[notice.id] for notice in named)
        picture = keyed(urls.share_picture(record.id)) if self.faces else NOTHING
        inputs = (shown, certificates, notices, keyed(self._scores(held)), picture)
        yield Output(path, enterprise_pages.enterprise_page, inputs)
        yield Output(urls.report(record.id), report_pages.credit_report, (shown, certificates, histories))
        yield Output(urls.enterprise_json(record.id), data.enterprise_json, (shown, certificates))
        yield Output(urls.vcard(record.id), enterprise_pages.vcard, (shown,))
        if self.faces:
            summary = self.summaries.enterprises[record.id]
            look = (keyed(self.faces), summary, self._logo(summary.value.logo))
            yield Output(urls.share_picture(record.id), share_picture, look)

    def _logo(self, name: str | None) -> Keyed[Logo] | Keyed[None]:
        """The logo of that name among the registry's pictures, its bytes an input too."""
        copy = self.media.get(urls.media(name)) if name else None
        return Keyed(Logo(copy.source), copy.digest) if copy else NOTHING

    def _scores(self, held: list[Keyed[CertificateSummary]]) -> tuple[CertificateScore, ...]:
        """The score of the certificate issued last, for each scheme that scored one."""
        oldest_first = sorted((item.value for item in held), key=lambda row: (row.issued_on, row.number))
        histories = (self.summaries.histories[row.number].value for row in oldest_first)
        latest = {history.score.scheme: history.score for history in histories if history.score is not None}
        return tuple(latest[scheme] for scheme in dict.fromkeys(item.value.scheme for item in held) if scheme in latest)

    def _scheme(self, record: Record[Scheme]) -> Output:
        issued = f"{CERTIFICATES}/scheme/{record.id}"
        standards = [basis.standard for basis in record.value.basis] + list(record.value.covers)
        inputs = (
            _whole(record),
            together(self.summaries.standards[id] for id in dict.fromkeys(standards)),
            keyed(self._grade_links(record.value)),
            self._latest(issued),
            keyed(self.groups.size(issued)),
        )
        return Output(urls.scheme(record.id), scheme_pages.scheme_page, inputs)

    def _grade_links(self, scheme: Scheme) -> tuple[FacetLink, ...]:
        """One link for each grade that has certificates, in the scheme's own order."""
        links = []
        for grade in scheme.grades:
            count = self.groups.size(f"{CERTIFICATES}/scheme/{scheme.id}/{grade.id}")
            if count:
                path = urls.index_page(CERTIFICATES, "scheme", f"{scheme.id}/{grade.id}", FIRST)
                words = grade_text(self.summaries.t, self.summaries.lang, scheme, grade.id)
                links.append(FacetLink(words, path, count))
        return tuple(links)

    def _standard(self, record: Record[Standard]) -> Output:
        summaries, successor = self.summaries, record.value.replaced_by
        replaced = [id for id, other in self.registry.standards.items() if other.value.replaced_by == record.id]
        schemes = [id for id, scheme in self.registry.schemes.items() if _rests_on(scheme.value, record.id)]
        inputs = (
            _whole(record),
            summaries.standards[successor] if successor else NOTHING,
            together(summaries.standards[id] for id in replaced),
            together(summaries.schemes[id] for id in schemes),
            keyed(self.groups.size(f"{CERTIFICATES}/standard/{record.id}")),
        )
        return Output(urls.standard(record.id), standard_pages.standard_page, inputs)

    def _issuer(self, record: Record[Issuer]) -> Output:
        issued = f"{CERTIFICATES}/issuer/{record.id}"
        schemes = dict.fromkeys(id for approval in record.value.approvals for id in approval.schemes)
        inputs = (
            _whole(record),
            together(self.summaries.schemes[id] for id in schemes),
            self._latest(issued),
            keyed(self.groups.size(issued)),
        )
        return Output(urls.issuer(record.id), issuer_pages.issuer_page, inputs)

    def _notice(self, record: Record[Notice]) -> Output:
        value = record.value
        inputs = (
            _whole(record),
            self.summaries.schemes[value.scheme],
            keyed(self.summaries.name(self.registry.issuers[value.issuer].value)),
            together(self.summaries.enterprises[entry.enterprise] for entry in value.entries),
            together(self._summaries_of(self.registry.certificates_from, record.id)),
            keyed(self._grade_names(value)),
        )
        return Output(urls.notice(record.id), notice_pages.notice_page, inputs)

    def _grade_names(self, notice: Notice) -> dict[str, str]:
        """The grades that a notice announces, in words with their scale."""
        scheme = self.registry.schemes[notice.scheme].value
        grades = sorted({entry.grade for entry in notice.entries if entry.grade is not None})
        return {grade: grade_text(self.summaries.t, self.summaries.lang, scheme, grade) for grade in grades}

    def _latest(self, group: str) -> Keyed[tuple[CertificateSummary, ...]]:
        return together(self.summaries.certificates[id_in(item)] for item in self.groups.items(group)[:LATEST])

    def _summaries_of(
        self, groups: Mapping[str, tuple[Record[Certificate], ...]], id: str
    ) -> list[Keyed[CertificateSummary]]:
        """Summaries of one group's certificates, withdrawn ones left out."""
        found = (self.summaries.certificates[record.id] for record in groups.get(id, ()))
        return [item for item in found if not item.value.withdrawn]


def _rests_on(scheme: Scheme, standard: str) -> bool:
    return standard in scheme.covers or any(basis.standard == standard for basis in scheme.basis)
