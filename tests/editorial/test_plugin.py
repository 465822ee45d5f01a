from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.build.project import contents, write_record
from tests.editorial.project import write, write_articles
from tests.model import made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_articles(tmp_path / "project")


def mkdocs_build(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, timeout=120)


def lixin_build(project: Path, site: Path) -> None:
    command = [sys.executable, "-m", "generator", "build", "--root", str(project), "--site", str(site)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)


def test_mkdocs_build_gives_the_whole_site_as_lixin_build_does(project: Path, tmp_path: Path) -> None:
    done = mkdocs_build(project)
    assert done.returncode == 0, done.stderr
    lixin_build(project, tmp_path / "other")
    assert contents(project / "site") == contents(tmp_path / "other")
    assert {"index.html", "about.html", "verify.html", "sitemap.xml", "404.html"} <= contents(project / "site").keys()
    assert f"c/{made.CERTIFICATE.number}.html" in contents(project / "site")


def test_mkdocs_build_a_second_time_writes_nothing(project: Path) -> None:
    mkdocs_build(project)
    stamps = {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")}
    assert mkdocs_build(project).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in (project / "site").rglob("*")} == stamps


def test_mkdocs_build_leaves_the_site_alone_when_a_record_is_in_error(project: Path) -> None:
    mkdocs_build(project)
    before = contents(project / "site")
    file = write_record(project, made.CERTIFICATE)
    file.write_text(file.read_text(encoding="utf-8").replace(made.CERTIFICATE.holder, "nobody"), encoding="utf-8")
    write(project, "about.md", "# 改过\n")
    done = mkdocs_build(project)
    assert done.returncode != 0
    assert file.name in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(project / "site") == before


def test_mkdocs_build_touches_no_folder_that_is_not_its_own(project: Path) -> None:
    (project / "site").mkdir()
    (project / "site" / "precious.txt").write_text("keep", encoding="utf-8")
    done = mkdocs_build(project)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert contents(project / "site") == {"precious.txt": b"keep"}
