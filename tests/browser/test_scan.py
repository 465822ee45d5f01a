"""Reading the code of a certificate from a picture and from the camera: where it leads, and what is said when it must
not be followed. The machine's Chromium has no BarcodeDetector, so the portal's own reader works; a stub stands for one.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import qrcode
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from generator.language import strings
from tests.browser.conftest import ARGUMENTS, PHONE, Visitor
from tests.browser.gates import accessibility_faults

SAID = strings("zh").scan.said
SITE = "https://lixin.example/"
NUMBER = "LX-LY-2026-0029"
PAGE = f"c/{NUMBER}.html"
DETECTOR = """window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return [{ rawValue: "%s" }]; }
};"""


def drawn(text: str, size: int) -> Image.Image:
    """The code of `text`, `size` pixels to a module."""
    file = io.BytesIO()
    qrcode.make(text, box_size=size).save(file)
    return Image.open(file)


def picture(text: str, *, turned: int = 0, small: bool = False) -> bytes:
    """A photograph of a sheet with the code of `text` somewhere on it."""
    code = drawn(text, 4 if small else 10).convert("RGB")
    side = 1800 if small else code.width + 200
    sheet = Image.new("RGB", (side, side), "#d8d2c4")
    sheet.paste(code, (side // 3, side // 4) if small else (100, 100))
    ImageDraw.Draw(sheet).text((20, 20), "certificate", fill="#333333")
    file = io.BytesIO()
    sheet.rotate(turned, fillcolor="#d8d2c4").save(file, "PNG")
    return file.getvalue()


def show(page: Page, content: bytes, name: str = "photo.png") -> None:
    page.set_input_files("[data-scan-file]", {"name": name, "mimeType": "image/png", "buffer": content})


def answer(page: Page, text: str) -> None:
    expect(page.locator("[data-scan-answer]")).to_contain_text(text)


@pytest.mark.parametrize(
    "content",
    [
        picture(SITE + PAGE),
        picture(SITE + PAGE, turned=180),
        picture(SITE + PAGE, turned=12),
        picture(SITE + PAGE, small=True),
        picture(NUMBER),
    ],
    ids=["straight", "upside-down", "askew", "small", "number-alone"],
)
def test_a_picture_of_a_code_opens_the_certificate_on_this_site(visitor: Visitor, content: bytes) -> None:
    page = visitor.open("verify.html", PHONE)
    show(page, content)
    page.wait_for_url(f"**/{PAGE}")


def test_a_code_of_another_host_is_not_followed_and_its_number_can_be_looked_up_here(visitor: Visitor) -> None:
    page = visitor.open("verify.html")
    show(page, picture(f"https://lixin-example.com/{PAGE}"))
    answer(page, SAID.foreign.format(host="lixin-example.com", own="lixin.example"))
    page.get_by_role("link", name=SAID.foreign_number.format(number=NUMBER)).click()
    page.wait_for_url(f"**/{PAGE}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (picture("BEGIN:VCARD\nFN:nobody"), SAID.other.partition("{")[0]),
        (picture("javascript:alert(1)"), SAID.other.partition("{")[0]),
        (picture("<b>hello</b> and more than a number could hold, much more"), "<b>hello</b>"),
        (b"no picture at all", SAID.unreadable),
    ],
)
def test_what_leads_nowhere_is_told_and_stays_text(visitor: Visitor, content: bytes, said: str) -> None:
    page = visitor.open("verify.html")
    show(page, content)
    answer(page, said)
    assert page.locator("[data-scan-answer] b").count() == 0
    assert page.url.endswith("verify.html")


def test_a_picture_without_a_code_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.open("verify.html")
    empty = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(empty, "PNG")
    show(page, empty.getvalue())
    answer(page, SAID.nothing)
    assert accessibility_faults(page) == []


def test_the_browsers_own_detector_is_used_where_there_is_one(visitor: Visitor) -> None:
    page = visitor.enter()
    page.add_init_script(DETECTOR % NUMBER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{visitor.address}/verify.html")
    show(page, picture("something else"))
    page.wait_for_url(f"**/{PAGE}")
    assert not any("qr-reader" in url for url in asked)


def test_the_reader_is_fetched_only_when_it_is_needed(visitor: Visitor) -> None:
    page = visitor.enter()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{visitor.address}/verify.html")
    page.wait_for_load_state("networkidle")
    assert not any("qr-reader" in url for url in asked)
    show(page, picture(SITE + PAGE))
    page.wait_for_url(f"**/{PAGE}")
    assert any("qr-reader" in url for url in asked)


def test_without_scripts_there_is_no_button_that_does_nothing(visitor: Visitor) -> None:
    page = visitor.open("verify.html", scripts=False)
    assert page.locator("[data-scan]").is_hidden()


# The camera -----------------------------------------------------------------------------------------------------------


def film(path: Path, text: str) -> Path:
    """A film of one still picture, uncompressed, as Chromium's false camera takes it."""
    code = drawn(text, 8).convert("L")
    still = Image.new("L", (640, 480), 180)
    still.paste(code.resize((400, 400)), (120, 40))
    frame = b"FRAME\n" + still.tobytes() + bytes([128]) * (320 * 240 * 2)
    path.write_bytes(b"YUV4MPEG2 W640 H480 F5:1 Ip A1:1 C420jpeg\n" + frame * 3)
    return path


@pytest.fixture
def filmed(chromium: Browser, served_site: str, tmp_path: Path) -> Iterator[Visitor]:
    """A visitor whose camera sees the code of a certificate."""
    camera = film(tmp_path / "camera.y4m", SITE + PAGE)
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    browser = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"),
        args=[*ARGUMENTS, *flags, f"--use-file-for-fake-video-capture={camera}"],
    )
    someone = Visitor(browser, served_site)
    yield someone
    heard = list(someone.complaints)
    browser.close()
    assert heard == []


def test_what_the_camera_sees_opens_the_certificate(filmed: Visitor) -> None:
    page = filmed.open("verify.html", PHONE)
    page.locator("[data-scan-camera]").click()
    page.wait_for_url(f"**/{PAGE}")


def test_the_camera_can_be_stopped(filmed: Visitor) -> None:
    page = filmed.enter()
    page.add_init_script(DETECTOR % "")
    page.goto(f"{filmed.address}/verify.html")
    page.locator("[data-scan-camera]").click()
    expect(page.locator("[data-scan-live]")).to_be_visible()
    answer(page, SAID.looking)
    page.locator("[data-scan-stop]").click()
    expect(page.locator("[data-scan-live]")).to_be_hidden()
    expect(page.locator("[data-scan-camera]")).to_be_focused()
    assert page.evaluate("document.querySelector('video').srcObject") is None


def test_a_camera_that_may_not_be_used_is_explained(visitor: Visitor) -> None:
    page = visitor.enter()
    refuse = "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', '%s'); }; }"
    for name, said in (("NotAllowedError", SAID.denied), ("NotFoundError", SAID.no_camera)):
        page.goto(f"{visitor.address}/verify.html")
        page.evaluate(refuse % name)
        page.locator("[data-scan-camera]").click()
        answer(page, said)
