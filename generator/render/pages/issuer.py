"""The page of an issuer, and the list of all."""

from __future__ import annotations

from generator.model.status import approval_schedule, encode
from generator.model.views import CertificateSummary, IssuerRow, SchemeSummary
from generator.render import urls
from generator.render.house import House
from generator.schema.issuer import Approval, Issuer


def issuer_page(
    house: House,
    path: str,
    issuer: Issuer,
    schemes: tuple[SchemeSummary, ...],
    latest: tuple[CertificateSummary, ...],
    count: int,
) -> bytes:
    """The page of one issuer: its approvals with their status, and what it issued last."""
    return house.render(
        "issuer.html",
        path,
        issuer=issuer,
        approvals=_with_schedules(issuer.approvals),
        scheme_names={scheme.id: scheme.name for scheme in schemes},
        latest=latest,
        count=count,
        index_path=urls.index_page("certificates", "issuer", issuer.id, 0),
    )


def issuer_list(house: House, path: str, issuers: tuple[IssuerRow, ...]) -> bytes:
    return house.render(
        "issuer-list.html", path, rows=[(row, _with_schedules(row.issuer.approvals)) for row in issuers]
    )


def _with_schedules(approvals: tuple[Approval, ...]) -> list[tuple[Approval, str]]:
    return [(approval, encode(approval_schedule(approval))) for approval in approvals]
