"""What the key of an output depends on."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.model.keyed import keyed
from generator.plan.output import Copy, Output
from generator.render.house import House, open_house
from generator.settings import Settings


@pytest.fixture(scope="module")
def house() -> House:
    return open_house(Settings(name="立信示例", url="https://lixin.example/"), None)


def page(house: House, path: str, *values: object) -> bytes:
    return f"{path} {values}".encode()


def other_page(house: House, path: str, *values: object) -> bytes:
    return page(house, path, *values)


ONE, TWO = keyed("one"), keyed("two")


def test_the_same_output_has_the_same_key(house: House) -> None:
    assert Output("a.html", page, (ONE, TWO)).key(house) == Output("a.html", page, (keyed("one"), TWO)).key(house)


def test_another_renderer_makes_another_key(house: House) -> None:
    assert Output("a.html", page, (ONE,)).key(house) != Output("a.html", other_page, (ONE,)).key(house)


def test_another_house_makes_another_key(house: House) -> None:
    output = Output("a.html", page, (ONE,))
    assert output.key(house) != output.key(replace(house, digest=b"another"))


def test_every_input_counts_and_so_does_their_order(house: House) -> None:
    inputs = [(), (ONE,), (TWO,), (ONE, TWO), (TWO, ONE), (ONE, ONE), (TWO, TWO)]
    assert len({Output("a.html", page, items).key(house) for items in inputs}) == len(inputs)


def test_the_renderer_is_given_the_path_and_the_inputs_in_their_order(house: House) -> None:
    assert Output("a.html", page, (ONE, TWO)).content(house) == b"a.html ('one', 'two')"


def test_a_copy_is_keyed_by_its_bytes_alone(house: House) -> None:
    here, there = Copy("a.svg", Path("a.svg"), b"same"), Copy("a.svg", Path("b.svg"), b"same")
    assert here.key(house) == there.key(replace(house, digest=b"another"))
    assert here.key(house) != Copy("a.svg", Path("a.svg"), b"changed").key(house)
