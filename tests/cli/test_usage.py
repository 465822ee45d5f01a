"""The command line explains itself in the language of its user, on any terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from generator.cli import COMMANDS, main, parser
from generator.cli.usage import Parser
from tests.build.project import write_project, write_record
from tests.model import made

CHINESE = re.compile("[\u4e00-\u9fff]")
NAMES = re.compile(r"[a-z]+(, [a-z]+)*")  # a list of words to choose from, the same in every language


def helps(lang: str) -> dict[str, str]:
    """Every help text of every command, by command and option."""
    (commands,) = (action for action in parser(lang)._actions if hasattr(action, "_choices_actions"))
    found = {said.dest: said.help or "" for said in commands._choices_actions}
    for name, command in commands.choices.items():  # type: ignore[union-attr]  # commands have choices
        assert isinstance(command, Parser)
        assert command.description
        found |= {f"{name} {action.dest}": action.help or "" for action in command._actions}
    return found


def test_every_option_of_every_command_is_explained_in_both_languages() -> None:
    zh, en = helps("zh"), helps("en")
    assert len(zh) > 6 * len(COMMANDS)
    assert [key for key, text in en.items() if not text or CHINESE.search(text)] == []
    assert [key for key, text in zh.items() if not CHINESE.search(text) and not NAMES.fullmatch(text)] == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["buidl"],
        ["build", "--at", "2026-02-30"],
        ["build", "--at", "20260131"],
        ["build", "--at", "2026-W05-6"],
        ["build", "--jobs", "x"],
        ["build", "--f"],
        ["build", "--site"],
        ["check", "--format", "xml"],
        ["status"],
        ["status", "A", "B"],
    ],
)
def test_wrong_use_is_said_in_chinese_and_ends_with_two(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIXIN_LANG", raising=False)
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert all(CHINESE.search(line) for line in said.splitlines() if line.startswith("lixin"))
    with pytest.raises(SystemExit):
        main([*arguments, "--lang=en"])
    assert not CHINESE.search(capsys.readouterr().err)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-8"])
def test_any_terminal_can_show_the_answer(tmp_path: Path, encoding: str) -> None:
    root = write_project(tmp_path)
    write_record(root, made.certificate(scope="𠮷 <\u00e9>", grade="six-star"))
    command = [sys.executable, "-m", "generator", "check", "--root", str(root), "--format"]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    text, objects = (
        subprocess.run([*command, form], capture_output=True, env=environment, check=False) for form in ("text", "json")
    )
    assert text.returncode == objects.returncode == 1
    assert b"Traceback" not in text.stderr + objects.stderr
    (problem,) = json.loads(objects.stdout.decode(encoding))
    assert CHINESE.search(problem["message"])


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", ">/dev/full"])
def test_a_closed_or_full_output_is_no_reason_for_a_traceback(tmp_path: Path, closed: str) -> None:
    root = write_project(tmp_path)
    write_record(root, made.certificate(grade="six-star"))
    command = f'"{sys.executable}" -m generator check --root "{root}" {closed}'
    ended = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr


def test_a_project_that_may_not_be_read_is_said_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert main(["check", "--root", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"lixin: {tmp_path / 'registry'}: Permission denied\n"
