"""Rows become changes; every row that would make the registry wrong is left out, with the reason at its cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from generator.exchange.importing import Plan, plan_import
from generator.exchange.rewrite import fresh
from generator.exchange.table import Table
from generator.problems.catalogue import is_error
from generator.schema.kinds import KINDS
from tests.exchange.made import Folder, base
from tests.model import made

OTHER = replace(made.ENTERPRISE, credit_code="91440305PDY00001XB", name="岭南示例有限公司", region="440305")
SOUND = (made.STANDARD, made.SCHEME, made.ISSUER, made.ENTERPRISE, OTHER, made.NOTICE, made.CERTIFICATE)
HEAD: tuple[str, ...] = (
    "number",
    "scheme",
    "holder",
    "issuer",
    "grade",
    "first_issued_on",
    "issued_on",
    "valid_from",
    "valid_until",
)
HEAD += ("basis.1.standard", "basis.1.edition", "scope", "events.1.kind", "events.1.date")


def row(number: str, **changes: str) -> tuple[str, ...]:
    day = "2025-02-03"
    sound = [number, "after-sales", OTHER.credit_code, "demo-issuer", "three-star", day, day, day, "2028-02-03"]
    cells = dict(zip(HEAD, [*sound, "GB-T-27922-2011", "2011", "家电维修", "issued", day], strict=True))
    return tuple(changes.get(name.replace(".", "_"), cells[name]) for name in HEAD)


def planned(*rows: tuple[str, ...], kind: str = "certificate", values: tuple[Any, ...] = SOUND, file: str = "") -> Plan:
    files = {made.record(value).file: fresh(KINDS[made.record(value).kind].shape, value) for value in values}
    return plan_import(KINDS[kind], Table(rows), "s.xlsx", base(*values), Folder(files | {file: "?"}))


def errors(plan: Plan) -> list[tuple[int | None, int | None, str]]:
    return [(found.line, found.column, found.code) for found in plan.problems if is_error(found)]


def test_a_new_row_is_a_new_file() -> None:
    plan = planned(HEAD, row("LX-1"))
    assert errors(plan) == []
    assert [(change.row, change.record.file) for change in plan.changes] == [
        (2, "registry/certificates/2025/LX-1.yaml")
    ]
    assert 'number: "LX-1"' in plan.changes[0].text


def test_columns_that_are_not_there_leave_the_record_as_it_is() -> None:
    plan = planned(("number", "grade", "headcount"), ("DEMO-2024-0001", "three-star", "7"))
    assert errors(plan) == []
    value = plan.changes[0].record.value
    assert value == replace(made.CERTIFICATE, grade="three-star", headcount=7)


def test_an_empty_cell_takes_the_value_away_and_an_unchanged_row_is_left_alone() -> None:
    noted = replace(made.ENTERPRISE, address="甲")
    others = tuple(value for value in SOUND if value is not made.ENTERPRISE)
    rows = (("credit_code", "address"), (made.HOLDER, ""), (OTHER.credit_code, ""))
    plan = planned(*rows, kind="enterprise", values=(*others, noted))
    assert [change.record.value for change in plan.changes] == [made.ENTERPRISE]
    assert (plan.unchanged, plan.refused) == (1, frozenset())


def test_good_rows_are_kept_and_bad_ones_explained_at_their_cells() -> None:
    plan = planned(
        HEAD,
        row("LX-1"),
        row("LX-2", grade="dream"),
        ("",) * len(HEAD),
        row("LX-3", valid_until="2028-02-30", events_1_kind="lost"),
        row("LX-4", holder="9.11E+17"),
        row("LX-5", scope=""),
        row("", scope="x"),
    )
    assert [change.record.id for change in plan.changes] == ["LX-1"]
    assert plan.refused == {3, 5, 6, 7, 8}
    assert errors(plan) == [
        (5, 9, "bad-date"),
        (5, 13, "bad-choice"),
        (6, 3, "number-lost-digits"),
        (7, 12, "missing-key"),
        (8, 1, "missing-key"),
        (3, 5, "grade-not-awardable"),
    ]
    assert plan.problems[0].place == ("valid_until",)


def test_a_gap_in_a_list_is_closed_and_problems_still_name_the_cell() -> None:
    head = (*HEAD, "events.2.kind", "events.2.date", "events.3.kind", "events.3.date")
    plan = planned(
        head, (*row("LX-1"), "", "", "surveillance", "x"), (*row("LX-2"), "", "", "surveillance", "2026-02-01")
    )
    assert errors(plan) == [(2, 18, "bad-date")]
    assert len(plan.changes[0].record.value.events) == 2


def test_two_rows_of_one_record_are_both_refused() -> None:
    plan = planned(HEAD, row("LX-1"), row("LX-2"), row("LX-1", scope="别的"))
    assert [change.record.id for change in plan.changes] == ["LX-2"]
    assert errors(plan) == [(2, 1, "repeated-row"), (4, 1, "repeated-row")]


def test_a_row_that_leans_on_a_bad_one_falls_with_it() -> None:
    head = (*HEAD, "parent")
    plan = planned(
        head,
        (*row("LX-1", grade="dream"), ""),
        (*row("LX-2"), "LX-1"),
        (*row("LX-3", valid_until="2026-12-31"), "DEMO-2024-0001"),
    )
    assert [change.record.id for change in plan.changes] == ["LX-3"]
    assert errors(plan) == [(2, 5, "grade-not-awardable"), (3, 15, "unknown-parent")]


def test_a_change_that_would_break_another_record_is_refused() -> None:
    rows = (("id", "grades.3.id", "grades.1.note"), ("after-sales", "six-star", "x"))
    plan = planned(*rows, kind="scheme")
    assert plan.changes == ()
    assert errors(plan) == [(2, 1, "breaks-other-record")]
    assert ("path", made.record(made.CERTIFICATE).file) in plan.problems[0].values


def test_what_was_wrong_before_does_not_hinder_an_import() -> None:
    wrong = replace(made.CERTIFICATE, number="DEMO-2024-0009", holder="91110101PDY00002XK", score=None, grade="dream")
    plan = planned(HEAD, row("LX-1"), values=(*SOUND, wrong))
    assert errors(plan) == []
    assert len(plan.changes) == 1


def test_a_file_that_cannot_be_read_is_not_overwritten() -> None:
    plan = planned(HEAD, row("LX-1"), file="registry/certificates/2025/LX-1.yaml")
    assert plan.changes == ()
    assert errors(plan) == [(2, 1, "file-in-the-way")]


def test_a_record_whose_year_changes_moves() -> None:
    head = ("number", "first_issued_on", "issued_on", "events.1.date")
    plan = planned(head, ("DEMO-2024-0001", "2023-12-31", "2023-12-31", "2023-12-31"))
    assert errors(plan) == []
    change = plan.changes[0]
    assert change.record.file == "registry/certificates/2023/DEMO-2024-0001.yaml"
    assert change.previous is not None
    assert change.previous.file == "registry/certificates/2024/DEMO-2024-0001.yaml"


def test_nothing_is_imported_under_a_header_that_is_not_understood() -> None:
    plan = planned(("number", "scpoe"), ("DEMO-2024-0001", "x"))
    assert (plan.changes, plan.refused) == ((), frozenset({2}))
    assert errors(plan) == [(1, 2, "unknown-column")]


def test_a_sheet_without_rows_says_so() -> None:
    assert errors(planned(HEAD, ("",))) == [(1, 1, "spreadsheet-empty")]


def test_a_fault_of_a_cell_is_said_once() -> None:
    files = Folder({made.record(made.CERTIFICATE).file: fresh(KINDS["certificate"].shape, made.CERTIFICATE)})
    table = Table((HEAD, row("LX-1", valid_until="x")), {(2, 9): ("cell-formula", {})})
    assert errors(plan_import(KINDS["certificate"], table, "s", base(*SOUND), files)) == [(2, 9, "cell-formula")]


def test_warnings_come_along_and_hinder_nothing() -> None:
    plan = planned(HEAD, row("LX-1", scope="家电维修"), row("LX-2", first_issued_on="2025-02-03"))
    assert len(plan.changes) == 2
    old = plan_import(
        KINDS["certificate"],
        Table((("number", "headcount"), ("DEMO-2024-0001", "7"))),
        "s",
        base(*SOUND, at=date(2029, 1, 1)),
        Folder({made.record(made.CERTIFICATE).file: fresh(KINDS["certificate"].shape, made.CERTIFICATE)}),
    )
    assert len(old.changes) == 1


def test_numbers_keep_the_form_they_were_written_in() -> None:
    scored = planned((*HEAD, "score.total"), (*row("LX-1"), "80.50"))
    assert scored.changes[0].record.value.score.total == Decimal("80.50")
    assert "total: 80.50" in scored.changes[0].text
