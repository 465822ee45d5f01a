"""The three laws of a build, and what it never does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build import examining, reading, workers
from generator.build.place import ForeignFolderError, place_of
from generator.render import urls
from generator.schema.certificate import Event
from generator.schema.enterprise import NegativeRecord
from tests.build.project import AT, OTHERS, SECOND, build_project, contents, editorial, write_project, write_record
from tests.model import made

OPEN_DATA = {urls.CERTIFICATES_CSV, urls.CERTIFICATES_JSONL, urls.DATABASE, urls.CHECKSUMS}
"""What every certificate is in."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project")


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_the_first_build_writes_every_page(root: Path) -> None:
    summary = build_project(root)
    site = contents(root / "site")
    assert summary.problems == ()
    assert summary.written == len(site)
    assert summary.records == {
        "standard": 1,
        "scheme": 1,
        "issuer": 1,
        "enterprise": 2,
        "notice": 1,
        "certificate": 7,
    }
    expected = {"index.html", "about.html", "c/DEMO-2024-0001.html", f"e/{made.HOLDER}.html", "sitemap.xml", "404.html"}
    assert expected <= site.keys()


def test_a_second_build_writes_nothing(root: Path) -> None:
    first = build_project(root)
    times = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    second = build_project(root)
    assert (second.written, second.removed, second.unchanged) == (0, 0, first.written)
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == times


def test_a_changed_scope_rewrites_only_the_files_that_show_it(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    write_record(root, replace(made.CERTIFICATE, scope="空调安装与维修的售后服务"))
    summary = build_project(root)
    touched = changed(before, contents(root / "site"))
    assert touched == {"c/DEMO-2024-0001.html", "c/DEMO-2024-0001.json", *OPEN_DATA}
    assert summary.written == len(touched)


def test_a_renamed_enterprise_reaches_every_page_that_names_it_and_no_other(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    write_record(root, replace(SECOND, name="岭南新名有限公司"))
    build_project(root)
    touched = changed(before, contents(root / "site"))
    held = {item.number for item in OTHERS if item.holder == SECOND.credit_code}
    assert {f"c/{number}.html" for number in held} <= touched
    others = {"c/DEMO-2024-0001.html", f"e/{made.HOLDER}.html", "standards/index.html", "about.html"}
    assert not others & touched


def edits() -> list[Callable[[Path], object]]:
    return [
        lambda root: write_record(root, replace(made.CERTIFICATE, scope="新的范围")),
        lambda root: write_record(root, replace(SECOND, name="岭南新名有限公司", region="440306")),
        lambda root: (root / made.record(OTHERS[0]).file).unlink(),
        lambda root: write_record(root, replace(made.CERTIFICATE, number="DEMO-2024-0099")),
        lambda root: write_record(root, replace(made.SCHEME, name="新的认证项目")),
        lambda root: write_record(
            root,
            replace(OTHERS[1], events=(*OTHERS[1].events, Event(kind="revoked", date=date(2025, 1, 1), reason="失信"))),
        ),
    ]


@pytest.mark.parametrize("edit", edits())
def test_an_incremental_build_equals_a_clean_one(root: Path, tmp_path: Path, edit: Callable[[Path], object]) -> None:
    build_project(root)
    edit(root)
    build_project(root)
    build_project(root, tmp_path / "clean")
    assert contents(root / "site") == contents(tmp_path / "clean")


def test_midnight_rebuilds_only_what_changed_status(root: Path, tmp_path: Path) -> None:
    last_day = made.CERTIFICATE.valid_until
    write_record(root, replace(OTHERS[0], valid_until=last_day - timedelta(days=1)))
    build_project(root, at=last_day - timedelta(days=1))
    before = contents(root / "site")
    build_project(root, at=last_day)
    touched = changed(before, contents(root / "site"))
    assert touched
    assert touched >= {urls.CERTIFICATES_CSV, urls.DATABASE}
    assert all(path.startswith(("certificates/status/", "certificates/index", "sitemap", "data/")) for path in touched)
    assert not touched & {urls.CERTIFICATES_JSONL, urls.ENTERPRISES_CSV, urls.ENTERPRISES_JSONL}
    build_project(root, tmp_path / "clean", at=last_day)
    assert contents(root / "site") == contents(tmp_path / "clean")


def test_processes_make_the_same_site_as_one(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PIECE", 3)
    monkeypatch.setattr(workers, "FEW", 3)
    monkeypatch.setattr(reading, "PIECE", 3)
    monkeypatch.setattr(examining, "PIECE", 3)
    build_project(root, jobs=3)
    build_project(root, tmp_path / "one", jobs=1)
    assert contents(root / "site") == contents(tmp_path / "one")


def test_a_broken_record_stops_the_build_and_leaves_the_site_as_it_was(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    write_record(root, replace(made.CERTIFICATE, grade="no-such", valid_until=date(2020, 1, 1)))
    (root / made.record(OTHERS[0]).file).write_bytes(b"\xff\xfe broken")
    summary = build_project(root)
    assert summary.stopped
    assert {"grade-unknown", "dates-out-of-order", "not-utf8"} <= {item.code for item in summary.problems}
    assert contents(root / "site") == before


def test_a_failing_template_leaves_the_site_as_it_was(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    (root / "overrides").mkdir()
    (root / "overrides" / "certificate.html").write_text("{{ certificate.no_such_field }}", encoding="utf-8")
    with pytest.raises(workers.RenderError, match=r"c/DEMO-2024-000\d\.html"):
        build_project(root)
    assert contents(root / "site") == before


@pytest.mark.parametrize("jobs", [1, 3])
def test_an_operators_template_wins(root: Path, jobs: int) -> None:
    (root / "overrides").mkdir()
    (root / "overrides" / "certificate.html").write_text("<p>{{ certificate.number }}</p>", encoding="utf-8")
    build_project(root, jobs=jobs)
    assert (root / "site/c/DEMO-2024-0001.html").read_text(encoding="utf-8") == "<p>DEMO-2024-0001</p>"


def test_a_foreign_folder_is_left_alone(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site" / "precious.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ForeignFolderError):
        build_project(root)
    assert contents(root / "site") == {"precious.txt": b"mine"}


def test_only_files_of_its_own_are_pruned(root: Path) -> None:
    build_project(root)
    (root / "site" / "c" / "note.txt").write_text("mine", encoding="utf-8")
    (root / made.record(OTHERS[0]).file).unlink()
    summary = build_project(root)
    assert summary.removed == 3
    assert (root / "site/c/note.txt").exists()
    assert not (root / f"site/c/{OTHERS[0].number}.html").exists()


def test_emptied_folders_go(root: Path) -> None:
    write_record(root, replace(SECOND, region="330106"))
    build_project(root)
    assert (root / "site/enterprises/region/330000").is_dir()
    write_record(root, SECOND)
    build_project(root)
    assert not (root / "site/enterprises/region/330000").exists()


def test_a_deleted_page_comes_back(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    (root / "site" / "c" / "DEMO-2024-0001.html").unlink()
    shutil.rmtree(root / "site" / "e")
    build_project(root)
    assert contents(root / "site") == before


def test_a_build_cut_short_while_moving_is_finished_by_the_next(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_project(root)
    write_record(root, replace(made.SCHEME, name="新的认证项目"))
    replaced = Path.replace
    moved = 0

    def dies_after_three(source: Path, target: Path) -> Path:
        nonlocal moved
        moved += "staging" in source.parts
        if moved > 3:
            raise KeyboardInterrupt
        return replaced(source, target)

    monkeypatch.setattr(Path, "replace", dies_after_three)
    with pytest.raises(KeyboardInterrupt):
        build_project(root)
    monkeypatch.undo()
    assert build_project(root).written == 0
    build_project(root, root / "clean")
    assert contents(root / "site") == contents(root / "clean")


def test_a_build_cut_short_while_rendering_changes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_project(root)
    before = contents(root / "site")
    write_record(root, replace(made.SCHEME, name="新的认证项目"))

    def dies(*_: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(workers, "stage", dies)
    with pytest.raises(KeyboardInterrupt):
        build_project(root)
    assert contents(root / "site") == before


def test_a_changed_article_is_carried_over(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    build_project(root, editorial=editorial("新的文章"))
    assert changed(before, contents(root / "site")) == {"index.html", "about.html"}


def test_a_full_build_renders_all_and_writes_nothing_new(root: Path) -> None:
    build_project(root)
    assert build_project(root, full=True).written == 0


def test_an_expired_negative_record_reaches_no_file(root: Path) -> None:
    past = NegativeRecord(
        title="已撤下的记录",
        authority="某部门",
        severity="general",
        published_on=date(2026, 1, 1),
        display_until=AT - timedelta(days=1),
        text="不应再出现",
    )
    write_record(root, replace(made.ENTERPRISE, negative_records=(past,)))
    build_project(root)
    assert not [path for path, data in contents(root / "site").items() if "已撤下的记录".encode() in data]
    build_project(root, at=AT - timedelta(days=1))
    assert [path for path, data in contents(root / "site").items() if "已撤下的记录".encode() in data]


def test_the_state_lies_beside_the_site_and_never_in_it(root: Path) -> None:
    build_project(root)
    assert place_of(root / "site").state == root / ".site.lixin"
    assert not [path for path in contents(root / "site") if "lixin" in path and path.endswith("sqlite")]


def test_media_behind_a_link_are_never_published(root: Path) -> None:
    (root / "registry" / "media").mkdir()
    (root / "registry" / "media" / "passwd.svg").symlink_to("/etc/passwd")
    summary = build_project(root)
    assert [item.code for item in summary.problems] == ["symbolic-link"]


def test_a_process_that_is_lost_while_reading_is_an_error_and_the_next_build_goes_on(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_project(root)
    before = contents(root / "site")
    write_record(root, replace(made.SCHEME, name="新的认证项目"))
    monkeypatch.setattr(examining, "PIECE", 2)
    monkeypatch.setattr(examining, "check_record", lambda *_: os._exit(9))
    with pytest.raises(workers.RenderError, match="a process ended early"):
        build_project(root, jobs=2)
    assert contents(root / "site") == before
    monkeypatch.undo()
    build_project(root)
    build_project(root, tmp_path / "clean")
    assert contents(root / "site") == contents(tmp_path / "clean")


def test_a_file_added_to_the_site_is_left_alone_and_one_taken_away_is_noticed(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    (root / "site/c/note.txt").write_text("mine", encoding="utf-8")
    assert build_project(root).written == 0
    (root / "site/c/note.txt").unlink()
    (root / f"site/c/{made.CERTIFICATE.number}.html").unlink()
    assert build_project(root).written == 1
    assert contents(root / "site") == before


def test_a_file_changed_by_hand_is_put_right_by_a_full_build(root: Path) -> None:
    build_project(root)
    before = contents(root / "site")
    (root / f"site/c/{made.CERTIFICATE.number}.html").write_text("forged", encoding="utf-8")
    assert build_project(root, full=True).written == 1
    assert contents(root / "site") == before


def test_a_file_that_only_looks_new_is_read_and_changes_nothing(root: Path) -> None:
    build_project(root)
    (root / made.record(made.CERTIFICATE).file).touch()
    assert build_project(root).written == 0
