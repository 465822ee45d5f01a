"""Small sound records to start from: each test changes the one thing it is about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from generator.model.registry import Registry, registry_of
from generator.records.record import Record
from generator.schema.certificate import Basis, Certificate, Event
from generator.schema.enterprise import Enterprise
from generator.schema.issuer import Approval, Issuer
from generator.schema.kinds import KINDS
from generator.schema.notice import Notice, NoticeEntry
from generator.schema.scheme import Grade, NoticeRule, Scheme
from generator.schema.standard import Standard

HOLDER = "91110101PDY00001XN"

STANDARD = Standard(
    id="GB-T-27922-2011",
    number="GB/T 27922-2011",
    title="商品售后服务评价体系",
    edition="2011",
)
SCHEME = Scheme(
    id="after-sales",
    name="商品售后服务评价体系认证",
    name_en="After-sales service certification",
    short_name="售后服务认证",
    kind="certification",
    summary="按标准评分。",
    basis=(Basis(standard="GB-T-27922-2011", edition="2011"),),
    grades=(
        Grade(id="basic", name="达标级", name_en="Basic", from_points=Decimal(70)),
        Grade(id="three-star", name="三星", name_en="Three stars", from_points=Decimal(80)),
        Grade(id="five-star", name="五星", name_en="Five stars", from_points=Decimal(95)),
        Grade(id="dream", name="梦想级", name_en="Dream", awardable=False),
    ),
    direction="ascending",
    full_points=Decimal(100),
    special_deductions_below=5,
    validity_months=36,
)
ISSUER = Issuer(
    id="demo-issuer",
    name="示范认证中心",
    approvals=(Approval(kind="cnca", number="CNCA-R-2020-001", schemes=("after-sales",), valid_from=date(2020, 1, 1)),),
)
ENTERPRISE = Enterprise(credit_code=HOLDER, name="云栖示例有限公司", demo=True, region="110101", industry="F")
NOTICE = Notice(
    id="notice-1",
    title="公示",
    stage="initial",
    scheme="after-sales",
    issuer="demo-issuer",
    reviewed_on=date(2023, 12, 1),
    opens_on=date(2023, 12, 4),
    closes_on=date(2023, 12, 10),
    channels=("website",),
    entries=(NoticeEntry(enterprise=HOLDER),),
    how_to_object="来信。",
    outcome="no-objection",
)
CERTIFICATE = Certificate(
    number="DEMO-2024-0001",
    scheme="after-sales",
    holder=HOLDER,
    issuer="demo-issuer",
    grade="five-star",
    first_issued_on=date(2024, 1, 1),
    issued_on=date(2024, 1, 1),
    valid_from=date(2024, 1, 1),
    valid_until=date(2026, 12, 31),
    basis=(Basis(standard="GB-T-27922-2011", edition="2011"),),
    scope="家电销售的售后服务",
    events=(Event(kind="issued", date=date(2024, 1, 1)),),
)


def certificate(**changes: Any) -> Certificate:
    return replace(CERTIFICATE, **changes)


def happened(*events: tuple[str, date] | Event) -> tuple[Event, ...]:
    """The issue on 2024-01-01 and what came after, each with a reason."""
    later = [item if isinstance(item, Event) else Event(kind=item[0], date=item[1], reason="原因") for item in events]  # type: ignore[arg-type]  # kinds are written out in the tests
    return (*CERTIFICATE.events, *later)


def record(value: Any, file: str = "") -> Record[Any]:
    kind = next(kind for kind in KINDS.values() if isinstance(value, kind.record))
    id = getattr(value, kind.id_field)
    year = f"{getattr(value, kind.year_field).year}/" if kind.year_field else ""
    return Record(kind.name, id, value, repr(value).encode(), file or f"registry/{kind.folder}/{year}{id}.yaml")


def registry(*values: Any) -> Registry:
    """The sound records with `values` in place of those of the same id."""
    given = {(record(value).kind, record(value).id): value for value in values}
    sound = (STANDARD, SCHEME, ISSUER, ENTERPRISE, NOTICE, CERTIFICATE)
    kept = [value for value in sound if (record(value).kind, record(value).id) not in given]
    return registry_of(record(value) for value in (*kept, *given.values()))


REQUIRED_NOTICE = NoticeRule(required=True, minimum_days=7)
