import os
import socket
import stat
from pathlib import Path

import pytest

from generator.problems import Report
from generator.records.files import Source, digest, folder_of_records, folders_to_scan, read_bytes, scan, scan_folder
from generator.records.text import MAX_BYTES

ENTERPRISE = "registry/enterprises/91110101PDY00001XN.yaml"
CERTIFICATE = "registry/certificates/2024/LX-1.yaml"


def put(root: Path, path: str, data: bytes = b"a: b\n") -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def found(root: Path) -> tuple[list[str], list[tuple[str, str]]]:
    sources, problems = scan(root)
    return [source.path for source in sources], [(problem.file, problem.code) for problem in problems]


def source_of(path: str) -> Source:
    return Source(path, "enterprise", 0, 0, 0)


def test_records_are_found_in_the_folders_of_their_kinds_sorted_by_path(tmp_path: Path) -> None:
    paths = [
        CERTIFICATE,
        "registry/certificates/2025/LX-2.yaml",
        ENTERPRISE,
        "registry/issuers/a.yaml",
        "registry/notices/2024/n.yaml",
        "registry/schemes/s.yaml",
        "registry/standards/t.yaml",
    ]
    for path in reversed(paths):
        put(tmp_path, path)
    put(tmp_path, "registry/media/logo.png")
    put(tmp_path, "registry/ledger/entries/1.yaml")
    assert found(tmp_path) == (paths, [])
    assert [source.kind for source in scan(tmp_path)[0]] == [
        *["certificate", "certificate", "enterprise", "issuer", "notice", "scheme", "standard"]
    ]


def test_a_source_carries_what_tells_a_changed_file(tmp_path: Path) -> None:
    file = put(tmp_path, ENTERPRISE, b"12345")
    status = file.stat()
    (source,), _ = scan(tmp_path)
    assert source == Source(ENTERPRISE, "enterprise", 5, status.st_mtime_ns, status.st_ino, status.st_ctime_ns)


def test_an_empty_project_is_told_that_its_registry_is_missing(tmp_path: Path) -> None:
    assert found(tmp_path) == ([], [("registry", "unreadable-file")])


def test_folders_of_kinds_may_be_missing(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    assert found(tmp_path) == ([], [])


@pytest.mark.parametrize("name", [".gitkeep", ".hidden.yaml", "README.md", "README", "readme.zh.md", "Thumbs.db"])
def test_hidden_files_and_readmes_are_passed_over(tmp_path: Path, name: str) -> None:
    for folder in ("registry", "registry/enterprises", "registry/certificates", "registry/certificates/2024"):
        put(tmp_path, f"{folder}/{name}")
    assert found(tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("a.yml", "a.yaml"), ("a.YAML", "a.yaml"), ("a.json", None), ("a", None), ("a.yaml~", None), ("b.yaml.bak", None)],
)
def test_a_file_with_another_extension_is_reported_with_the_name_it_may_have_meant(
    tmp_path: Path, name: str, nearest: str | None
) -> None:
    put(tmp_path, f"registry/enterprises/{name}")
    sources, (problem,) = scan(tmp_path)
    assert sources == []
    assert (problem.code, problem.file) == ("wrong-extension", f"registry/enterprises/{name}")
    assert dict(problem.values).get("nearest") == nearest


def test_a_mistyped_folder_is_reported_not_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "registry/enterprise/a.yaml")
    put(tmp_path, "registry/enterprises/old/a.yaml")
    put(tmp_path, "registry/certificates/24/a.yaml")
    put(tmp_path, "registry/certificates/2024/01/a.yaml")
    assert found(tmp_path) == (
        [],
        [
            ("registry/certificates/2024/01", "unexpected-folder"),
            ("registry/certificates/24", "unexpected-folder"),
            ("registry/enterprise", "unexpected-folder"),
            ("registry/enterprises/old", "unexpected-folder"),
        ],
    )


def test_a_file_beside_the_folders_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "registry/a.yaml")
    assert found(tmp_path) == ([], [("registry/a.yaml", "misplaced-file")])


def test_a_certificate_outside_a_year_is_still_read(tmp_path: Path) -> None:
    put(tmp_path, "registry/certificates/LX-1.yaml")
    assert found(tmp_path) == (["registry/certificates/LX-1.yaml"], [])


def test_no_link_is_followed(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret/x.yaml")
    put(tmp_path, ENTERPRISE)
    (tmp_path / "registry/enterprises/link.yaml").symlink_to(secret)
    (tmp_path / "registry/enterprises/dangling.yaml").symlink_to("nowhere")
    (tmp_path / "registry/schemes").symlink_to(secret.parent)
    (tmp_path / "registry/certificates").mkdir()
    (tmp_path / "registry/certificates/2024").symlink_to(secret.parent)
    assert found(tmp_path) == (
        [ENTERPRISE],
        [
            ("registry/certificates/2024", "symbolic-link"),
            ("registry/enterprises/dangling.yaml", "symbolic-link"),
            ("registry/enterprises/link.yaml", "symbolic-link"),
            ("registry/schemes", "symbolic-link"),
        ],
    )


def test_a_registry_that_is_itself_a_link_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/enterprises/a.yaml")
    (tmp_path / "registry").symlink_to("elsewhere")
    assert found(tmp_path) == ([], [("registry", "symbolic-link")])


def test_pipes_sockets_and_folders_are_no_records(tmp_path: Path) -> None:
    folder = tmp_path / "registry/enterprises"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "pipe.yaml")
    (folder / "folder.yaml").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.yaml"))
        sources, problems = scan(tmp_path)
    assert sources == []
    assert [(problem.code, dict(problem.values)["found"]) for problem in problems] == [
        ("not-a-regular-file", "directory"),
        ("not-a-regular-file", "pipe"),
        ("not-a-regular-file", "socket"),
    ]


def test_names_that_cannot_be_written_are_reported_in_writing(tmp_path: Path) -> None:
    folder = tmp_path / "registry/enterprises"
    folder.mkdir(parents=True)
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/\xb9\xab.yaml")).touch()
    except OSError:
        pytest.skip("this file system takes no such names")
    (folder / "a\nb.yaml").touch()
    (folder / "a\u202eb.yaml").touch()
    sources, problems = scan(tmp_path)
    assert sources == []
    assert [problem.code for problem in problems] == ["file-name-encoding"] * 3
    assert "registry/enterprises/\\xb9\\xab.yaml" in [problem.file for problem in problems]
    for problem in problems:
        problem.file.encode()


def test_a_file_is_read(tmp_path: Path) -> None:
    put(tmp_path, ENTERPRISE, b"name: x\n")
    report = Report(ENTERPRISE)
    assert read_bytes(tmp_path, source_of(ENTERPRISE), report) == b"name: x\n"
    assert list(report) == []


def refusal(root: Path, path: str) -> str:
    report = Report(path)
    assert read_bytes(root, source_of(path), report) is None
    (problem,) = report
    return problem.code


def test_a_file_that_vanished_since_the_scan_is_a_problem(tmp_path: Path) -> None:
    assert refusal(tmp_path, ENTERPRISE) == "unreadable-file"


def test_a_file_exchanged_for_a_link_since_the_scan_is_not_followed(tmp_path: Path) -> None:
    file = put(tmp_path, ENTERPRISE)
    file.rename(tmp_path / "secret")
    file.symlink_to(tmp_path / "secret")
    assert refusal(tmp_path, ENTERPRISE) == "symbolic-link"


def test_a_file_exchanged_for_a_pipe_since_the_scan_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / ENTERPRISE).parent.mkdir(parents=True)
    os.mkfifo(tmp_path / ENTERPRISE)
    assert refusal(tmp_path, ENTERPRISE) == "not-a-regular-file"


def test_a_file_exchanged_for_a_folder_since_the_scan_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / ENTERPRISE).mkdir(parents=True)
    assert refusal(tmp_path, ENTERPRISE) == "not-a-regular-file"


def test_a_huge_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    file = put(tmp_path, ENTERPRISE)
    os.truncate(file, 1 << 40)
    assert refusal(tmp_path, ENTERPRISE) == "file-too-large"
    os.truncate(file, MAX_BYTES)
    assert read_bytes(tmp_path, source_of(ENTERPRISE), Report(ENTERPRISE)) is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, ENTERPRISE).chmod(0)
    assert refusal(tmp_path, ENTERPRISE) == "unreadable-file"


def test_a_device_is_no_record(tmp_path: Path) -> None:
    (tmp_path / "registry/enterprises").mkdir(parents=True)
    try:
        os.mknod(tmp_path / ENTERPRISE, stat.S_IFCHR | 0o600, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("devices can be made by root only")
    assert found(tmp_path) == ([], [(ENTERPRISE, "not-a-regular-file")])


def test_a_digest_is_sixteen_bytes_of_the_content_alone() -> None:
    assert len(digest(b"a")) == 16
    assert digest(b"a") == digest(b"a") != digest(b"b")


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("registry/enterprises/A.yaml", "registry/enterprises"),
        ("registry/enterprises/notes.txt", "registry/enterprises"),
        ("registry/certificates/2024/A.yaml", "registry/certificates/2024"),
        ("registry/certificates/2024", None),
        ("registry/certificates/A.yaml", None),
        ("registry/certificates/24/A.yaml", None),
        ("registry/enterprises/2024/A.yaml", None),
        ("registry/media/logo.svg", None),
        ("registry/A.yaml", None),
        ("docs/enterprises/A.yaml", None),
        ("../registry/enterprises/A.yaml", None),
    ],
)
def test_the_folder_that_tells_of_a_change(path: str, folder: str | None) -> None:
    assert folder_of_records(path) == folder


def test_some_folders_are_scanned_like_all(tmp_path: Path) -> None:
    for path in ("enterprises/A.yaml", "enterprises/x.txt", "certificates/2024/B.yaml", "certificates/2025/C.yaml"):
        file = tmp_path / "registry" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x", encoding="utf-8")
    (tmp_path / "registry/certificates/2026").symlink_to(tmp_path / "registry/certificates/2024")
    sources, problems = scan(tmp_path)
    folders = ("registry/enterprises", "registry/certificates/2024", "registry/certificates/2026", "registry/issuers")
    some, faults = folders_to_scan(tmp_path, folders)
    assert set(some) < set(folders_to_scan(tmp_path)[0])
    found = {path: scan_folder(tmp_path, path) for path in some}
    paths = [f"{path}/{name}" for path, (folder, _) in found.items() for name in folder.files]
    assert sorted(paths) == [item.path for item in sources if not item.path.endswith("C.yaml")]
    stamps = [stamp for folder, _ in found.values() for stamp in folder.files.values()]
    known = {(item.size, item.mtime_ns, item.ctime_ns, item.inode) for item in sources}
    assert set(stamps) < known
    faults += [item for _, problems_there in found.values() for item in problems_there]
    assert [item.code for item in faults] == ["wrong-extension"]
    assert {item.code for item in problems} == {"wrong-extension", "symbolic-link"}
