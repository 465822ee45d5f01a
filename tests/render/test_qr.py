import re
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from generator.render import qr

SVG = "{http://www.w3.org/2000/svg}"
URL_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%?#=&"
urls = st.text(URL_CHARACTERS, max_size=90).map("https://credit.example.com/".__add__)


def drawn(svg: str) -> Image.Image:
    """The picture that the path commands of the SVG describe, four pixels a module."""
    root = ET.fromstring(svg)
    side = int(root.attrib["viewBox"].split()[2])
    picture = Image.new("L", (side, side), 255)
    x = y = 0
    for command, first, second in re.findall(
        r"([Mhm])(\d+)(?: (\d+)(?:\.5)?)?", root.findall(f"{SVG}path")[1].attrib["d"]
    ):
        if command == "M":
            x, y = int(first), int(second)
            continue
        if command == "h":
            picture.paste(0, (x, y, x + int(first), y + 1))
        x += int(first)
    return picture.resize((side * 4, side * 4), Image.Resampling.NEAREST)


def read(picture: Image.Image) -> str:
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else ""


@given(urls)
def test_a_scanner_reads_the_address_back(url: str) -> None:
    assert read(drawn(qr.svg(url, title="x"))) == url


@pytest.mark.parametrize("text", ["", "a", "立信信用门户", "x" * 120, "9" * 200])
def test_a_scanner_reads_texts_of_any_length_back(text: str) -> None:
    assert read(drawn(qr.svg(text, title="x"))) == text or not text


def test_a_text_that_no_code_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="667 bytes are more than"):
        qr.svg("x" * 667, title="x")


def test_the_quiet_zone_is_four_light_modules() -> None:
    picture = drawn(qr.svg("https://credit.example.com/c/A.html", title="x"))
    side = picture.width
    dark = picture.point(lambda value: 255 - value).getbbox()
    assert dark == (16, 16, side - 16, side - 16)


def test_the_picture_is_small_and_black_on_white_without_styles() -> None:
    made = qr.svg("https://credit.example.com/c/LX-2026-0001.html", title="x")
    assert len(made) <= 2500
    assert 'fill="#fff"' in made
    assert 'stroke="#000"' in made
    assert "style" not in made


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])))
def test_the_title_is_text_whatever_it_holds(title: str) -> None:
    root = ET.fromstring(qr.svg("a", title=title))
    found = root.find(f"{SVG}title")
    assert found is not None
    assert (found.text or "") == title
    assert len(root) == 3
