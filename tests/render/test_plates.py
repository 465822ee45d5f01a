from pathlib import Path

import pytest

from generator.render.plates import plate_for


def test_a_plate_that_was_kept_is_the_one_that_was_learnt(tmp_path: Path) -> None:
    learnt = plate_for(44, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["plate-44"]
    assert plate_for(44, tmp_path) == learnt == plate_for(44, None)


def test_what_is_kept_is_taken_without_learning_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learnt = plate_for(44, tmp_path)
    monkeypatch.setattr("generator.render.plates._learnt", lambda _: pytest.fail("learnt again"))
    assert plate_for(44, tmp_path) == learnt


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xff\n\xff", None])
def test_a_damaged_plate_is_learnt_again_and_mended(tmp_path: Path, damage: bytes | None) -> None:
    file, learnt = tmp_path / "plate-9", plate_for(9, tmp_path)
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"1", b"2", 1) if damage is None else damage)
    assert plate_for(9, tmp_path) == learnt
    assert file.read_bytes() == whole


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    assert plate_for(9, tmp_path / "none") == plate_for(9, None)


def test_a_text_that_no_code_holds_has_no_plate(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="667 bytes"):
        plate_for(667, tmp_path)
    assert not list(tmp_path.iterdir())
