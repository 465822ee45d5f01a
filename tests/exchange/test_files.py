"""Files are written all or none, only inside the registry, and never over someone else's work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator.exchange.files import ChangedMeanwhile, Outside, free_name, read_table, save, write_file
from generator.exchange.importing import Change
from generator.exchange.table import MAX_BYTES, Unreadable
from generator.records.files import digest
from tests.build.project import contents
from tests.model import made

NEW = Change(2, made.record(made.CERTIFICATE), None, "new\n")
STANDARD = made.record(made.STANDARD)


def put(root: Path, file: str, text: str = "old\n") -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")


def changed(text: str = "changed\n") -> Change:
    return Change(3, STANDARD, replace(STANDARD, digest=digest(b"old\n")), text)


def test_new_and_changed_files_stand_in_their_places(tmp_path: Path) -> None:
    put(tmp_path, STANDARD.file)
    (tmp_path / STANDARD.file).chmod(0o640)
    save(tmp_path, [NEW, changed()])
    assert contents(tmp_path) == {NEW.record.file: b"new\n", STANDARD.file: b"changed\n"}
    assert (tmp_path / STANDARD.file).stat().st_mode & 0o777 == 0o640


def test_a_record_that_moves_leaves_nothing_behind(tmp_path: Path) -> None:
    put(tmp_path, "registry/certificates/2023/DEMO-2024-0001.yaml")
    previous = replace(NEW.record, file="registry/certificates/2023/DEMO-2024-0001.yaml", digest=digest(b"old\n"))
    save(tmp_path, [replace(NEW, previous=previous)])
    assert contents(tmp_path) == {NEW.record.file: b"new\n"}


def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, STANDARD.file)
    put(tmp_path, "registry/README.md")
    before = contents(tmp_path)
    real, calls = Path.replace, list[Path]()

    def failing(self: Path, target: Any) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(OSError, match="space"):
        save(tmp_path, [changed(), NEW])
    assert contents(tmp_path) == before
    assert not (tmp_path / "registry/certificates").exists()


def test_a_file_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, STANDARD.file, "someone else\n")
    with pytest.raises(ChangedMeanwhile):
        save(tmp_path, [NEW, changed()])
    assert contents(tmp_path) == {STANDARD.file: b"someone else\n"}


def test_a_file_that_has_appeared_meanwhile_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, NEW.record.file, "someone else\n")
    with pytest.raises(ChangedMeanwhile):
        save(tmp_path, [NEW])
    assert contents(tmp_path) == {NEW.record.file: b"someone else\n"}


@pytest.mark.parametrize("link", ["registry", "registry/certificates", "registry/certificates/2024"])
def test_no_link_is_followed_out_of_the_registry(link: str, tmp_path: Path) -> None:
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "root"
    elsewhere.mkdir()
    (root / link).parent.mkdir(parents=True)
    (root / link).symlink_to(elsewhere)
    with pytest.raises(Outside):
        save(root, [NEW])
    assert contents(elsewhere) == {}


@pytest.mark.parametrize("file", ["registry/../../x.yaml", "other/x.yaml", "/etc/x.yaml"])
def test_no_other_folder_is_written_to(file: str, tmp_path: Path) -> None:
    with pytest.raises(Outside):
        save(tmp_path, [replace(NEW, record=replace(NEW.record, file=file))])
    assert contents(tmp_path) == {}


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    with pytest.raises(Unreadable, match="too-large"):
        read_table(path)


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a", "a.yaml"])
def test_text_is_a_sheet_only_under_the_name_of_one(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("number\n1\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="not-a-spreadsheet"):
        read_table(tmp_path / name)


def test_a_device_is_no_sheet() -> None:
    with pytest.raises(Unreadable, match="not-a-spreadsheet"):
        read_table(Path("/dev/null"))


def test_a_file_is_written_whole_and_a_name_is_found_beside_others(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx.problems.xlsx"
    assert free_name(path) == path
    write_file(path, b"1")
    assert contents(tmp_path) == {path.name: b"1"}
    assert free_name(path).name == "a.xlsx.problems-2.xlsx"
