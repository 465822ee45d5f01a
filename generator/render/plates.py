"""What the QR codes of all texts of one length share: learnt once, then kept in a file beside compiled templates."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple


class Plate(NamedTuple):
    """`size`: modules along one side. `ground`: the matrix of a text of zeros, as `generator.render.press` has it.

    `flips`: the modules that each bit of the text flips, the first bit first.
    """

    size: int
    ground: int
    flips: Sequence[int]


def plate_for(length: int, kept: Path | None) -> Plate:
    """The plate of texts of `length` bytes, from the folder `kept` if it has it; left there, once learnt.

    Raises:
        ValueError: no code holds so many bytes.
    """
    file = kept / f"plate-{length}" if kept else None
    if file is None:
        return _learnt(length)
    with suppress(OSError, ValueError):
        return _read(file.read_bytes())
    plate = _learnt(length)
    with suppress(OSError):
        _keep(plate, file)
    return plate


def _learnt(length: int) -> Plate:
    from generator.render.press import press_for  # with `qrcode` and all that loads, which most builds do without

    press = press_for(length)
    return Plate(press.size, press.matrix(bytes(length)), press.text_flips(length))


def _read(content: bytes) -> Plate:
    """The plate in a file: a sum over the rest, then the numbers in base 16.

    Raises:
        ValueError: it is damaged.
    """
    total, _, numbers = content.partition(b"\n")
    if total != _sum(numbers):
        raise ValueError("damaged")
    size, ground, *flips = (int(number, 16) for number in numbers.split())
    return Plate(size, ground, flips)


def _keep(plate: Plate, file: Path) -> None:
    numbers = b"\n".join(b"%x" % number for number in (plate.size, plate.ground, *plate.flips))
    fresh = file.with_suffix(f".{os.getpid()}")  # whole or not at all: another process may be keeping the same
    fresh.write_bytes(_sum(numbers) + b"\n" + numbers)
    fresh.replace(file)


def _sum(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).hexdigest().encode()
