"""Headers are understood by key or label, in any order, and explained where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import language
from generator.exchange.columns import columns_for, label, path, place_of, read_header
from generator.exchange.table import Table
from generator.schema.dictionary import columns
from generator.schema.kinds import KINDS, Kind
from generator.schema.types import Fault

CERTIFICATE = KINDS["certificate"]
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def faults(*rows: tuple[str, ...]) -> dict[tuple[int, int], Fault]:
    found = read_header(CERTIFICATE, Table(rows))[1]
    return {(row, column): fault for row, column, fault in found}


@each_kind
@pytest.mark.parametrize("lang", language.LANGUAGES)
def test_every_column_is_found_by_its_key_and_by_its_label(kind: Kind, lang: str) -> None:
    for place in columns_for(kind, []):
        assert place_of(kind, path(place)) == place
        assert place_of(kind, label(kind, place, lang)) == place


@each_kind
def test_without_records_the_columns_are_those_of_the_schema(kind: Kind) -> None:
    assert [path(place) for place in columns_for(kind, [])] == [column.path for column in columns(kind)]


def test_lists_have_as_many_columns_as_the_longest_needs() -> None:
    rows = [[("events", 2, "kind")], [("events", 0, "kind"), ("sites", 0, "name")]]
    found = [path(place) for place in columns_for(CERTIFICATE, rows)]
    assert [name for name in found if name.endswith(".kind")] == ["events.1.kind", "events.2.kind", "events.3.kind"]


def test_groups_inside_themselves_have_the_columns_they_need() -> None:
    rows = [[("indicators", 0, "children", 1, "children", 0, "name")]]
    found = [path(place) for place in columns_for(KINDS["scheme"], rows)]
    assert "indicators.1.children.2.children.1.name" in found
    assert "indicators.1.children.1.children.1.name" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" ＮＵＭＢＥＲ ", ("number",)),
        ("Events 2/Date", ("events", 1, "date")),
        ("events.2.date", ("events", 1, "date")),
        ("events.date", ("events", 0, "date")),
        ("score.categories.3.points", ("score", "categories", 2, "points")),
        ("events.0.date", None),
        ("number.1", None),
        ("scope.x", None),
        ("events.1.1.date", None),
        ("1", None),
        (".", None),
        ("", None),
    ],
)
def test_headers_are_understood(text: str, expected: object) -> None:
    assert place_of(CERTIFICATE, text) == expected


@given(st.text(alphabet="events.1/ 2date甲١²") | st.text())
def test_any_header_is_answered(text: str) -> None:
    place_of(CERTIFICATE, text)
    faults((text, "number"), ("a", "b"))


def test_order_is_free_and_remarks_and_empty_columns_are_passed_over() -> None:
    header, found = read_header(CERTIFICATE, Table((("",), ("scope", "# mine", "", "number"), ("a", "b", "", "c"))))
    assert found == ()
    assert (header.places, header.rows) == ((("scope",), None, None, ("number",)), 2)


def test_a_second_row_that_says_the_same_belongs_to_the_header() -> None:
    keys, labels = ("number", "events.1.date"), ("证书编号", "Events 1 / Date")
    assert read_header(CERTIFICATE, Table((keys, labels, ("a", "b"))))[0].rows == 2
    assert read_header(CERTIFICATE, Table((labels, ("a", "b"))))[0].rows == 1
    assert read_header(CERTIFICATE, Table((keys, ("证书编号", "b"))))[0].rows == 1


def test_an_unknown_column_names_the_nearest() -> None:
    assert faults(("number", "gradee", "Events 1 / Dat"), ("a", "b", "c")) == {
        (1, 2): ("unknown-column", {"name": "gradee", "nearest": "grade"}),
        (1, 3): ("unknown-column", {"name": "Events 1 / Dat", "nearest": "events.1.date"}),
    }


def test_an_unknown_label_names_the_nearest_too() -> None:
    assert faults(("number", "获证企业")) == {(1, 2): ("unknown-column", {"name": "获证企业", "nearest": "holder"})}


def test_a_column_twice_is_a_fault() -> None:
    assert faults(("number", "grade", "Grade")) == {(1, 3): ("repeated-column", {"name": "grade", "other": 2})}


def test_content_without_a_name_is_a_fault() -> None:
    assert faults(("number", ""), ("a", "b"), ("", "", "c")) == {
        (1, 2): ("column-without-name", {}),
        (1, 3): ("column-without-name", {}),
    }


def test_a_sheet_without_the_id_is_a_fault() -> None:
    assert faults(("grade",)) == {(1, 1): ("missing-column", {"name": "number"})}
    assert faults() == {(1, 1): ("missing-column", {"name": "number"})}


def test_a_place_without_a_column_is_shown_at_the_nearest() -> None:
    header = read_header(CERTIFICATE, Table((("number", "events.1.kind", "events.2.kind"),)))[0]
    assert header.column(("events", 1, "date")) == 3
    assert header.column(("events",)) == 2
    assert header.column(("grade",)) == 1
