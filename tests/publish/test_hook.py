"""The hooks of a bare repository, with real pushes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.cli import main
from generator.publish.hook import SIGN, Push, read_pushes
from tests.build.project import write_record
from tests.model import made
from tests.publish.portal import CERTIFICATES, Editor, Portal, open_portal, suspended

FIRST = CERTIFICATES[0]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with open_portal(tmp_path_factory.mktemp("portal")) as opened:
        yield opened


@pytest.fixture
def editor(portal: Portal, request: pytest.FixtureRequest) -> Editor:
    return portal.editor(request.node.name)


def shown(portal: Portal, number: str) -> str:
    return (portal.target.current / f"c/{number}.html").read_text(encoding="utf-8")


def test_a_push_is_checked_and_published_and_the_pusher_is_told(portal: Portal, editor: Editor) -> None:
    write_record(editor.clone, replace(FIRST, scope="新的业务范围"))
    commit = editor.commit("scope")
    pushed = editor.push()
    assert pushed.returncode == 0
    assert f"正在检查提交 {commit[:12]}" in pushed.stderr
    assert "没有发现问题" in pushed.stderr
    assert f"已发布到 dir:{portal.target.path}" in pushed.stderr
    assert "新的业务范围" in shown(portal, FIRST.number)
    live = portal.target.live()
    assert live is not None
    assert live.commit == commit


def test_a_broken_record_is_refused_with_its_line(portal: Portal, editor: Editor) -> None:
    before = portal.target.live()
    file = write_record(editor.clone, FIRST)
    text = file.read_text(encoding="utf-8").replace("five-star", "six-star")
    file.write_text(text, encoding="utf-8")
    line = 1 + text[: text.index("six-star")].count("\n")
    commit = editor.commit("broken")
    pushed = editor.push()
    assert pushed.returncode != 0
    assert f"{file.relative_to(editor.clone)}:{line}:" in pushed.stderr
    assert "grade-unknown" in pushed.stderr
    assert "这次推送没有接受" in pushed.stderr
    assert portal.target.live() == before
    assert commit not in editor.git("ls-remote", "origin").stdout


def test_a_push_that_breaks_the_rules_of_history_is_refused(portal: Portal, editor: Editor) -> None:
    (editor.clone / made.record(CERTIFICATES[3]).file).unlink()
    editor.commit("vanished")
    pushed = editor.push()
    assert pushed.returncode != 0
    assert CERTIFICATES[3].number in pushed.stderr
    assert "这次推送没有接受" in pushed.stderr
    assert shown(portal, CERTIFICATES[3].number)


def test_settings_that_cannot_be_used_are_refused(portal: Portal, editor: Editor) -> None:
    (editor.clone / "mkdocs.yml").write_text("site_name: 立信\n", encoding="utf-8")
    editor.commit("settings")
    pushed = editor.push()
    assert pushed.returncode != 0
    assert "site_url" in pushed.stderr


def test_the_branch_that_is_published_cannot_be_deleted(portal: Portal, editor: Editor) -> None:
    pushed = editor.git("push", "origin", ":main")
    assert pushed.returncode != 0


def test_other_branches_are_left_alone(portal: Portal, editor: Editor) -> None:
    before = portal.target.live()
    (editor.clone / made.record(FIRST).file).write_text("number: [", encoding="utf-8")
    editor.commit("draft")
    pushed = editor.git("push", "--quiet", "origin", "HEAD:draft")
    assert (pushed.returncode, pushed.stderr) == (0, "")
    assert portal.target.live() == before


def test_links_in_a_push_become_plain_files(portal: Portal, editor: Editor, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# 秘密", encoding="utf-8")
    (editor.clone / "docs/secret.md").symlink_to(tmp_path / "secret.md")
    editor.commit("link")
    assert editor.push().returncode == 0
    assert "秘密" not in (portal.target.current / "secret.html").read_text(encoding="utf-8")


def test_the_repository_keeps_nothing_but_its_own_folder(portal: Portal) -> None:
    assert not (portal.repository / "index").exists()
    assert {path.name for path in (portal.repository / "lixin").iterdir()} >= {"hook.json", "work", "site", "published"}


def test_a_push_that_lands_and_cannot_be_published_is_told_so(portal: Portal, editor: Editor) -> None:
    before = portal.target.current.readlink()
    article = editor.clone / "docs/stray.md"
    article.write_text("[nowhere](nowhere.md)\n", encoding="utf-8")
    editor.commit("an article with a dead link")
    pushed = editor.push()
    assert pushed.returncode == 0
    assert "推送已经接受，但是没有发布，线上保持原样" in pushed.stderr
    assert "stray.md" in pushed.stderr
    assert portal.target.current.readlink() == before
    article.unlink()
    editor.commit("without it")
    assert "没有发布" not in editor.push().stderr


def test_the_branch_is_published_again_when_asked(portal: Portal, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hook", "run", str(portal.repository)]) == 0
    assert "已发布到" in capsys.readouterr().out


def test_five_pushes_at_once_end_with_the_newest_commit_live(portal: Portal) -> None:
    editors = [portal.editor(f"editor-{number}") for number in range(5)]
    for number, editor in enumerate(editors):
        write_record(editor.clone, suspended(CERTIFICATES[1 + number]))
        editor.commit(f"suspend {number}")

    def push(editor: Editor) -> str:
        for _ in range(20):
            pushed = editor.push()
            if pushed.returncode == 0:
                return pushed.stderr
            assert "没有接受" not in pushed.stderr
            editor.git("pull", "--quiet", "--rebase", "origin", "main")
        return "never"

    with ThreadPoolExecutor(len(editors)) as pool:
        said = list(pool.map(push, editors))
    assert "never" not in said
    newest = portal.editor("newest").git("rev-parse", "HEAD").stdout.strip()
    live = portal.target.live()
    assert live is not None
    assert live.commit == newest
    for number in range(5):
        assert "未按期接受监督" in shown(portal, CERTIFICATES[1 + number].number)


def test_a_hook_of_somebody_elses_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = tmp_path / "a.git"
    Editor(tmp_path).git("init", "--quiet", "--bare", str(repository))
    own = repository / "hooks" / "post-receive"
    own.parent.mkdir(exist_ok=True)
    own.write_text("#!/bin/sh\n", encoding="utf-8")
    assert main(["hook", "install", str(repository), "--target", f"dir:{tmp_path}/www"]) == 1
    assert "已经有别的钩子" in capsys.readouterr().err
    assert own.read_text(encoding="utf-8") == "#!/bin/sh\n"
    own.unlink()
    for _ in range(2):
        assert main(["hook", "install", str(repository), "--target", f"dir:{tmp_path}/www"]) == 0
    assert SIGN in own.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["install", "."],
        ["install", ".", "--target", "dir:www"],
        ["install", "none", "--target", "dir:www", "--branch", "main"],
        ["run", "."],
    ],
)
def test_what_is_no_bare_repository_is_explained(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["hook", *arguments]) != 0
    assert capsys.readouterr().err.startswith("lixin: ")
    assert list(tmp_path.iterdir()) == []


def test_a_target_inside_the_repository_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository = tmp_path / "bare.git"
    Editor(tmp_path).git("init", "--quiet", "--bare", str(repository))
    assert main(["hook", "install", str(repository), "--target", f"dir:{repository}/lixin/site"]) == 2
    assert "自己的文件夹" in capsys.readouterr().err
    assert not (repository / "lixin").exists()


def test_only_branches_are_read_from_a_push() -> None:
    lines = iter(["a b refs/heads/main\n", "a b refs/tags/v1\n", f"a {'0' * 40} refs/heads/x/y\n"])
    assert read_pushes(lines) == [Push("a", "b", "main"), Push("a", "0" * 40, "x/y")]
    assert not Push("a", "b", "main").deletes
