"""A radar drawn from the categories of a score: how far out each corner stands, and when there is none."""

from __future__ import annotations

from decimal import Decimal
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.views import ScoreLine
from generator.render.charts import CENTRE, LINE_HEIGHT, RADIUS, radar


def line(name: str, points: str, applicable: str | None = "100") -> ScoreLine:
    return ScoreLine(name, Decimal(points), None if applicable is None else Decimal(applicable), None)


def distance(point: tuple[str, str]) -> float:
    return hypot(float(point[0]) - CENTRE[0], float(point[1]) - CENTRE[1])


def test_each_corner_stands_as_far_out_as_its_share() -> None:
    drawn = radar([line("甲", "100"), line("乙", "15", "30"), line("丙", "0")])
    assert drawn is not None
    assert [round(distance(dot)) for dot in drawn.dots] == [RADIUS, RADIUS // 2, 0]
    assert drawn.dots[0] == (f"{CENTRE[0]:.1f}", f"{CENTRE[1] - RADIUS:.1f}")


def test_names_stand_outside_on_their_own_side_in_short_lines() -> None:
    names = ("甲", "售后服务体系 \u203a 废弃商品回收与处理", "丙", "丁")
    drawn = radar([line(name, "50") for name in names])
    assert drawn is not None
    assert [spoke.anchor for spoke in drawn.spokes] == ["middle", "start", "middle", "end"]
    assert drawn.spokes[1].lines == ((0, "废弃商品回收"), (LINE_HEIGHT, "与处理"))
    assert float(drawn.spokes[0].label[1]) < CENTRE[1] - RADIUS
    assert CENTRE[1] + RADIUS < float(drawn.spokes[2].label[1]) < drawn.height


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line("甲", "1"), line("乙", "1")],
        [line("甲", "1"), line("乙", "1"), line("丙", "1", None)],
        [line("甲", "1"), line("乙", "1"), line("丙", "1", "0")],
    ],
)
def test_too_few_categories_or_an_unknown_share_draw_none(lines: list[ScoreLine]) -> None:
    assert radar(lines) is None


@given(st.lists(st.decimals(-50, 250, places=2), min_size=3, max_size=12))
def test_no_corner_leaves_the_outer_ring(points: list[Decimal]) -> None:
    drawn = radar([line("甲", str(value)) for value in points])
    assert drawn is not None
    assert all(distance(dot) <= RADIUS + 0.1 for dot in drawn.dots)
