"""A difference in words, for people and for programs; what stands in a record is hostile text."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.difference.difference import Difference
from generator.difference.formats import FORMATS, LONGEST, code, in_line, render
from generator.difference.words import MOST_PAGES, MOST_RECORDS
from generator.schema.certificate import Event
from tests.build.project import OTHERS
from tests.difference.made import changed
from tests.model import made

PAUSED = Event(kind="suspended", date=date(2026, 11, 1), reason="未按期接受监督审核", until=date(2027, 2, 1))


@pytest.fixture(scope="module")
def told() -> Difference:
    suspended = made.certificate(scope="别的范围", events=(*made.CERTIFICATE.events, PAUSED))
    plain = replace(OTHERS[0], grade="basic", holder=made.HOLDER)
    return changed(suspended, replace(plain, grade="five-star"), without=(OTHERS[5],), base=(plain,))


def test_the_words_name_record_field_status_and_pages(told: Difference) -> None:
    lines = render(told, "text", "zh").splitlines()
    assert lines[0] == "登记数据的变化：before → after"
    assert "  修改：证书 DEMO-2024-0001（云栖示例有限公司）" in lines
    assert "    覆盖的业务范围：家电销售的售后服务 → 别的范围" in lines
    assert "    变化历史 2：新增 活动：暂停；日期：2026-11-01；暂停至：2027-02-01；原因：未按期接受监督审核" in lines
    assert "    级别：达标级（共四级） → 五星（共四级）" in lines
    assert "  DEMO-2024-0001：今天由有效变为暂停（未按期接受监督审核）" in lines
    assert "    改为：2026-11-01 起暂停（未按期接受监督审核）" in lines
    assert "    c/DEMO-2024-0001.html" in lines
    assert any("record-removed" in line for line in lines)


def test_the_words_are_english_too(told: Difference) -> None:
    english = render(told, "text", "en")
    assert "Changed: certificate DEMO-2024-0001" in english
    assert "DEMO-2024-0001: Valid → Suspended" in english


def test_nothing_changed_is_said() -> None:
    assert "登记数据没有变化。" in render(changed(), "text", "zh")
    assert "has not changed" in render(changed(), "markdown", "en")


def test_programs_get_every_value_and_the_words(told: Difference) -> None:
    answer = json.loads(render(told, "json", "zh"))
    scope = next(field for record in answer["records"] for field in record["fields"] if field["path"] == "scope")
    assert (scope["old"], scope["new"]) == ("家电销售的售后服务", "别的范围")
    assert scope["text"] == "覆盖的业务范围：家电销售的售后服务 → 别的范围"
    flip = next(item for item in answer["status"] if item["number"] == "DEMO-2024-0001")
    assert flip["after"] == {"on": "2026-11-01", "status": "suspended", "reason": "未按期接受监督审核"}
    assert {item["code"] for item in answer["problems"]} == {"record-removed", "grade-raised"}
    assert "c/DEMO-2024-0001.html" in answer["pages"]["changed"]


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("text", "json", "markdown")])
def test_code_hosts_get_the_broken_rules(told: Difference, form: str) -> None:
    text = render(told, form, "zh")
    assert "grade-raised" in text
    assert "业务范围" not in text


def test_hostile_text_stays_a_value_in_markdown() -> None:
    hostile = "`x` <img src=x> @someone #1 https://evil.example [a](b) | ``y`` **b**"
    told = changed(made.certificate(scope=hostile))
    (line,) = (line for line in render(told, "markdown", "zh").splitlines() if "evil" in line)
    assert f"``` {hostile} ```" in line or f"```{hostile}```" in line


@given(st.text())
def test_a_code_span_cannot_be_left(text: str) -> None:
    """CommonMark 6.1: a code span ends at the next run of as many backticks as it began with."""
    span = code(text)
    fence = re.match("`+", span)
    assert fence
    inside = span[len(fence[0]) : -len(fence[0])]
    assert len(fence[0]) not in {len(run) for run in re.findall("`+", inside)}
    assert span.endswith(fence[0])
    assert "\n" not in span


@given(st.text())
def test_a_value_takes_one_line_that_can_be_printed(text: str) -> None:
    assert len(in_line(text)) <= LONGEST + 1
    assert in_line(text).replace("\u3000", "").replace("\u00a0", "").isprintable()


def test_endless_changes_are_counted() -> None:
    many = tuple(replace(made.CERTIFICATE, number=f"DEMO-2025-{number:04}") for number in range(MOST_RECORDS + 5))
    text = render(changed(*many), "text", "zh")
    assert "  新增：另有 5 条。" in text
    assert text.count("    c/DEMO-2025-") <= MOST_PAGES
    assert len(json.loads(render(changed(*many), "json", "zh"))["records"]) == MOST_RECORDS + 5
