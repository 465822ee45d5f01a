"""What pages need to know of records that are not their own: summaries, rows and index pages.

A page that shows only a summary is rewritten only when the summary changes, not when the record does.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

from msgspec import Struct

from generator.model.status import Change
from generator.schema.certificate import Certificate, Event
from generator.schema.enterprise import Enterprise, Objection, Withdrawal
from generator.schema.issuer import Issuer
from generator.schema.scheme import Scheme

Row = TypeVar("Row")


class EnterpriseSummary(Struct, frozen=True):
    credit_code: str
    name: str
    short_name: str | None
    name_en: str | None
    region: str
    industry: str
    demo: bool
    logo: str | None
    withdrawn: bool
    initial: str = "#"
    """First letter of the name's pinyin, ``A`` to ``Z``, or ``#``."""


class CertificateSummary(Struct, frozen=True):
    """`schedule` is an encoded `generator.model.status.Schedule`; the viewer's browser reads the status from it.

    `grade_name` carries its scale, as `generator.model.grades.grade_text` words it.
    """

    number: str
    scheme: str
    scheme_name: str
    scheme_kind: str
    grade: str | None
    grade_name: str | None
    holder: str
    holder_name: str
    issuer: str
    issuer_name: str
    issued_on: date
    valid_from: date
    valid_until: date
    schedule: str
    demo: bool
    withdrawn: bool


class ScoreLine(Struct, frozen=True):
    """One category's points; `share` is the percentage of the applicable points, None when that is not known."""

    name: str
    points: Decimal
    applicable: Decimal | None
    share: str | None


class CertificateScore(Struct, frozen=True):
    """How one certificate was scored, on the scale of its own scheme; `total` is empty where there is none."""

    number: str
    scheme: str
    scheme_name: str
    total: str
    full_points: Decimal | None
    lines: tuple[ScoreLine, ...]


class CertificateHistory(Struct, frozen=True):
    """What has happened to one certificate, how it was scored, and what is disputed of it.

    `lost` is the day on which a revoked approval of its issuer took its effect away, with the reason.
    """

    number: str
    scheme_name: str
    grade_name: str | None
    events: tuple[Event, ...]
    objections: tuple[Objection, ...]
    score: CertificateScore | None
    lost: Change | None = None


class NoticeSummary(Struct, frozen=True):
    id: str
    title: str
    scheme_name: str
    opens_on: date
    closes_on: date
    outcome: str | None
    demo: bool


class SchemeSummary(Struct, frozen=True):
    id: str
    name: str
    short_name: str
    kind: str


class StandardSummary(Struct, frozen=True):
    id: str
    number: str
    title: str
    effective_on: date | None
    abolished_on: date | None
    replaced_by: str | None
    replaced_by_number: str | None


class SchemeRow(Struct, frozen=True):
    scheme: Scheme
    count: int


class IssuerRow(Struct, frozen=True):
    issuer: Issuer
    count: int


class EnterpriseRow(Struct, frozen=True):
    summary: EnterpriseSummary
    certificates: int


class FacetLink(Struct, frozen=True):
    """One way through an index: where it leads and, for what narrows it, how many records wait there."""

    label: str
    path: str
    count: int | None
    current: bool = False


class FacetGroup(Struct, frozen=True):
    name: str
    """Key of the facet in the interface strings (section ``index.facet``)."""
    links: tuple[FacetLink, ...]


class Crumb(Struct, frozen=True):
    label: str
    path: str


class IndexPage(Struct, Generic[Row], frozen=True):
    """One page of an index. `facet`, `key` and `label` say which slice it is; all are empty for the whole.

    `crumbs` lead from the whole index to the slice that this one narrows, if it narrows one. `number` is 0 for the page
    read first, the others count from the far end; `near` are those to offer, as they are read, None for a gap. Only the
    first page knows facets and `total_rows`, so that the others stay as they are while the index grows.
    """

    index: str
    facet: str
    key: str
    label: str
    crumbs: tuple[Crumb, ...]
    facets: tuple[FacetGroup, ...]
    rows: tuple[Row, ...]
    number: int
    total_rows: int | None
    near: tuple[int | None, ...]


class CertificateFacts(Struct, frozen=True, eq=False):
    """A certificate with what its ids stand for and all its changes of status: what open data says of it.

    Equal to itself alone: what is made of it is found again at once, however much it holds.
    """

    certificate: Certificate
    holder: EnterpriseSummary
    issuer: Issuer
    scheme: Scheme
    schedule: tuple[Change, ...]


class EnterpriseFacts(Struct, frozen=True):
    """An enterprise as it may be shown, and its certificates."""

    enterprise: Enterprise
    certificates: tuple[CertificateSummary, ...]


class Gone(Struct, frozen=True):
    """A withdrawn record: all that open data still says of it. `kind` is certificate or enterprise."""

    kind: str
    id: str
    withdrawal: Withdrawal


class HomeFigures(Struct, frozen=True):
    enterprises: int
    certificates: int
    issuers: int
    schemes: tuple[SchemeRow, ...]
    latest: tuple[CertificateSummary, ...]
    notices: tuple[NoticeSummary, ...]
