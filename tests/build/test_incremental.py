"""Whatever is done to a registry, in whatever order: building on comes to the same as building anew."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.build.check import check_project
from generator.plan import slices
from generator.problems.catalogue import is_error
from generator.render import search
from generator.render.house import House
from generator.schema.certificate import Certificate, Event
from generator.schema.enterprise import NegativeRecord, Objection, Withdrawal
from generator.schema.notice import NoticeEntry
from tests.build.project import AT, OTHERS, SECOND, build_project, contents, write_project, write_record
from tests.model import made

NUMBERS = (made.CERTIFICATE.number, *(item.number for item in OTHERS), "DEMO-2025-0001", "DEMO-2025-0002")
CODES = (made.HOLDER, SECOND.credit_code)
GONE = Withdrawal(date=date(2026, 3, 1), reason="\u5f55\u5165\u9519\u8bef")


@dataclass
class Project:
    """A project on disk, its records at hand, and the day it is built for."""

    root: Path
    at: date = AT
    records: dict[str, Any] = field(default_factory=dict)

    def put(self, value: Any) -> None:
        id = made.record(value).id
        self.drop(id)
        self.records[id] = value
        write_record(self.root, value)

    def drop(self, id: str) -> None:
        before = self.records.pop(id, None)
        if before is not None:
            (self.root / made.record(before).file).unlink(missing_ok=True)

    def change(self, id: str, **changes: Any) -> None:
        if id in self.records:
            self.put(replace(self.records[id], **changes))


Edit = Callable[[Project], None]
DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 1))


def add(number: str, holder: str, day: date, parent: str | None, notice: bool) -> Edit:
    def edit(project: Project) -> None:
        ends = date(day.year + 2, day.month, min(day.day, 28))
        events = (Event(kind="issued", date=day),)
        project.put(
            made.certificate(
                number=number,
                holder=holder,
                first_issued_on=day,
                issued_on=day,
                valid_from=day,
                valid_until=ends,
                events=events,
                parent=parent,
                notice="notice-1" if notice else None,
            )
        )

    return edit


def happen(number: str, kind: Any, day: date) -> Edit:
    def edit(project: Project) -> None:
        value = project.records.get(number)
        if isinstance(value, Certificate):
            project.change(number, events=(*value.events, Event(kind=kind, date=day, reason="\u539f\u56e0")))

    return edit


def rename(code: str, name: str, region: str) -> Edit:
    return lambda project: project.change(code, name=name, region=region)


def withdraw(id: str, replaced_by: str | None, on: bool) -> Edit:
    return lambda project: project.change(id, withdrawal=replace(GONE, replaced_by=replaced_by) if on else None)


def smudge(id: str) -> Edit:
    def edit(project: Project) -> None:
        if id in project.records:
            (project.root / made.record(project.records[id]).file).write_bytes(b"name: [\n")

    return edit


SOUND = (made.STANDARD, made.SCHEME, made.ISSUER, made.ENTERPRISE, SECOND, made.NOTICE, made.CERTIFICATE, *OTHERS)


def mend() -> Edit:
    """Every record sound again: what was lost is back, what was withdrawn too, and nothing is there twice."""

    def edit(project: Project) -> None:
        for number in NUMBERS:
            project.drop(number)
        shutil.rmtree(project.root / "registry/certificates/2020", ignore_errors=True)
        for value in SOUND:
            project.put(value)

    return edit


def alter(number: str, changes: dict[str, Any]) -> Edit:
    """A change that breaks no rule."""
    return lambda project: project.change(number, **changes)


ALTERED: tuple[dict[str, Any], ...] = (
    {"scope": "\u522b\u7684\u8303\u56f4"},
    {"grade": "three-star"},
    {"grade": "basic"},
    {"holder": SECOND.credit_code},
    {"holder": made.HOLDER},
    {"valid_until": date(2026, 12, 1)},
    {"parent": made.CERTIFICATE.number},
    {"parent": None},
    {"events": made.happened(("suspended", date(2025, 6, 1)))},
    {"events": made.happened(("revoked", date(2026, 2, 1)))},
    {"withdrawal": GONE},
    {"withdrawal": None},
)


def troubled(code: str, until: date, raised: date) -> Edit:
    """A negative record and an objection: both turn by themselves one day."""
    negative = NegativeRecord(
        title="\u5904\u7f5a",
        authority="\u67d0\u5c40",
        severity="serious",
        published_on=date(2026, 1, 1),
        display_until=until,
        text="\u3002",
    )
    objection = Objection(about="\u8303\u56f4", raised_on=raised, status="open")
    return lambda project: project.change(code, negative_records=(negative,), objections=(objection,))


def later(days: int) -> Edit:
    def edit(project: Project) -> None:
        project.at += timedelta(days=days)

    return edit


def twin(number: str) -> Edit:
    """The same record once more, in the folder of another year."""

    def edit(project: Project) -> None:
        if number in project.records:
            file = project.root / made.record(project.records[number]).file
            other = project.root / f"registry/certificates/2020/{file.name.lower()}"
            other.parent.mkdir(parents=True, exist_ok=True)
            if other.exists():
                other.unlink()
            elif file.exists():
                other.write_bytes(file.read_bytes())

    return edit


def announce(code: str, closes: date) -> Edit:
    entries = (NoticeEntry(enterprise=code),)
    return lambda project: project.change("notice-1", entries=entries, closes_on=closes)


NEW = st.builds(
    add, st.sampled_from(NUMBERS), st.sampled_from(CODES), DAYS, st.sampled_from((None, *NUMBERS)), st.booleans()
)
HAPPENED = st.builds(happen, st.sampled_from(NUMBERS), st.sampled_from(("suspended", "reinstated", "revoked")), DAYS)
RENAMED = st.builds(
    rename,
    st.sampled_from(CODES),
    st.sampled_from(("\u963f\u5c14", "\u4e2d\u592e")),
    st.sampled_from(("330106", "440305")),
)
WITHDRAWN = st.builds(withdraw, st.sampled_from((*NUMBERS, *CODES)), st.sampled_from((None, *NUMBERS)), st.booleans())
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(alter, st.sampled_from(NUMBERS), st.sampled_from(ALTERED)),
    st.builds(alter, st.sampled_from(NUMBERS), st.sampled_from(ALTERED)),
    NEW,
    HAPPENED,
    RENAMED,
    WITHDRAWN,
    st.sampled_from((*NUMBERS, SECOND.credit_code)).map(lambda key: lambda project: project.drop(key)),
    st.sampled_from((*NUMBERS, *CODES)).map(smudge),
    st.sampled_from(NUMBERS).map(twin),
    st.builds(troubled, st.sampled_from(CODES), st.dates(date(2026, 1, 1), date(2027, 6, 1)), DAYS),
    st.builds(announce, st.sampled_from(CODES), DAYS),
    st.integers(1, 400).map(later),
    st.just("\u65b0\u540d").map(lambda name: lambda project: project.change("after-sales", name=name)),
    st.builds(mend),
)


def assert_as_if_anew(project: Project, clean: Path) -> None:
    """The problems and, unless they stop the build, the site are those of a first build."""
    built = build_project(project.root, at=project.at)
    found = [item for item in built.problems if item.code != "page-gone"]
    expected = list(check_project(project.root, project.at).problems)
    assert found == expected
    if not any(map(is_error, expected)):
        build_project(project.root, clean, at=project.at)
        assert contents(project.root / "site") == contents(clean)
        assert build_project(project.root, at=project.at).written == 0


def said(house: House, template: str, path: str, *, base: str | None = None, **values: object) -> str:
    """What a page is given, in place of the page: that tells more, and sooner."""
    told = {name: value for name, value in values.items() if not callable(value)}
    return repr((template, path, base, sorted(told.items())))


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that few records make many pages, and pieces that are too common."""
    monkeypatch.setattr(House, "render_text", said)
    monkeypatch.setattr(slices, "PAGE_ROWS", 2)
    monkeypatch.setattr(search, "COMMON", 4)
    monkeypatch.setattr("generator.build.shards.COMMON", 4)


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(EDITS, min_size=3, max_size=6))
def test_an_incremental_build_equals_a_clean_one_after_any_edits(small_pages: None, edits: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        project = Project(write_project(Path(folder) / "project"))
        project.records = {made.record(value).id: value for value in SOUND}
        build_project(project.root, at=project.at)
        for number, edit in enumerate([*edits, mend()]):
            edit(project)
            assert_as_if_anew(project, Path(folder) / f"clean-{number}")


def test_a_certificate_that_goes_as_its_scheme_changes_leaves_the_open_data(tmp_path: Path) -> None:
    project = Project(write_project(tmp_path / "project"))
    project.records = {made.record(value).id: value for value in SOUND}
    build_project(project.root)
    project.change(made.SCHEME.id, name="新名")
    project.drop(OTHERS[-1].number)
    assert_as_if_anew(project, tmp_path / "clean")
