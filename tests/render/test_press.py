from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from qrcode import constants
from qrcode.main import QRCode
from qrcode.util import QRData

from generator.render import press


def stock_rows(content: bytes, version: int, level: int) -> list[str]:
    code: QRCode[Any] = QRCode(version=version, error_correction=level, mask_pattern=press.MASK)
    code.add_data(QRData(content, mode=4), optimize=0)
    code.make(fit=False)
    return ["".join("1" if module else "0" for module in row) for row in code.modules]


def rows(made: press.QrPress, content: bytes) -> list[str]:
    """The code of `content` as rows of ``0`` and ``1``, 1 for a dark module."""
    bits = f"{made.matrix(content):0{made.size * made.stride}b}"
    return [bits[start : start + made.size] for start in range(0, len(bits), made.stride)]


@given(st.binary(min_size=1, max_size=62))
def test_the_matrix_is_that_of_the_qrcode_package(content: bytes) -> None:
    made = press.press_for(len(content))
    level = next(level for level in press.LEVELS if press.make_press(made.version, level) is made)
    assert rows(made, content) == stock_rows(content, made.version, level)


@pytest.mark.parametrize("version", [1, 2, 5, 7, 10])
@pytest.mark.parametrize("level", press.LEVELS)
def test_every_level_and_several_blocks_agree_with_the_qrcode_package(version: int, level: int) -> None:
    content = bytes(range(1, 8))
    assert rows(press.make_press(version, level), content) == stock_rows(content, version, level)


def test_the_level_rises_while_the_version_stays() -> None:
    assert press.press_for(46) is press.make_press(4, constants.ERROR_CORRECT_Q)
    assert press.press_for(47) is press.make_press(4, constants.ERROR_CORRECT_M)
    assert press.press_for(14) is press.make_press(1, constants.ERROR_CORRECT_M)
