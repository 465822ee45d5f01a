"""The style sheets: one place for every colour and size of type, and no sheet that reaches outside."""

from __future__ import annotations

import re

import pytest

from generator.render.house import ASSETS

SHEETS = sorted(ASSETS.glob("*.css"))
TOKENS = re.compile(r":root \{[^}]*\}")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)
SIZE_OF_TYPE = re.compile(r"font(?:-size)?:[^;}]*?\b(\d+px)")


def rules(name: str) -> str:
    """A sheet without its tokens and comments."""
    text = (ASSETS / name).read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", TOKENS.sub("", text), flags=re.DOTALL)


def test_every_token_in_use_is_declared_in_the_core() -> None:
    declared = set(re.findall(r"(--lx-[a-z0-9-]+):", (ASSETS / "core.css").read_text(encoding="utf-8")))
    used = {token for sheet in SHEETS for token in re.findall(r"var\((--lx-[a-z0-9-]+)", rules(sheet.name))}
    assert used - declared == set()


@pytest.mark.parametrize("sheet", [sheet.name for sheet in SHEETS])
def test_a_colour_is_a_token(sheet: str) -> None:
    assert COLOUR.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", [sheet.name for sheet in SHEETS])
def test_the_size_of_type_follows_the_reader(sheet: str) -> None:
    """A size in pixels would not grow with the size that a reader has set."""
    assert SIZE_OF_TYPE.findall(rules(sheet)) == []


def test_the_dark_knows_every_colour_of_the_light() -> None:
    light, dark = (
        dict(re.findall(r"(--lx-[a-z0-9-]+): ([^;]+);", block))
        for block in TOKENS.findall((ASSETS / "core.css").read_text(encoding="utf-8"))
    )
    colours = {name for name, value in light.items() if COLOUR.search(value)}
    assert colours - dark.keys() == {"--lx-seal", "--lx-white"}


def test_every_token_of_the_core_is_used_somewhere() -> None:
    declared = set(re.findall(r"(--lx-[a-z0-9-]+):", (ASSETS / "core.css").read_text(encoding="utf-8")))
    used = {
        token for sheet in SHEETS for token in re.findall(r"var\((--lx-[a-z0-9-]+)", sheet.read_text(encoding="utf-8"))
    }
    assert declared - used == set()
