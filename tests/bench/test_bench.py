"""The benchmark measures what it says: memory of all processes, changes that are changes, medians and verdicts."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.edits import Registry, busiest_night
from bench.measure import CommandFailed, measure
from bench.pages_only import same_work
from bench.plot import Line, draw
from bench.report import targets
from bench.results import Row, Size, keep, read_sizes
from bench.scale import _memory
from generator.build.check import check_project
from generator.build.stages import silent
from generator.model.registry import Registry as Records
from generator.model.registry import registry_of
from generator.records.load import load
from generator.sample.project import Order, write_project

AT = date(2026, 11, 1)
WORDS = {"axis_x": "<certificates>", "axis_y": "s"}
HOLDS = "import time; held = bytearray(60 << 20); time.sleep(1)"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    write_project(tmp_path / "project", Order(120, 1, AT), silent)
    return tmp_path / "project"


def records(project: Path) -> Records:
    """The records of a project, which has no errors."""
    assert not check_project(project, AT).has_errors
    return registry_of(load(project).records)


def row(contestant: str, case: str, size: int, wall: float, peak: float = 100) -> Row:
    return Row(contestant, case, size, 0, wall, wall, peak, 0.5)


def size(number: int, *rows: Row) -> Size:
    return Size(number, number // 2, "2026-11-01", "python -m bench", "", 100, 5, rows)


def test_the_memory_of_all_processes_counts(tmp_path: Path) -> None:
    both = f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLDS!r}]); {HOLDS}; child.wait()"
    alone, together = (measure([sys.executable, "-c", text], tmp_path).peak for text in (HOLDS, both))
    assert 60 < alone < 110
    assert 120 < together < 220


def test_the_time_of_child_processes_counts(tmp_path: Path) -> None:
    burns = "import time; end = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burns!r}], check=True)"
    found = measure([sys.executable, "-c", parent], tmp_path)
    assert found.cpu >= 0.4
    assert found.wall >= 0.4


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such luck"):
        measure([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_a_scope_is_edited_and_nothing_else(project: Path) -> None:
    before = records(project)
    path = Registry(project, AT).edit_scope(0)
    after = records(project)
    changed = [id for id in before.certificates if before.certificates[id].value != after.certificates[id].value]
    assert changed == [path.stem]
    assert before.certificates[path.stem].value.scope != after.certificates[path.stem].value.scope


def test_a_suspension_is_the_last_event(project: Path) -> None:
    path = Registry(project, AT).suspend(0, AT)
    assert records(project).certificates[path.stem].value.events[-1].kind == "suspended"


def test_the_enterprise_that_is_renamed_holds_several_certificates(project: Path) -> None:
    registry = Registry(project, AT)
    before = records(project)
    path = registry.rename(7)
    after = records(project)
    assert after.enterprises[path.stem].value.name == "7" + before.enterprises[path.stem].value.name
    assert len(after.certificates_of[path.stem]) >= registry.held > 1


def test_a_changed_template_shows_on_its_pages(project: Path) -> None:
    text = Registry(project, AT).change_template(3).read_text(encoding="utf-8")
    assert text.rstrip().endswith("<!-- 3 -->{% endblock %}")


def test_the_night_is_the_one_with_the_wanted_number_of_endings() -> None:
    ends = Counter({AT + timedelta(days=number): number for number in range(300)})
    assert busiest_night(ends, AT, 3, 100) == AT + timedelta(days=99)


@pytest.mark.parametrize("path", ["c/LX-1.html", "e/911.html", "certificates/scheme/lixin-honour/2.html"])
def test_pages_that_the_others_make_too_are_the_same_work(path: str) -> None:
    assert same_work(path)


@pytest.mark.parametrize("path", ["c/LX-1.json", "e/911.vcf", "e/911/report.html", "seal/LX-1.svg", "search/1.json"])
def test_what_the_others_do_not_make_is_left_out(path: str) -> None:
    assert not same_work(path)


def test_a_target_is_the_ratio_of_medians() -> None:
    rows = [row("pages", "cold", 20_000, wall) for wall in (4.0, 5.0, 90.0)]
    found = {
        target.name: target for target in targets([size(20_000, *rows, row("hugo", "cold", 20_000, 10.0, peak=400))])
    }
    assert found["same_time"].found == 0.5
    assert found["same_memory"].found == 0.25
    assert found["mkdocs"].found is None


def test_growth_compares_the_time_of_one_certificate() -> None:
    found = targets([size(10_000, row("portal", "cold", 10_000, 5)), size(100_000, row("portal", "cold", 100_000, 60))])
    assert next(target.found for target in found if target.name == "growth") == pytest.approx(1.2)


def test_a_later_run_of_a_size_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    for wall in (1.0, 2.0):
        keep(size(1000, row("portal", "cold", 1000, wall)), file)
    keep(size(500), file)
    assert [item.size for item in read_sizes(file)] == [500, 1000]
    assert read_sizes(file)[1].rows[0].wall == 2.0


def test_the_plot_is_an_image_in_which_words_are_only_words() -> None:
    lines = [Line("a < b", ((1000, 0.5), (10_000, 4.0))), Line("none", ())]
    root = ET.fromstring(draw(lines, WORDS))
    texts = [item.text for item in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "a < b" in texts
    assert "none" not in texts
    assert "<certificates>" in texts


def test_the_load_of_the_machine_is_noted(tmp_path: Path) -> None:
    assert measure(["true"], tmp_path).load == pytest.approx(os.getloadavg()[0], abs=1)


def test_memory_for_more_certificates_grows_from_the_largest_size_by_what_each_cost() -> None:
    sizes = [
        size(1000, row("portal", "cold", 1000, 1, peak=100)),
        size(101_000, row("portal", "cold", 101_000, 1, peak=200)),
    ]
    assert _memory(sizes) / (1 << 20) == pytest.approx(200 + 4_899_000 * 0.001)
