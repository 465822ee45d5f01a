"""`make lighthouse`: every kind of page as Lighthouse sees it on a phone, served by nginx as a real site would be.

A page that misses its target is measured again, twice at most, and its best run counts: a busy machine makes a page
slower than it is, nothing makes it faster.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from generator.cli import main as lixin
from generator.publish.server import Served, nginx_config
from generator.render import urls
from tests.browser.gates import page_kinds
from tests.conftest import BUILT_ON, PROJECT
from tests.nginx import free_port, running_nginx

HERE = PROJECT / "bench" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
VERIFICATION = "c/*"
TRIES = 3
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
Scores = dict[str, int]


def target(kind: str) -> Scores:
    """The least score of each category: 100, and 98 for the performance of all but the verification page."""
    return dict.fromkeys(CATEGORIES, 100) | {"performance": 100 if kind == VERIFICATION else 98}


def built(folder: Path, address: str) -> Path:
    """The sample as a site that says it stands at `address`."""
    for name in ("registry", "docs", "overrides"):
        shutil.copytree(PROJECT / name, folder / name)
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    moved = settings.replace("site_url: https://lixin.example/", f"site_url: {address}/")
    (folder / "mkdocs.yml").write_text(moved, encoding="utf-8")
    if lixin(["build", "--root", str(folder), "--at", BUILT_ON]):
        raise SystemExit("the sample does not build")
    return folder / "site"


def kinds(site: Path) -> Iterator[tuple[str, str]]:
    """Each kind of page with its fullest page; development pages are no visitor's."""
    sizes = {page.relative_to(site).as_posix(): page.stat().st_size for page in site.rglob("*.html")}
    for kind, (page, *_) in page_kinds(sizes).items():
        if not kind.startswith("development"):
            yield kind, page


def measured(url: str, hidden: bool) -> tuple[Scores, list[str]]:
    """The scores of a page in hundredths, and the audits that cost it points; a `hidden` page has no SEO."""
    wanted = [name for name in CATEGORIES if not (hidden and name == "seo")]
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = ["node", str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"), url, "--quiet"]
        command += ["--output=json", f"--output-path={report.name}", f"--only-categories={','.join(wanted)}"]
        done = subprocess.run(
            [*command, f"--chrome-flags={FLAGS}"], capture_output=True, text=True, check=False, env=environment()
        )
        if done.returncode:
            return dict.fromkeys(wanted, 0), [f"did not run: {done.stderr.strip()[-200:]}"]
        found = json.loads(Path(report.name).read_text(encoding="utf-8"))
    scores = {name: round(100 * (item["score"] or 0)) for name, item in found["categories"].items()}
    weighty = {item["id"] for part in found["categories"].values() for item in part["auditRefs"] if item["weight"]}
    graded = {id: audit["score"] for id, audit in found["audits"].items() if audit["score"] is not None}
    return scores, sorted(id for id, score in graded.items() if id in weighty and score < 1)


def environment() -> dict[str, str]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "CHROME_PATH": chromium or ""}


def best(url: str, kind: str, hidden: bool) -> tuple[Scores, list[str]]:
    """The best of as many runs as are needed to reach the target, three at most."""
    runs = []
    for _ in range(TRIES):
        runs.append(measured(url, hidden))
        if reaches(runs[-1][0], kind):
            break
    return max(runs, key=lambda run: sum(run[0].values()))


def reaches(scores: Scores, kind: str) -> bool:
    return all(score >= target(kind)[name] for name, score in scores.items())


def main(wanted: list[str]) -> int:
    """Measures all kinds, or those named, and prints a table; 1 if one of them misses its target."""
    port = free_port()
    address, missed = f"http://127.0.0.1:{port}", 0
    with tempfile.TemporaryDirectory() as folder:
        site = built(Path(folder), address)
        config = nginx_config(Served(f"{address}/", str(site)), "zh")
        with running_nginx(config, port, Path(folder) / "nginx"):
            print(f"{'kind':34}" + "".join(f"{name:>16}" for name in CATEGORIES))
            for kind, page in kinds(site):
                if wanted and kind not in wanted:
                    continue
                hidden = b'name="robots" content="noindex' in (site / page).read_bytes()
                scores, faults = best(urls.absolute(f"{address}/", page), kind, hidden)
                good = reaches(scores, kind)
                missed += not good
                shown = "".join(f"{scores.get(name, '-'):>16}" for name in CATEGORIES)
                print(f"{kind:34}{shown}{'' if good else '  ' + ', '.join(faults)}", flush=True)
    print(f"{missed} below target" if missed else "every kind of page reaches its target")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
