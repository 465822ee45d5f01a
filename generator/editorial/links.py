"""Links from articles to the pages made from records.

An article links to them as it links to anything: by the way from its own file to the page's path,
``../verify.html`` or ``../schemes/after-sales-assessment.html``. A link to a record that does not exist is an error.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from generator.render import urls

_TARGET = re.compile(r"\]\(\s*<?([^)\s>#?]+\.html)|^\s*\[[^\]]+\]:\s*<?([^\s>#?]+\.html)", re.MULTILINE)
_FIXED = frozenset(
    {urls.VERIFY, urls.SEARCH, urls.SCHEMES, urls.STANDARDS, urls.ISSUERS, urls.NOTICES, urls.CERTIFICATES}
    | {urls.ENTERPRISES, urls.DATA}
)
_SLICES = ("certificates/", "enterprises/")
_RECORDS = {
    "c": "certificates/*",
    "e": "enterprises",
    "schemes": "schemes",
    "standards": "standards",
    "issuers": "issuers",
    "notices": "notices/*",
}


def html_targets(markdown: str, source: str) -> Iterator[str]:
    """The paths of the site that an article at `source`, relative to the folder of articles, links to as ``.html``."""
    for inline, reference in _TARGET.findall(markdown):
        path = unquote(inline or reference)
        if "://" not in path and not path.startswith("/"):
            yield posixpath.normpath(posixpath.join(posixpath.dirname(source), path))


def is_record_page(path: str, registry: Path) -> bool:
    """Whether the site has a page at `path` that is made from the records in the folder `registry`."""
    if path in _FIXED or path.startswith(_SLICES):
        return True
    room, _, name = path.partition("/")
    if room not in _RECORDS or "/" in name:
        return False
    stem = name.removesuffix(".html")
    return any(file.stem == stem for file in registry.glob(f"{_RECORDS[room]}/*.yaml"))
