"""A changed record goes back into its file, and the rest of the file stays as it was."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.exchange.rewrite import fresh, holds, revised
from generator.problems import Report
from generator.records.yaml_text import read
from generator.schema.certificate import Event, Site
from generator.schema.kinds import KINDS, Kind
from generator.schema.scheme import NoticeRule
from tests.build.project import plain
from tests.exchange.made import records
from tests.model import made

each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
few = settings(max_examples=12, suppress_health_check=list(HealthCheck))
CERTIFICATE = KINDS["certificate"]

FILE = """\
# A head that explains.
number: DEMO-2024-0001 # the number
scheme: after-sales

holder: "91110101PDY00001XN"
issuer: demo-issuer
grade: five-star   # decided twice
first_issued_on: "2024-01-01"
issued_on: '2024-01-01'
valid_from: "2024-01-01"
valid_until: "2026-12-31"
basis:
- standard: GB-T-27922-2011   # not indented
  edition: "2011"
scope: |-
  one
  # no remark

  two
# what happened
events:
    - kind: issued # first
      date: "2024-01-01"
    # a remark between
    - kind: surveillance
      date: "2025-01-05"
"""


def parsed(text: str, kind: Kind = CERTIFICATE) -> Any:
    report = Report("")
    value = kind.shape.read(read(text.encode(), report), report)
    assert list(report) == []
    return value


def changed_lines(new: Any) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    before, after = FILE.split("\n"), revised(CERTIFICATE, FILE, parsed(FILE), new).split("\n")
    assert parsed("\n".join(after)) == new
    return [line for line in before if line not in after], [line for line in after if line not in before]


@each_kind
@few
@given(data=st.data())
def test_a_fresh_file_holds_the_record(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(records(kind.shape))
    assert holds(kind, fresh(kind.shape, value), value)


@each_kind
@few
@given(data=st.data())
def test_a_revised_file_holds_the_new_record_and_keeps_every_remark(kind: Kind, data: st.DataObject) -> None:
    old = data.draw(records(kind.shape))
    other = data.draw(records(kind.shape))
    taken = data.draw(st.sets(st.sampled_from([field.name for field in kind.shape.fields])))
    new = replace(old, **{name: getattr(other, name) for name in taken})
    dumped = yaml.safe_dump(plain(old), allow_unicode=True, sort_keys=False, default_style='"')
    for text in (fresh(kind.shape, old), dumped):
        named = "|".join(field.name for field in kind.shape.fields)
        remarked = re.sub(rf'^(?="?(?:{named})"?:)', "# remark\n", text, flags=re.MULTILINE)
        if not holds(kind, remarked, old):
            continue  # a line of a long text looked like a field
        result = revised(kind, remarked, old, new)
        assert holds(kind, result, new)
        assert result.count("# remark") >= remarked.count("# remark")


def test_one_value_is_one_line_and_its_remark_stays() -> None:
    assert changed_lines(replace(parsed(FILE), grade="three-star")) == (
        ["grade: five-star   # decided twice"],
        ['grade: "three-star"   # decided twice'],
    )


def test_a_value_deep_inside_is_one_line() -> None:
    events = (parsed(FILE).events[0], Event(kind="surveillance", date=date(2025, 2, 1)))
    gone, come = changed_lines(replace(parsed(FILE), events=events))
    assert (gone, come) == (['      date: "2025-01-05"'], ['      date: "2025-02-01"'])


def test_an_event_more_is_added_in_the_style_of_the_list() -> None:
    more = Event(kind="suspended", date=date(2025, 3, 1), reason="未通过")
    gone, come = changed_lines(replace(parsed(FILE), events=(*parsed(FILE).events, more)))
    assert gone == []
    assert come == ["    - kind: suspended", '      date: "2025-03-01"', '      reason: "未通过"']


def test_an_event_in_front_leaves_the_others_alone() -> None:
    more = Event(kind="special", date=date(2024, 2, 1))
    first, second = parsed(FILE).events
    gone, come = changed_lines(replace(parsed(FILE), events=(first, more, second)))
    assert gone == []
    assert come == ["    - kind: special", '      date: "2024-02-01"']


def test_an_event_less_takes_its_lines_only() -> None:
    gone, come = changed_lines(replace(parsed(FILE), events=parsed(FILE).events[:1]))
    assert (gone, come) == (["    - kind: surveillance", '      date: "2025-01-05"'], [])


def test_a_new_field_stands_after_the_one_declared_before_it() -> None:
    new = replace(parsed(FILE), headcount=7, sites=(Site(name="a", address="b"),))
    text = revised(CERTIFICATE, FILE, parsed(FILE), new)
    assert '  two\nheadcount: 7\nsites:\n  - name: "a"\n    address: "b"\n# what happened\n' in text


def test_a_field_taken_away_takes_its_line() -> None:
    assert changed_lines(replace(parsed(FILE), grade=None)) == (["grade: five-star   # decided twice"], [])


def test_a_group_that_loses_its_last_field_stays_as_an_empty_one() -> None:
    kind = KINDS["scheme"]
    old = replace(made.SCHEME, notice=NoticeRule(required=False, note="once"))
    text = "# a head\n" + fresh(kind.shape, old)
    result = revised(kind, text, old, replace(old, notice=NoticeRule(required=False)))
    assert result == text.replace("notice:\n  note: |-\n    once\n", "notice: {}\n")


def test_a_default_that_is_written_out_stays_when_its_group_loses_the_rest() -> None:
    kind = KINDS["scheme"]
    group = "notice:\n  required: false # decided in 2019\n"
    text = fresh(kind.shape, replace(made.SCHEME, notice=NoticeRule())).replace("notice: {}\n", group)
    old = replace(made.SCHEME, notice=NoticeRule(note="once"))
    longer = text.replace(group, f"{group}  note: once\n")
    assert revised(kind, longer, old, replace(old, notice=NoticeRule())) == text


def test_a_text_of_several_lines_is_replaced_whole() -> None:
    text = revised(CERTIFICATE, FILE, parsed(FILE), replace(parsed(FILE), scope="three"))
    assert text == FILE.replace("|-\n  one\n  # no remark\n\n  two", "|-\n  three")


def test_a_list_in_brackets_is_written_anew_and_nothing_else() -> None:
    kind = KINDS["scheme"]
    text = fresh(kind.shape, made.SCHEME) + 'uses: ["a", "b"] # remark\n# end\n'
    old = parsed(text, kind)
    result = revised(kind, text, old, replace(old, uses=("a", "c")))
    assert result == text.replace('uses: ["a", "b"] # remark', 'uses:\n  - "a"\n  - "c"')


def test_a_number_written_otherwise_is_a_change() -> None:
    kind = KINDS["scheme"]
    old = replace(made.SCHEME, full_points=Decimal(100))
    text = fresh(kind.shape, old)
    assert "full_points: 100.0\n" in revised(kind, text, old, replace(old, full_points=Decimal("100.0")))


def test_a_record_that_has_not_changed_keeps_every_byte() -> None:
    assert revised(CERTIFICATE, FILE, parsed(FILE), parsed(FILE)) == FILE
