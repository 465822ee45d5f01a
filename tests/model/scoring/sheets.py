"""The schemes of the registry as they stand, and score sheets written short."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from generator.model.registry import Registry, registry_of
from generator.problems import Report
from generator.records.files import scan
from generator.records.load import load_one
from generator.schema.certificate import CategoryScore, Figure, NotApplicable, Score
from generator.schema.kinds import KINDS
from generator.schema.scheme import Grade, Indicator, Scheme

HOME = Path(__file__).parents[3]


@cache
def schemes() -> Mapping[str, Scheme]:
    return {id: record.value for id, record in rulebook().schemes.items()}


@cache
def rulebook() -> Registry:
    """The schemes and standards of the sample registry."""
    sources, _ = scan(HOME, {kind: KINDS[kind] for kind in ("standard", "scheme")})
    records = [load_one(HOME, source, Report(source.path)) for source in sources]
    return registry_of(record for record in records if record is not None)


AFTER_SALES = schemes()["after-sales-certification"]
PLATFORM = schemes()["ecommerce-platform-certification"]
IT_SERVICE = schemes()["it-service-credit"]
CATEGORIES = ("售后服务体系", "商品服务", "顾客服务")

FILLED = Scheme(
    id="filled",
    name="补齐分值的项目",
    name_en="Filled",
    short_name="补齐",
    kind="certification",
    summary="每项指标都有分值。",
    direction="ascending",
    full_points=Decimal(100),
    special_deductions_below=5,
    grades=(
        Grade(id="low", name="低", name_en="Low", from_points=Decimal(70)),
        Grade(id="high", name="高", name_en="High", from_points=Decimal(90)),
    ),
    indicators=(
        Indicator(
            name="体系",
            clause="5.1",
            points=Decimal(60),
            children=(
                Indicator(name="人员", points=Decimal(25)),
                Indicator(name="监督", clause="5.1.5", points=Decimal(35)),
            ),
        ),
        Indicator(
            name="服务",
            points=Decimal(40),
            children=(
                Indicator(name="配送", points=Decimal(30)),
                Indicator(name="监督", points=Decimal(10)),
            ),
        ),
    ),
)
"""A scheme whose operator has filled in the points of every indicator; two of them share a name."""


def lines(*written: tuple[str, str] | tuple[str, str, str]) -> tuple[CategoryScore, ...]:
    """(path, points) or (path, points, applicable)."""
    return tuple(
        CategoryScore(path=item[0], points=Decimal(item[1]), applicable=Decimal(item[2]) if len(item) > 2 else None)
        for item in written
    )


def three(system: str, goods: str, customers: str, **more: Any) -> Score:
    """A score of the three categories of GB/T 27922-2011, everything applicable."""
    return Score(categories=lines(*zip(CATEGORIES, (system, goods, customers), strict=True)), **more)


def left_out(*paths: str) -> tuple[NotApplicable, ...]:
    return tuple(NotApplicable(path=path, reason="不适用") for path in paths)


def figures(values: Mapping[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(name=name, value=Decimal(value)) for name, value in values.items())
