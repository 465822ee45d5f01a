"""QR codes (ISO/IEC 18004) without an encoder: what each bit of a text changes, learnt once from the `qrcode` package.

At one version, level and mask a code is linear over GF(2): each bit of its data flips a fixed pattern of modules, error
correction included. A `QrPress` holds these patterns and presses a code by XOR. A matrix is one integer: its rows from
the top, each of `stride` bits, leftmost module first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, reduce
from operator import xor

from msgspec import Struct
from qrcode import constants, util
from qrcode.base import RSBlock, rs_blocks
from qrcode.main import QRCode

MASK = 3
"""The mask of every code: readers take any, and the penalty rule would choose this one for most of our addresses."""

LEVELS = (constants.ERROR_CORRECT_M, constants.ERROR_CORRECT_Q, constants.ERROR_CORRECT_H)
LAST_VERSION = 20
"""Longer texts than 666 bytes are no addresses, and their patterns would take seconds to learn."""

_BYTE_MODE = 4
_PADDING = b"\xec\x11"


class QrPress(Struct, frozen=True):
    """Makes codes of one version and level. `flips`: the modules that each bit of the data flips, the first first."""

    version: int
    stride: int
    ground: int
    flips: Sequence[int]

    @property
    def size(self) -> int:
        """Modules along one side, without the quiet zone."""
        return 17 + 4 * self.version

    def matrix(self, content: bytes) -> int:
        """The code of `content` in byte mode; it must fit."""
        bits = f"{int.from_bytes(self._codewords(content)):0{len(self.flips)}b}"
        return reduce(xor, (flip for flip, bit in zip(self.flips, bits, strict=True) if bit == "1"), self.ground)

    def text_flips(self, length: int) -> Sequence[int]:
        """The flips of a text of so many bytes, which mode and length stand before."""
        start = 4 + _count_bits(self.version)
        return self.flips[start : start + 8 * length]

    def _codewords(self, content: bytes) -> bytes:
        """Mode, length, content, terminator and padding (ISO/IEC 18004, 7.4)."""
        count = _count_bits(self.version)
        head = (_BYTE_MODE << count | len(content)) << 8 * len(content) | int.from_bytes(content)
        data = (head << 4).to_bytes((count + 8) // 8 + len(content))
        room = len(self.flips) // 8
        return (data + _PADDING * room)[:room]


@cache
def press_for(length: int) -> QrPress:
    """The press of the smallest version that holds `length` bytes at level M, at the highest level it still holds.

    Raises:
        ValueError: no version does.
    """
    for version in range(1, LAST_VERSION + 1):
        fitting = [level for level in LEVELS if length <= _capacity(version, level)]
        if fitting:
            return make_press(version, fitting[-1])
    raise ValueError(f"{length} bytes are more than a QR code of version {LAST_VERSION} holds")


@cache
def make_press(version: int, level: int) -> QrPress:
    """The press of one version and level (some hundredths of a second, once)."""
    blocks = rs_blocks(version, level)
    size = 17 + 4 * version
    stride = -(-size // 8) * 8
    total = sum(block.total_count for block in blocks)
    blank = _placed(version, level, stride, bytes(total))
    places = _places(version, level, stride, total)
    sample = bytes(1 + place % 255 for place in range(_room(version, level)))
    corrected = _corrected(sample, blocks)

    def basis(place: int) -> list[int]:
        other = sample[:place] + bytes((sample[place] ^ 1,)) + sample[place + 1 :]
        codewords = list(map(xor, corrected, _corrected(other, blocks)))
        flips = []
        for _ in range(8):
            flips.append(_spread(codewords, places))
            codewords = list(map(_doubled, codewords))
        return flips

    bases = map(basis, range(len(sample)))
    return QrPress(version, stride, blank, [flip for flips in bases for flip in reversed(flips)])


def _count_bits(version: int) -> int:
    return 8 if version < 10 else 16


@cache
def _room(version: int, level: int) -> int:
    """Data codewords of a code."""
    return sum(block.data_count for block in rs_blocks(version, level))


def _capacity(version: int, level: int) -> int:
    """Bytes that a code holds in byte mode."""
    return (8 * _room(version, level) - 4 - _count_bits(version)) // 8


def _corrected(data: bytes, blocks: list[RSBlock]) -> list[int]:
    """All codewords, error correction included, in the order they are placed."""
    buffer = util.BitBuffer()
    buffer.buffer, buffer.length = list(data), 8 * len(data)
    return list(util.create_bytes(buffer, blocks))


def _placed(version: int, level: int, stride: int, codewords: Sequence[int]) -> int:
    """The matrix of these codewords, whatever they say."""
    code = QRCode(version=version, error_correction=level, mask_pattern=MASK)
    code.data_cache = list(codewords)
    code.makeImpl(False, MASK)
    rows = ("".join("1" if module else "0" for module in row).ljust(stride, "0") for row in code.modules)
    return int("".join(rows), 2)


def _places(version: int, level: int, stride: int, total: int) -> list[int]:
    """The module of each bit of the codewords, learnt by placing the binary digits of the bits' own numbers."""
    blank = _placed(version, level, stride, bytes(total))
    numbers = range(8 * total)
    digits = [
        blank ^ _placed(version, level, stride, _packed(number >> digit & 1 for number in numbers))
        for digit in range((8 * total - 1).bit_length())
    ]
    carries_data = blank ^ _placed(version, level, stride, b"\xff" * total)
    places = [0] * len(numbers)
    for place in range(carries_data.bit_length()):
        if carries_data >> place & 1:
            places[sum((pattern >> place & 1) << digit for digit, pattern in enumerate(digits))] = 1 << place
    return places


def _doubled(codeword: int) -> int:
    """Twice the codeword in GF(256), in which the error correction is linear too (ISO/IEC 18004, 7.5.2)."""
    return codeword << 1 ^ (0x11D if codeword & 0x80 else 0)


def _packed(bits: Iterable[int]) -> bytes:
    text = "".join(map(str, bits))
    return int(text, 2).to_bytes(len(text) // 8)


def _spread(codewords: Iterable[int], places: list[int]) -> int:
    """The modules that these codewords flip."""
    bits = "".join(f"{codeword:08b}" for codeword in codewords)
    return sum(place for place, bit in zip(places, bits, strict=True) if bit == "1")
