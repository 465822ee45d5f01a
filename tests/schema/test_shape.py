"""A shape reads a whole record: every problem at its place in one go, the typed value when there is none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from generator.problems import Place, Report
from generator.schema.kinds import KINDS
from generator.schema.raw import Bare, Raw
from generator.schema.shape import Many, Reference, Shape, group_name, shape_of
from generator.schema.types import Date, Exact, Flag, Region, SchemeRef, Text


class Leaf(Struct, frozen=True, kw_only=True):
    on: Date
    mark: SchemeRef | None = None


class BigTree(Struct, frozen=True, kw_only=True):
    name: Text
    kind: Literal["oak", "pine"] = "oak"
    tall: Flag = False
    height: Exact | None = None
    region: Region | None = None
    leaves: tuple[Leaf, ...]
    nicknames: tuple[Text, ...] = ()
    trunk: Leaf | None = None
    branches: tuple[BigTree, ...] = ()


TREE: Shape[BigTree] = shape_of(BigTree)
GOOD: dict[str, Raw] = {"name": "A", "leaves": [{"on": "2026-01-01"}]}


def read(raw: Raw) -> tuple[BigTree | None, list[tuple[str, Place]]]:
    report = Report("f.yaml")
    return TREE.read(raw, report), [(problem.code, problem.place) for problem in report]


def test_a_record_is_read_into_its_types() -> None:
    raw = GOOD | {
        "kind": "pine",
        "tall": Bare("true"),
        "height": Bare("12.50"),
        "nicknames": ["x", "y"],
        "trunk": {"on": "2020-02-29", "mark": "s"},
        "branches": [GOOD | {"name": "B"}],
    }
    branch = BigTree(name="B", leaves=(Leaf(on=date(2026, 1, 1)),))
    assert read(raw) == (
        BigTree(
            name="A",
            kind="pine",
            tall=True,
            height=Decimal("12.5"),
            leaves=(Leaf(on=date(2026, 1, 1)),),
            nicknames=("x", "y"),
            trunk=Leaf(on=date(2020, 2, 29), mark="s"),
            branches=(branch,),
        ),
        [],
    )


def test_what_is_left_out_gets_its_default() -> None:
    tree, problems = read(GOOD)
    assert tree == BigTree(name="A", leaves=(Leaf(on=date(2026, 1, 1)),))
    assert problems == []


def test_an_optional_key_with_nothing_behind_it_counts_as_left_out() -> None:
    assert read(GOOD | {"height": None, "trunk": None, "nicknames": None, "kind": None}) == read(GOOD)


def test_a_required_key_with_nothing_behind_it_is_missing_at_its_own_place() -> None:
    assert read({"name": None, "leaves": None}) == (None, [("missing-key", ("name",)), ("missing-key", ("leaves",))])


def test_a_missing_key_is_reported_where_it_ought_to_be() -> None:
    report = Report("f.yaml")
    assert TREE.read({"name": "A", "leaves": [{}]}, report) is None
    assert [(found.code, found.place, found.values) for found in report] == [
        ("missing-key", ("leaves", 0), (("name", "on"), ("label", "leaf.on")))
    ]


def test_all_problems_of_a_record_are_reported_in_one_go() -> None:
    raw: Raw = {
        "nmae": "A",
        "kind": "oka",
        "height": "1e3",
        "leaves": [{"on": Bare("2026-01-01")}, "x", {"on": "2026-13-01", "mark": "a/b", "extra": "y"}, None],
        "nicknames": {"a": "b"},
        "trunk": ["x"],
        "branches": [{"name": "B", "leaves": []}],
    }
    tree, problems = read(raw)
    assert tree is None
    assert problems == [
        ("unknown-key", ("nmae",)),
        ("bad-choice", ("kind",)),
        ("bad-number", ("height",)),
        ("unquoted", ("leaves", 0, "on")),
        ("wrong-shape", ("leaves", 1)),
        ("bad-date", ("leaves", 2, "on")),
        ("bad-identifier", ("leaves", 2, "mark")),
        ("unknown-key", ("leaves", 2, "extra")),
        ("wrong-shape", ("leaves", 3)),
        ("wrong-shape", ("nicknames",)),
        ("wrong-shape", ("trunk",)),
        ("empty-value", ("branches", 0, "leaves")),
        ("missing-key", ()),
    ]


def test_a_required_list_needs_an_item_and_an_optional_one_does_not() -> None:
    assert read(GOOD | {"leaves": []}) == (None, [("empty-value", ("leaves",))])
    assert read(GOOD | {"nicknames": []}) == read(GOOD)


def test_an_empty_item_of_a_list_is_a_problem() -> None:
    assert read(GOOD | {"nicknames": ["x", None]}) == (None, [("empty-value", ("nicknames", 1))])


@pytest.mark.parametrize("raw", ["text", Bare("1"), ["list"], None])
def test_a_record_that_is_no_group_has_the_wrong_shape(raw: Raw) -> None:
    assert read(raw) == (None, [("wrong-shape", ())])


def test_a_wrong_choice_names_the_choices_and_the_nearest() -> None:
    report = Report("f.yaml")
    TREE.read(GOOD | {"kind": "Pines"}, report)
    assert report.problems[0].values == (("value", "Pines"), ("choices", "oak, pine"), ("nearest", "pine"))


def test_a_whole_item_that_is_repeated_is_only_a_warning() -> None:
    leaf: Raw = {"on": "2026-01-01"}
    tree, problems = read(GOOD | {"leaves": [leaf, {"on": "2026-01-02"}, leaf, leaf]})
    assert tree is not None
    assert len(tree.leaves) == 4
    assert problems == [("repeated-item", ("leaves", 2)), ("repeated-item", ("leaves", 3))]


def test_items_that_differ_in_anything_are_not_repeated() -> None:
    assert read(GOOD | {"leaves": [{"on": "2026-01-01"}, {"on": "2026-01-01", "mark": "s"}]})[1] == []


def test_a_warning_does_not_cost_the_record() -> None:
    tree, problems = read(GOOD | {"region": "330103"})
    assert tree is not None
    assert problems == [("region-abolished", ("region",))]


def test_references_come_with_kind_and_place_however_deep() -> None:
    leaf: Raw = {"on": "2026-01-01", "mark": "s-1"}
    tree, _ = read(GOOD | {"trunk": leaf, "branches": [GOOD | {"leaves": [{"on": "2026-01-01"}, leaf]}]})
    assert tree is not None
    assert TREE.references(tree) == (
        Reference("scheme", "s-1", ("trunk", "mark")),
        Reference("scheme", "s-1", ("branches", 0, "leaves", 1, "mark")),
    )


ENTERPRISE = KINDS["enterprise"].shape
CERTIFICATE = KINDS["certificate"].shape


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("credit_cod", "credit_code"),
        ("credit-code", "credit_code"),
        ("Name", "name"),
        ("headcounts", "headcount"),
        ("统一社会信用代码", "credit_code"),
        ("员工人数", "headcount"),
        ("Founded on", "founded_on"),
        ("zzzzzzzz", None),
        ("x" * 1_000_000, None),
    ],
)
def test_an_unknown_key_is_compared_with_names_and_labels(written: str, meant: str | None) -> None:
    assert ENTERPRISE.nearest(written) == meant


def test_a_group_is_named_by_its_class_in_lower_case() -> None:
    assert group_name(BigTree) == "big-tree"
    assert [field.key for field in TREE.fields][:2] == ["big-tree.name", "big-tree.kind"]


def test_a_shape_is_compiled_once() -> None:
    assert shape_of(BigTree) is TREE


def test_an_annotation_without_a_reader_is_a_programming_error() -> None:
    class Odd(Struct):
        number: int

    with pytest.raises(TypeError, match="int"):
        shape_of(Odd)


def test_every_list_field_of_the_kinds_that_is_required_needs_an_item() -> None:
    required = {
        field.key
        for kind in KINDS.values()
        for field in kind.shape.fields
        if isinstance(field.content, Many) and field.content.required
    }
    assert required == {
        "issuer.approvals",
        "notice.channels",
        "notice.entries",
        "certificate.basis",
        "certificate.events",
    }


scalars = st.none() | st.text() | st.text(max_size=12).map(Bare) | st.sampled_from(["2026-01-01", "issued", "a-1"])


def raws(shape: Shape[Any]) -> st.SearchStrategy[Raw]:
    names = [field.name for field in shape.fields] + ["on", "kind", "standard", "edition", "x"]
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names) | st.text(), inner, max_size=6)
        ),
        max_leaves=15,
    )


@pytest.mark.parametrize("name", list(KINDS))
@given(data=st.data())
def test_no_tree_whatever_makes_a_shape_raise(name: str, data: st.DataObject) -> None:
    report = Report("f.yaml")
    if KINDS[name].shape.read(data.draw(raws(KINDS[name].shape)), report) is None:
        assert report.problems
