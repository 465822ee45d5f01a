"""What code hosts run: each file is sound in its host's own terms, and its steps do what they should."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from tests.build.project import OTHERS, write_project, write_record
from tests.difference.made import NAMED, committed, git
from tests.model import made

HOME = Path(__file__).parents[1]
GITHUB, GITEA = ".github/workflows/portal.yml", ".gitea/workflows/portal.yml"
GITLAB = ".gitlab-ci.yml"
LIXIN = Path(sys.executable).with_name("lixin")
FRONT = '# 立信\n\n<div data-lixin="home"></div>\n'


def loaded(name: str) -> dict[str, Any]:
    content = yaml.load((HOME / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert isinstance(content, dict)
    return content


def steps(name: str, job: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each shell step of a job with the environment written beside it."""
    content = loaded(name)
    if name == GITLAB:
        yield from ((line, content[job].get("variables", {})) for line in content[job]["script"])
        return
    for step in content["jobs"][job]["steps"]:
        if "run" in step:
            yield step["run"], step.get("env", {})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with these workflows, one commit on main and one on a branch that is checked out."""
    root = write_project(tmp_path / "project")
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("use_directory_urls: false\ntheme: {name: material, font: false, custom_dir: overrides}\n")
        file.write("plugins: [lixin]\n")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text(FRONT, encoding="utf-8")
    for folder in ("overrides", ".ci"):
        shutil.copytree(HOME / folder, root / folder)
    committed(root)
    git(root, "checkout", "-q", "-b", "edit")
    write_record(root, replace(OTHERS[0], scope="别的范围"))
    committed(root)
    git(root, "checkout", "-q", "main")
    (root / "README.md").write_text("moved on", encoding="utf-8")
    committed(root)
    git(root, "checkout", "-q", "edit")
    return root


def run(root: Path, name: str, job: str, **known: str) -> subprocess.CompletedProcess[str]:
    """Runs the steps of a job as its host would, in one go; `known` is what the host fills in."""
    environment = os.environ | NAMED | {"LIXIN": str(LIXIN), "LIXIN_LANG": "zh"}
    script = []
    for text, given in steps(name, job):
        environment |= {key: value for key, value in given.items() if "${{" not in value}
        script.append(text)
    environment |= known
    return subprocess.run(
        ["bash", "-e", "-c", "\n".join(script)],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("schema", "name"),
    [("vendor.github-workflows", GITHUB), ("vendor.github-workflows", GITEA), ("vendor.gitlab-ci", GITLAB)],
)
def test_every_file_is_sound_in_its_hosts_own_terms(schema: str, name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(HOME / name)]
    if name == GITLAB:
        command += ["--data-transform", "gitlab-ci"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("name", [GITHUB, GITEA])
def test_nothing_from_a_merge_request_becomes_part_of_a_command(name: str) -> None:
    content = loaded(name)
    texts = [step["run"] for job in content["jobs"].values() for step in job["steps"] if "run" in step]
    assert texts
    assert [text for text in texts if "${{" in text] == []
    assert "pull_request_target" not in content["on"]


@pytest.mark.parametrize("name", [GITHUB, GITEA])
def test_the_night_run_comes_soon_after_midnight_in_shanghai(name: str) -> None:
    ((minute, hour, *days),) = [entry["cron"].split() for entry in loaded(name)["on"]["schedule"]]
    assert ((int(hour) + 8) % 24, days) == (0, ["*", "*", "*"])
    assert 0 < int(minute) < 30


@pytest.mark.parametrize("name", [GITHUB, GITEA, GITLAB])
def test_a_sound_merge_request_is_told_and_passes(project: Path, name: str, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    ended = run(project, name, "review", **_known(summary))
    assert ended.returncode == 0, ended.stderr
    assert "别的范围" in (project / "review" / "index.html").read_text(encoding="utf-8")
    assert "别的范围" in (project / "review" / "summary.md").read_text(encoding="utf-8")
    assert not summary.exists() or "别的范围" in summary.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [GITHUB, GITEA, GITLAB])
def test_a_broken_merge_request_is_refused_with_its_lines(project: Path, name: str, tmp_path: Path) -> None:
    write_record(project, replace(OTHERS[1], grade="six-star"))
    write_record(project, replace(made.CERTIFICATE, valid_until=date(2026, 11, 30)))
    committed(project)
    ended = run(project, name, "review", **_known(tmp_path / "summary.md"))
    assert ended.returncode == 1
    assert "别的范围" in (project / "review" / "index.html").read_text(encoding="utf-8")
    if name == GITHUB:
        assert "::error file=registry/certificates/2024/DEMO-2024-0003.yaml,line=" in ended.stdout
        assert "title=issue-date-moved" in ended.stdout
    elif name == GITLAB:
        report = loaded(GITLAB)["review"]["artifacts"]["reports"]["codequality"]
        found = json.loads((project / report).read_text(encoding="utf-8"))
        assert {"grade-unknown", "issue-date-moved"} <= {item["check_name"] for item in found}
    else:
        assert "grade-unknown" in ended.stdout


def _known(summary: Path) -> dict[str, str]:
    base = {"BASE": "main", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "main"}
    return base | {"GITHUB_STEP_SUMMARY": str(summary)}


@pytest.mark.parametrize(("name", "job", "site"), [(GITHUB, "publish", "site"), (GITLAB, "pages", "public")])
def test_the_main_branch_becomes_a_site(project: Path, name: str, job: str, site: str) -> None:
    ended = run(project, name, job)
    assert ended.returncode == 0, ended.stderr
    assert (project / site / "c" / "DEMO-2024-0001.html").is_file()


@pytest.mark.parametrize(("name", "job"), [(GITHUB, "publish"), (GITEA, "publish"), (GITLAB, "publish")])
def test_the_main_branch_goes_where_the_target_says(project: Path, name: str, job: str, tmp_path: Path) -> None:
    target = tmp_path / "web"
    ended = run(project, name, job, LIXIN_TARGET=f"dir:{target}")
    assert ended.returncode == 0, ended.stderr
    assert (target / "current" / "c" / "DEMO-2024-0001.html").is_file()


def test_the_script_says_how_it_is_used(project: Path) -> None:
    environment = os.environ | {"LIXIN": "true"}
    ended = subprocess.run([".ci/portal"], cwd=project, env=environment, capture_output=True, check=False)
    assert ended.returncode == 2
    assert b"usage" in ended.stderr
