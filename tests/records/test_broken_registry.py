"""A registry in which everything is wrong: every file gives the problems the table says, and nothing else happens."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from generator.problems import Problem, Report
from generator.problems.formats import FORMATS, render
from generator.records.files import read_bytes, scan
from generator.records.yaml_text import read

BROKEN: dict[str, tuple[bytes, set[str]]] = {
    "certificates/2024/alias-bomb.yaml": (
        b"a: &a [x, x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (i + 1, i + 1, i, i) for i in range(97, 117)),
        {"yaml-alias"},
    ),
    "certificates/2024/brackets.yaml": (b"[" * 1_000_000, {"too-deep"}),
    "certificates/2024/deep.yaml": (b"a: " + b"[" * 10_000 + b"]" * 10_000, {"too-deep"}),
    "certificates/2024/good.yaml": ("name: 好\n".encode(), set()),
    "certificates/2024/large.yaml": (b"a: b\n" * 2_000_000, {"file-too-large"}),
    "certificates/2024/many.yaml": (b"- a\n" * 50_000, {"too-many-values"}),
    "enterprises/bom.yaml": (b"\xef\xbb\xbfa: b\n", {"byte-order-mark"}),
    "enterprises/crlf.yaml": (b"a: b\r\nc: d\r\n", {"carriage-returns"}),
    "enterprises/documents.yaml": (b"a: b\n---\nc: d\n", {"yaml-multiple-documents"}),
    "enterprises/duplicate.yaml": (b"a: b\na: c\na: d\n", {"duplicate-key"}),
    "enterprises/empty.yaml": (b"", {"empty-file"}),
    "enterprises/escape.yaml": (b'a: "\\u0000"\n', {"control-character"}),
    "enterprises/gb18030.yaml": ("name: 某某公司\n".encode("gb18030"), {"not-utf8"}),
    "enterprises/list.yaml": (b"- a\n", {"not-a-mapping"}),
    "enterprises/nul.yaml": (b"a: \0\0b\n", {"control-character"}),
    "enterprises/override.yaml": ("a: b\u202ec\n".encode(), {"control-character"}),
    "enterprises/picture.yaml": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), {"not-utf8"}),
    "enterprises/surrogate.yaml": (b'a: "\\ud800"\n', {"yaml-syntax"}),
    "enterprises/tab.yaml": (b"a:\n\tb: c\n", {"tab-indentation"}),
    "enterprises/tag.yaml": (b"a: !!python/object/apply:os.system ['true']\n", {"yaml-tag"}),
    "enterprises/utf16.yaml": ("a: 乙\n".encode("utf-16"), {"not-utf8"}),
    "enterprises/wide.yaml": ("a:\n　b: c\n".encode(), {"wide-space-indentation"}),
    "issuers/colon.yaml": ("name：甲\n".encode(), {"yaml-syntax"}),
    "issuers/data.json": (b"{}", {"wrong-extension"}),
    "issuers/old.yml": (b"a: b\n", {"wrong-extension"}),
    "schemes/OLD.YAML": (b"a: b\n", {"wrong-extension"}),
}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    for path, (data, _) in BROKEN.items():
        file = tmp_path / "registry" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    standards = tmp_path / "registry/standards"
    standards.mkdir()
    (tmp_path / "outside.yaml").write_text("secret: value\n")
    (standards / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    os.mkfifo(standards / "pipe.yaml")
    (standards / "folder.yaml").mkdir()
    (tmp_path / "registry/schemas").mkdir()
    return tmp_path


def problems_of(root: Path) -> list[Problem]:
    sources, problems = scan(root)
    for source in sources:
        report = Report(source.path)
        data = read_bytes(root, source, report)
        if data is not None:
            read(data, report)
        problems.extend(report)
    return problems


def test_every_broken_file_gives_its_problems_and_no_other(broken: Path) -> None:
    start = time.perf_counter()
    found: dict[str, set[str]] = {}
    for problem in problems_of(broken):
        found.setdefault(problem.file.removeprefix("registry/"), set()).add(problem.code)
    others = {
        "schemas": {"unexpected-folder"},
        "standards/folder.yaml": {"not-a-regular-file"},
        "standards/link.yaml": {"symbolic-link"},
        "standards/pipe.yaml": {"not-a-regular-file"},
    }
    assert found == {path: codes for path, (_, codes) in BROKEN.items() if codes} | others
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_problems_can_be_shown_in_every_format(broken: Path, fmt: str, lang: str) -> None:
    shown = render(problems_of(broken), fmt, lang)
    assert "secret" not in shown
    assert "link.yaml" in shown
    assert shown.replace("\n", "").isprintable()
