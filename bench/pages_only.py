"""The portal's command with only the outputs that the others make too: record pages with QR codes, and indexes."""

from __future__ import annotations

import re
import sys
from unittest.mock import patch

from generator.build.carry import Editorial
from generator.build.whole import WholeSite
from generator.cli import main
from generator.plan.output import Planned

SAME_WORK = re.compile(r"(?:c|e|schemes|standards|issuers|notices|certificates|enterprises)/[^/]+(?:/[^/]+)*\.html")
LEFT_OUT = re.compile(r"e/[^/]+/report\.html")


def same_work(path: str) -> bool:
    return SAME_WORK.fullmatch(path) is not None and LEFT_OUT.fullmatch(path) is None


def run() -> int:
    plan = WholeSite.outputs

    def plan_pages(site: WholeSite, unit: str) -> list[Planned]:
        return [output for output in plan(site, unit) if same_work(output.path)]

    no_articles = Editorial("", lambda _: None)
    articles = patch("generator.cli.build.editorial_pages", lambda *_: no_articles)
    with patch.object(WholeSite, "outputs", plan_pages), articles:
        return main()


if __name__ == "__main__":
    sys.exit(run())
