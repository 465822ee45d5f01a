"""The picture that a chat shows for a brand homepage."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import zxingcpp
from msgspec.structs import replace
from PIL import Image

from generator.model.views import EnterpriseSummary
from generator.paper.share import HEIGHT, WIDTH, Logo, share_picture
from generator.paper.typefaces import Typefaces, chosen
from generator.paper.typesetter import families
from generator.render import urls
from generator.render.house import House, open_house
from generator.settings import Settings

HOLDER = EnterpriseSummary(
    credit_code="91110101PDY00001XN",
    name="云栖示例有限公司",
    short_name="云栖示例",
    name_en="Yunqi Example Co., Ltd.",
    region="110101",
    industry="F",
    demo=True,
    logo=None,
    withdrawn=False,
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="#d00" d="M0 0h8v8H0z"/></svg>'
RED = (221, 0, 0)


@pytest.fixture(scope="module")
def house() -> House:
    return open_house(Settings(name="立信示例", url="https://lixin.example/"), None)


@pytest.fixture(scope="module")
def faces() -> Typefaces:
    found = chosen(families())
    if found is None:
        pytest.fail("no Chinese typeface on this machine (Debian: apt-get install fonts-noto-cjk)")
    return found


def drawn(house: House, faces: Typefaces, holder: EnterpriseSummary, logo: Logo | None = None) -> Image.Image:
    content = share_picture(house, urls.share_picture(holder.credit_code), faces, holder, logo)
    return Image.open(io.BytesIO(content)).convert("RGB")


def reds(picture: Image.Image) -> int:
    return sum(count for count, colour in picture.getcolors(WIDTH * HEIGHT) or () if colour == RED)


def test_it_has_the_size_that_open_graph_wants(house: House, faces: Typefaces) -> None:
    assert drawn(house, faces, HOLDER).size == (WIDTH, HEIGHT)


def test_its_code_opens_the_brand_homepage(house: House, faces: Typefaces) -> None:
    codes = zxingcpp.read_barcodes(drawn(house, faces, HOLDER))
    assert [code.text for code in codes] == ["https://lixin.example/e/91110101PDY00001XN.html"]


def test_the_same_words_give_the_same_bytes(house: House, faces: Typefaces) -> None:
    one, other = (share_picture(house, "", faces, HOLDER, None) for _ in range(2))
    assert one == other


def test_the_logo_stands_on_it(house: House, faces: Typefaces, tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(SVG)
    assert reds(drawn(house, faces, HOLDER)) == 0
    assert reds(drawn(house, faces, HOLDER, Logo(file))) > 1000


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nbroken", b"<svg"])
def test_a_logo_that_is_no_picture_gives_way_to_letters(
    house: House, faces: Typefaces, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "logo.png"
    file.write_bytes(content)
    assert drawn(house, faces, HOLDER, Logo(file)) == drawn(house, faces, HOLDER)


@pytest.mark.parametrize(
    "name", ["云" * 60, '"#let [x](y) $z$ \\u{41} #image("/etc/passwd")', "<&>{{ 7 }}", "한국어 اسم 𠮷"]
)
def test_any_name_is_drawn_as_text(house: House, faces: Typefaces, name: str) -> None:
    assert drawn(house, faces, replace(HOLDER, name=name, name_en=name)).size == (WIDTH, HEIGHT)
