"""`python -m tests.browser.screenshots FOLDER`: one picture for each kind of page of the sample site, as visitors see
it on a desktop and a phone, by day and by night.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from generator.cli import main as lixin
from tests.browser.conftest import ARGUMENTS, DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK, View, Visitor
from tests.browser.gates import page_kinds
from tests.conftest import BUILT_ON, PROJECT
from tests.serving import serving

PICTURES = {
    "home": "index.html",
    "verify": "verify.html",
    "certificate": "c/HYC-SH-2026-0041.html",
    "certificate-revoked": "c/QH22SC00039R0L.html",
    "enterprise": "e/*",
    "report": "e/*/*",
    "certificates": "certificates/index",
    "enterprises": "enterprises/index",
    "scheme": "schemes/*",
    "notice": "notices/*",
    "standard": "standards/*",
    "issuer": "issuers/*",
    "news": "news/index",
    "guide": "guides/*",
}
"""Name of the picture → the page, or the kind of page whose fullest sits for it."""
HEIGHT = 800
GAP = 16
GROUND = "#808080"
LOOKS: tuple[tuple[View, float], ...] = ((DESKTOP, 0.625), (DESKTOP_DARK, 0.625), (PHONE, 1), (PHONE_DARK, 1))
"""Each view with the scale at which its picture stands beside the others."""


def take(site: Path, folder: Path) -> int:
    """Writes NAME.webp for every page into `folder`, which it empties of others; returns how many."""
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.html")}
    kinds = page_kinds(sizes)
    pages = {name: page if page in sizes else kinds[page][0] for name, page in PICTURES.items()}
    for stray in folder.glob("*.webp"):
        stray.unlink()
    with sync_playwright() as playwright, serving(site) as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        visitor = Visitor(browser, address)
        for name, path in pages.items():
            shots = [_shot(visitor, path, view, scale) for view, scale in LOOKS]
            _beside(shots).save(folder / f"{name}.webp", quality=60, method=6)
        browser.close()
    return len(pages)


def _stand_in(folder: Path) -> None:
    """The page that shows the pictures builds only with all of them there, so a new one has to be there before it is
    taken.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in PICTURES:
        if not (folder / f"{name}.webp").exists():
            Image.new("RGB", (1, 1)).save(folder / f"{name}.webp")


def _shot(visitor: Visitor, path: str, view: View, scale: float) -> Image.Image:
    page = visitor.open(path, view, at=f"{BUILT_ON}T10:00:00+08:00")
    page.set_viewport_size({"width": view.width, "height": round(HEIGHT / scale)})
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    visitor.leave()
    return picture.resize((round(view.width * scale), HEIGHT), Image.Resampling.LANCZOS)


def _beside(pictures: list[Image.Image]) -> Image.Image:
    whole = Image.new("RGB", (sum(picture.width + GAP for picture in pictures) - GAP, HEIGHT), GROUND)
    left = 0
    for picture in pictures:
        whole.paste(picture, (left, 0))
        left += picture.width + GAP
    return whole


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    _stand_in(folder)
    with tempfile.TemporaryDirectory() as workshop:
        site = Path(workshop) / "site"
        if lixin(["build", "--root", str(PROJECT), "--site", str(site), "--at", BUILT_ON]):
            return 1
        print(f"{take(site, folder)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
