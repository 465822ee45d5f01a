"""The registry as git has it is the registry as it would be checked out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.difference.folder import of_folder
from generator.difference.git import GitError, UnknownRevisionError, at_revision, working_tree
from generator.difference.snapshot import Snapshot
from generator.records.text import MAX_BYTES
from tests.build.project import write_project, write_record
from tests.difference.made import committed, git
from tests.model import made

CERTIFICATE = "registry/certificates/2024/DEMO-2024-0001.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_project(tmp_path / "project")
    committed(root)
    return root


def content(snapshot: Snapshot) -> dict[str, bytes]:
    return dict(snapshot.read(snapshot.files))


def on_disk(root: Path) -> dict[str, bytes]:
    return content(of_folder(root))


def test_a_revision_has_the_files_that_were_committed(root: Path) -> None:
    before = on_disk(root)
    write_record(root, replace(made.CERTIFICATE, scope="别的范围"))
    committed(root)
    assert content(at_revision(root, "HEAD~1")) == before
    assert content(at_revision(root, "main")) == on_disk(root) != before


def test_equal_marks_mean_equal_bytes(root: Path) -> None:
    write_record(root, replace(made.CERTIFICATE, scope="别的范围"))
    committed(root)
    old, new = at_revision(root, "HEAD~1"), at_revision(root, "HEAD")
    assert [path for path in new.files if old.files.get(path) != new.files[path]] == [CERTIFICATE]


def test_the_working_tree_has_edits_new_files_and_not_what_was_deleted(root: Path) -> None:
    write_record(root, replace(made.CERTIFICATE, scope="没有提交"))
    write_record(root, replace(made.CERTIFICATE, number="DEMO-2024-0099"))
    (root / "registry/notices/2023/notice-1.yaml").unlink()
    git(root, "add", "registry/notices")
    found = working_tree(root, "now")
    assert content(found) == on_disk(root)
    assert set(found.files) == set(on_disk(root))


def test_the_working_tree_before_the_first_commit(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    git(root, "init", "-q")
    git(root, "add", CERTIFICATE)
    assert content(working_tree(root, "now")) == on_disk(root)


def test_a_project_in_a_folder_of_a_repository(tmp_path: Path) -> None:
    root = write_project(tmp_path / "whole" / "portal")
    committed(tmp_path / "whole")
    write_record(root, replace(made.CERTIFICATE, scope="没有提交"))
    assert content(working_tree(root, "now")) == on_disk(root)
    assert set(at_revision(root, "HEAD").files) == set(on_disk(root))


def test_a_bare_repository(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(root), "bare.git")
    assert content(at_revision(tmp_path / "bare.git", "main")) == on_disk(root)
    with pytest.raises(GitError):
        working_tree(tmp_path / "bare.git", "now")


def test_what_git_tells_a_hook_of_another_repository_is_not_heeded(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "-q", "--bare", "other.git")
    expected = on_disk(root)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other.git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "none"))
    assert content(at_revision(root, "HEAD")) == content(working_tree(root, "now")) == expected


def test_noughts_are_the_empty_registry(root: Path) -> None:
    assert at_revision(root, "0" * 40).files == {}


@pytest.mark.parametrize("name", ["nonsense", "", "-x", "--help", "HEAD~99", "main:registry/README", "a\nb"])
def test_an_unknown_revision_is_said(root: Path, name: str) -> None:
    with pytest.raises(UnknownRevisionError):
        at_revision(root, name)


def test_a_folder_without_a_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="not a git repository"):
        at_revision(tmp_path, "HEAD")


def test_a_machine_without_git_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError):
        at_revision(root, "HEAD")


def test_links_are_no_records(root: Path) -> None:
    link = root / "registry/certificates/2024/LINK.yaml"
    link.symlink_to(os.devnull)
    assert str(link.relative_to(root)) not in content(working_tree(root, "now"))
    committed(root)
    assert str(link.relative_to(root)) not in at_revision(root, "HEAD").files


def test_a_file_too_large_is_cut_where_reading_would_refuse_it(root: Path) -> None:
    large = root / "registry/certificates/2024/LARGE.yaml"
    large.write_bytes(b"x" * (MAX_BYTES + 70_000))
    committed(root)
    found = content(at_revision(root, "HEAD"))
    assert len(found.pop("registry/certificates/2024/LARGE.yaml")) == MAX_BYTES + 1
    large.unlink()
    assert found == on_disk(root)


def test_a_file_of_the_largest_size_is_whole(root: Path) -> None:
    large = root / "registry/certificates/2024/LARGE.yaml"
    large.write_bytes(b"x" * MAX_BYTES)
    committed(root)
    assert content(at_revision(root, "HEAD")) == on_disk(root)


def test_a_file_name_that_is_no_text_does_no_harm(root: Path) -> None:
    (root / "registry/certificates/2024" / os.fsdecode(b"\xff\n.yaml")).write_bytes(b"x")
    committed(root)
    assert len(content(at_revision(root, "HEAD"))) == len(at_revision(root, "HEAD").files)
