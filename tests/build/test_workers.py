"""Rendering in several processes: what one of them runs into reaches the person who builds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from generator.build import workers
from generator.build.manifest import Manifest
from generator.build.place import Place, place_of
from generator.build.whole import WholeSite
from generator.build.workers import Renderer, RenderError
from generator.plan.output import Copy, Output, Planned
from generator.render.house import House, open_house
from generator.settings import Settings
from tests.build.project import build_project, contents, write_project

JOBS = 3


@pytest.fixture(scope="module")
def house() -> House:
    return open_house(Settings(name="立信示例", url="https://lixin.example/"), None)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A site of one page, and so few outputs to a process that every test has several at work."""
    monkeypatch.setattr(workers, "FEW", 0)
    monkeypatch.setattr(workers, "PIECE", 1)
    place = place_of(tmp_path / "site")
    place.site.mkdir()
    (place.site / "c").mkdir()
    (place.site / "c" / "0.html").write_bytes(b"as before")
    place.state.mkdir()
    Manifest(place.database).close()
    return place


def good(house: House, path: str) -> bytes:
    return path.encode()


def fails(house: House, path: str) -> bytes:
    raise ValueError("no such grade")


def is_killed(house: House, path: str) -> bytes:
    os._exit(9)


def tells_its_process(house: House, path: str) -> bytes:
    return str(os.getpid()).encode()


def pages(odd: Planned) -> list[Planned]:
    """Eight pages in order, `odd` in its place among them."""
    return [odd if odd.path == (path := f"c/{number}.html") else Output(path, good, ()) for number in range(8)]


@dataclass
class Made:
    """A site of one unit for each output."""

    made: list[Planned]

    def expect(self, units: Sequence[str]) -> None:
        pass

    def days(self, unit: str) -> dict[str, date]:
        return {unit: date.min} if unit.endswith(".html") else {}

    def outputs(self, unit: str) -> list[Planned]:
        return [output for output in self.made if output.path == unit]


def staged(
    outputs: list[Planned],
    house: House,
    place: Place,
    jobs: int = JOBS,
    advance: Callable[[int], None] = lambda _: None,
) -> list[str]:
    renderer = Renderer(place, house, b"", lambda _: cast(WholeSite, Made(outputs)))
    answers = renderer.render([output.path for output in outputs], jobs, advance)
    return sorted(path for answer in answers for path in answer.staged)


@pytest.mark.parametrize("jobs", [1, JOBS])
def test_an_error_names_its_page_and_changes_nothing_of_the_site(house: House, place: Place, jobs: int) -> None:
    with pytest.raises(RenderError, match=r"^c/4\.html: ValueError: no such grade$"):
        staged(pages(Output("c/4.html", fails, ())), house, place, jobs)
    assert contents(place.site) == {"c/0.html": b"as before"}


def test_the_first_unit_of_each_sort_is_made_before_there_are_other_processes(house: House, place: Place) -> None:
    paths = [f"{sort}/{name}.html" for sort in "ce" for name in "abcdefgh"]
    staged([Output(path, tells_its_process, ()) for path in paths], house, place)
    here = str(os.getpid()).encode()
    assert {path for path, content in contents(place.staging).items() if content == here} == {"c/a.html", "e/a.html"}


@pytest.mark.parametrize("jobs", [1, JOBS])
def test_a_picture_that_cannot_be_read_is_named(house: House, place: Place, jobs: int) -> None:
    with pytest.raises(RenderError, match=r"^c/4\.html: FileNotFoundError"):
        staged(pages(Copy("c/4.html", place.state / "none.svg", b"")), house, place, jobs)


def test_a_process_that_is_killed_is_an_error_and_changes_nothing_of_the_site(house: House, place: Place) -> None:
    with pytest.raises(RenderError, match="a process ended early"):
        staged(pages(Output("c/5.html", is_killed, ())), house, place)
    assert contents(place.site) == {"c/0.html": b"as before"}


def test_a_staging_folder_that_cannot_be_written_is_an_error(house: House, place: Place) -> None:
    place.staging.write_text("a file where the folder goes", encoding="utf-8")
    with pytest.raises(RenderError, match="staging"):
        staged(pages(Output("c/4.html", good, ())), house, place)


@pytest.mark.parametrize("jobs", [1, JOBS])
def test_only_what_differs_is_staged_and_all_is_counted(house: House, place: Place, jobs: int) -> None:
    (place.site / "c" / "3.html").write_bytes(b"c/3.html")
    counted: list[int] = []
    found = staged(pages(Output("c/4.html", good, ())), house, place, jobs, counted.append)
    assert found == [f"c/{number}.html" for number in (0, 1, 2, 4, 5, 6, 7)]
    assert contents(place.staging) == {path: path.encode() for path in found}
    assert sum(counted) == 8


def test_a_build_that_fails_in_a_process_leaves_the_site_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path / "project")
    build_project(root)
    before = contents(root / "site")
    (root / "overrides").mkdir()
    (root / "overrides" / "certificate.html").write_text("{{ certificate.no_such_field }}", encoding="utf-8")
    monkeypatch.setattr(workers, "FEW", 0)
    monkeypatch.setattr(workers, "PIECE", 1)
    with pytest.raises(RenderError, match=r"c/DEMO-2024-000\d\.html"):
        build_project(root, jobs=JOBS)
    assert contents(root / "site") == before
