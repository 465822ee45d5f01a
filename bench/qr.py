"""QR codes a second: the stock SVG factories, ours, and zxing-cpp, one after the other in one run.

Called as ``python -m bench.qr [SECONDS]``; the seconds are spent on each maker.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import zxingcpp
from qrcode import constants
from qrcode.image.svg import SvgFragmentImage, SvgPathImage
from qrcode.main import QRCode

from generator.render import qr


def stock(factory: type) -> Callable[[str], bytes]:
    def make(text: str) -> bytes:
        code: QRCode[Any] = QRCode(error_correction=constants.ERROR_CORRECT_M, image_factory=factory)
        code.add_data(text)
        return bytes(code.make_image().to_string())

    return make


def zxing(text: str) -> str:
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return made.to_svg(add_quiet_zones=True)


def ours(text: str) -> str:
    return qr.svg(text, title=text)


def rate(make: Callable[[str], object], seconds: float) -> float:
    make(address(0))
    started = time.perf_counter()
    for number in count(1):
        make(address(number))
        spent = time.perf_counter() - started
        if spent >= seconds:
            return number / spent
    raise AssertionError


def address(number: int) -> str:
    return f"https://credit.example.com/c/LX-2026-{number:06d}.html"


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 2
    started = time.perf_counter()
    ours(address(0))
    print(f"{'ours, first code of a length':34} {time.perf_counter() - started:10.3f} s")
    makers: dict[str, Callable[[str], object]] = {
        "qrcode, path factory": stock(SvgPathImage),
        "qrcode, fragment factory": stock(SvgFragmentImage),
        "zxing-cpp": zxing,
        "ours, SVG": ours,
    }
    rates = {name: rate(make, seconds) for name, make in makers.items()}
    slowest = rates["qrcode, path factory"]
    for name, found in rates.items():
        size = len(made) if isinstance(made := makers[name](address(1)), str | bytes) else 0
        print(f"{name:34} {found:10,.0f} /s {found / slowest:9.1f} x {size:7,} bytes")


if __name__ == "__main__":
    main()
