"""What every page is measured with: HTML validity, accessibility, width."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

PROJECT = Path(__file__).resolve().parent.parent.parent
NODE_MODULES = PROJECT / "node_modules"
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""What a change of colours alone can break."""
AT_REST = """document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime < Infinity)
    .forEach(animation => animation.finish())"""
"""A colour halfway through a transition is nobody's colour."""
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa")


def html_errors(folder: Path) -> list[str]:
    """Every error that html-validate finds in the HTML files below `folder`."""
    command = [
        "node",
        str(NODE_MODULES / "html-validate" / "bin" / "html-validate.mjs"),
        "--config",
        str(PROJECT / ".htmlvalidate.json"),
        "--formatter",
        "json",
        "--ext",
        "html",
        str(folder),
    ]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    # Into a file: html-validate exits without waiting for a reader, and a pipe would end after its first 64 KB.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        result = subprocess.run(
            command, stdout=output, stderr=subprocess.PIPE, text=True, check=False, env={**os.environ, "PATH": path}
        )
        output.seek(0)
        reports = output.read()
    if result.returncode not in (0, 1) or not reports.strip():
        raise RuntimeError(f"html-validate did not run: {result.stderr.strip()}")
    return [
        f"{Path(report['filePath']).relative_to(folder)}:{message['line']}: {message['ruleId']}: {message['message']}"
        for report in json.loads(reports)
        for message in report["messages"]
        if message["severity"] == 2
    ]


@cache
def _axe() -> str:
    return (NODE_MODULES / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def accessibility_faults(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """What axe-core finds on the loaded page against WCAG 2.2, levels A and AA, or against `rules` alone."""
    page.evaluate(AT_REST)
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(_axe())
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    else:
        options["runOnly"] = {"type": "tag", "values": WCAG}
        options["rules"] = {"target-size": {"enabled": True}}
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{page.url}: {violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """The elements that make the loaded page wider than its window; empty when nothing scrolls sideways."""
    width = page.evaluate("document.documentElement.clientWidth")
    if page.evaluate("document.documentElement.scrollWidth") <= width:
        return []
    wide = page.evaluate(
        """width => [...document.querySelectorAll("body *")]
            .filter(element => element.getBoundingClientRect().right > width + 1)
            .map(element => element.tagName.toLowerCase() + "." + element.className).slice(-5)""",
        width,
    )
    return [f"{page.url}: wider than {width} px: {', '.join(wide)}"]


def page_kinds(sizes: dict[str, int]) -> dict[str, list[str]]:
    """Pages by kind: the same folder at the top, the same depth, both an index or both not.

    A kind is shown by its fullest page and its barest, such as the tombstone among the certificates.
    """
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(sizes):
        folders, _, name = path.rpartition("/")
        depth = folders.count("/") + 1 if folders else 0
        kind = f"{folders.split('/')[0]}/{'*/' * (depth - 1)}{'index' if name == 'index.html' else '*'}"
        kinds[kind if folders else path].append(path)
    return {kind: _extremes(paths, sizes) for kind, paths in kinds.items()}


def _extremes(paths: Iterable[str], sizes: dict[str, int]) -> list[str]:
    by_size = sorted(paths, key=lambda path: (sizes[path], path))
    return by_size[-1:] if len(by_size) == 1 else [by_size[-1], by_size[0]]
