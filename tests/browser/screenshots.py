"""`python -m tests.browser.screenshots FOLDER`: pictures of the sample site, as visitors see it."""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from generator.cli import main as lixin
from tests.browser.conftest import ARGUMENTS, VIEWS, Visitor
from tests.browser.gates import page_kinds
from tests.conftest import BUILT_ON, PROJECT
from tests.serving import serving

PICTURES = {
    "home": "index.html",
    "verify": "verify.html",
    "search": "search.html",
    "certificate": "c/*",
    "enterprise": "e/*",
    "certificates": "certificates/index",
    "enterprises": "enterprises/index",
    "scheme": "schemes/*",
    "notice": "notices/*",
    "standard": "standards/*",
    "issuer": "issuers/*",
    "guide": "guides/*",
}
"""Name of the picture → kind of page; the fullest page of the kind sits for it."""
TALLEST = 4000


def take(site: Path, folder: Path) -> int:
    """Writes NAME-VIEW.webp for every picture and view into `folder`; returns how many."""
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*.html")}
    kinds = page_kinds(sizes)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, serving(site) as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        visitor = Visitor(browser, address)
        taken = [(name, kinds[kind][0], view) for name, kind in PICTURES.items() if kind in kinds for view in VIEWS]
        for name, path, view in taken:
            page = visitor.open(path, view, at=f"{BUILT_ON}T10:00:00+08:00")
            height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
            page.set_viewport_size(
                {"width": view.width, "height": height}
            )  # what sticks to the window's foot is at the foot
            Image.open(io.BytesIO(page.screenshot())).save(folder / f"{name}-{view}.webp", quality=80, method=6)
            visitor.leave()
        browser.close()
    return len(taken)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as workshop:
        site = Path(workshop) / "site"
        if lixin(["build", "--root", str(PROJECT), "--site", str(site), "--at", BUILT_ON]):
            return 1
        print(f"{take(site, Path(arguments[0]))} pictures in {arguments[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
