from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main
from tests.build.project import write_project


def test_the_queue_is_read_by_people_and_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    arguments = ["due", "--at", "2026-11-22", "--root", str(root)]
    assert main([*arguments, "--lang", "zh"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-12-31  还有 39 天  有效期届满：证书 DEMO-2024-0001（云栖示例有限公司）"
    assert len(lines) == 7
    assert main([*arguments, "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)["items"][0]
    assert (first["task"], first["days"], first["id"]) == ("expiry", 39, "DEMO-2024-0001")


def test_less_is_seen_within_less(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    assert main(["due", "--at", "2026-11-22", "--within", "5w", "--lang", "zh", "--root", str(root)]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "没有要办的事。\n")


@pytest.mark.parametrize("text", ["90", "0d", "12w", "36500d"])
def test_a_span_is_days_or_weeks(tmp_path: Path, text: str) -> None:
    arguments = ["due", "--within", text, "--at", "9999-12-31", "--root", str(write_project(tmp_path))]
    assert main(arguments) == 0


@pytest.mark.parametrize("text", ["", "x", "-1d", "90y", "99999d", "9w9", "٣d"])
def test_what_is_no_span_is_wrong_use(tmp_path: Path, text: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["due", f"--within={text}", "--root", str(write_project(tmp_path))])
    assert ended.value.code == 2


def test_a_record_that_cannot_be_read_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_project(tmp_path)
    (root / "registry/certificates/2024/DEMO-2024-0001.yaml").write_text("number: [", encoding="utf-8")
    assert main(["due", "--at", "2026-11-22", "--lang", "zh", "--root", str(root)]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 6
    assert "错误 1 个" in told.err
