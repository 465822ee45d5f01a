"""The pages that a change touches are those whose plan differs when the whole site is planned."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from generator.difference.snapshot import id_at
from generator.language import strings
from generator.model.registry import registry_of
from generator.model.summaries import Summaries
from generator.plan.groups import made_groups
from generator.plan.records import RecordPages
from generator.problems import Report
from generator.records.load import record_of
from generator.schema.enterprise import Withdrawal
from tests.build.project import AT, OTHERS, RECORDS, SECOND
from tests.difference.made import changed, files
from tests.model import made

LISTS = ("schemes/", "standards/", "issuers/")
CHILD = replace(OTHERS[0], parent="DEMO-2024-0001")
RENAMED = replace(SECOND, name="新名有限公司")


def planned(*values: Any) -> dict[str, object]:
    content = files(*values)
    records = (record_of((id_at(path) or ("", ""))[0], path, data, Report(path)) for path, data in content.items())
    registry = registry_of(record for record in records if record is not None)
    summaries = Summaries(registry, strings("zh"), "zh")
    pages = RecordPages(summaries, made_groups(summaries, AT), AT)
    return {out.path: tuple(item.digest for item in out.inputs) for out in pages.outputs()}


@pytest.mark.parametrize(
    "values",
    [
        (replace(OTHERS[1], scope="别的范围"),),
        (replace(OTHERS[1], grade="three-star"),),
        (replace(OTHERS[1], number="DEMO-2024-0099"),),
        (replace(OTHERS[1], withdrawal=Withdrawal(date=date(2026, 11, 1), reason="录错")),),
        (RENAMED,),
        (RENAMED, replace(OTHERS[1], scope="别的范围")),
        (replace(SECOND, introduction="新的介绍"),),
        (replace(made.NOTICE, title="新标题"),),
        (replace(made.ISSUER, address="新地址"),),
        (replace(made.SCHEME, summary="新的概要"),),
        (replace(made.STANDARD, title="新的名称"),),
        (CHILD,),
        (replace(made.CERTIFICATE, events=made.happened(("suspended", date(2026, 1, 1)))),),
    ],
)
def test_the_touched_pages_are_those_of_the_whole_plan(values: tuple[Any, ...]) -> None:
    before, after = planned(*RECORDS), planned(*RECORDS, *values)
    told = changed(*values).pages
    both = before.keys() & after.keys()
    assert told.added == tuple(sorted(after.keys() - before.keys()))
    assert told.removed == tuple(sorted(before.keys() - after.keys()))
    assert _apart(told.changed) == _apart(tuple(sorted(path for path in both if before[path] != after[path])))


def _apart(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path for path in paths if not path.startswith(LISTS))


def test_a_parent_that_is_suspended_touches_the_page_of_its_child() -> None:
    paused = made.certificate(events=made.happened(("suspended", date(2026, 1, 1))))
    assert "c/DEMO-2024-0002.html" in changed(paused, base=(CHILD,)).pages.changed


def test_the_page_of_a_scheme_is_told_when_its_own_record_changed() -> None:
    told = changed(replace(made.SCHEME, summary="新的概要"), replace(OTHERS[1], scope="别的"))
    assert [path for path in told.pages.changed if path.startswith(LISTS)] == ["schemes/after-sales.html"]
    assert [path for path in changed(OTHERS[1], without=(OTHERS[2],)).pages.changed if path.startswith(LISTS)] == []


def test_a_record_in_error_has_no_page_and_does_no_harm() -> None:
    told = changed(replace(OTHERS[1], holder="91110105PDY040986J"))
    assert "c/DEMO-2024-0003.html" in told.pages.removed
    assert [item.code for item in told.problems] == ["number-reused"]
