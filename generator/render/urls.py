"""Every path of the site, relative to its root. No other module spells one out.

Pages are flat files and links carry the `.html`: they open on any static host and from a disk.
"""

from __future__ import annotations

import re
from urllib.parse import quote

HOME = "index.html"
VERIFY = "verify.html"
SEARCH = "search.html"
SEARCH_ARTICLES = "search/articles.json"
NOT_FOUND = "404.html"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
CERTIFICATES = "certificates/index.html"
ENTERPRISES = "enterprises/index.html"
SCHEMES = "schemes/index.html"
STANDARDS = "standards/index.html"
ISSUERS = "issuers/index.html"
NOTICES = "notices/index.html"
NEWS = "news/index.html"
QUESTIONS = "questions.html"
ABOUT = "about.html"
OBJECTION = "objection.html"
DATA = "data/index.html"
CERTIFICATES_CSV = "data/certificates.csv"
CERTIFICATES_JSONL = "data/certificates.jsonl"
ENTERPRISES_CSV = "data/enterprises.csv"
ENTERPRISES_JSONL = "data/enterprises.jsonl"
DATABASE = "data/registry.sqlite"
DATA_PACKAGE = "data/datapackage.json"
OPENAPI = "data/openapi.json"
CHECKSUMS = "data/SHA256SUMS"
CHANGES_FEED = "feeds/changes.atom"
NOTICES_FEED = "feeds/notices.atom"
NEWS_FEED = "feeds/news.atom"
CALENDAR = "calendar.ics"


def certificate(number: str) -> str:
    return f"c/{number}.html"


def certificate_json(number: str) -> str:
    return f"c/{number}.json"


def enterprise(credit_code: str) -> str:
    return f"e/{credit_code}.html"


def enterprise_json(credit_code: str) -> str:
    return f"e/{credit_code}.json"


def report(credit_code: str) -> str:
    return f"e/{credit_code}/report.html"


def seal(number: str) -> str:
    return f"seal/{number}.svg"


def vcard(credit_code: str) -> str:
    return f"e/{credit_code}.vcf"


def enterprise_calendar(credit_code: str) -> str:
    return f"e/{credit_code}.ics"


def share_picture(credit_code: str) -> str:
    return f"e/{credit_code}/share.png"


def scheme(id: str) -> str:
    return f"schemes/{id}.html"


def standard(id: str) -> str:
    return f"standards/{id}.html"


def issuer(id: str) -> str:
    return f"issuers/{id}.html"


def notice(id: str) -> str:
    return f"notices/{id}.html"


def follow(account: str) -> str:
    """The code of one of the operator's WeChat accounts, ``subscription`` or ``service``."""
    return f"follow/{account}.svg"


def media(name: str) -> str:
    return f"media/{name}"


ASSETS = "assets/"


def asset(name: str, mark: str) -> str:
    """An asset is addressed by its content, so that no page ever meets a style sheet or script of another day."""
    stem, dot, ending = name.rpartition(".")
    return f"{ASSETS}{stem}.{mark}{dot}{ending}" if dot else f"{ASSETS}{name}.{mark}"


def sitemap_part(number: int) -> str:
    return f"sitemap-{number}.xml"


def search_shard(name: str) -> str:
    return f"search/{name}"


def index_page(index: str, facet: str, key: str, number: int) -> str:
    """A page of the index ``certificates`` or ``enterprises``; without facet and key, of the whole.

    0 is the page read first; the others are numbered from the far end.
    """
    parts = [part for part in (facet, key) if part]
    stem = f"page-{number}" if number else "index"
    return "/".join([index, *parts, f"{stem}.html"])


def page_number(name: str) -> int | None:
    """Which page of an index has this file name; None if none has. The reverse of `index_page`."""
    number = name.removeprefix("page-").removesuffix(".html")
    if name == "index.html":
        return 0
    return int(number) if name == f"page-{number}.html" and number.isascii() and number.isdigit() else None


_OF_RECORDS = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"c/([^/]+)\.(?:html|json)", "certificate"),
        (r"seal/([^/]+)\.svg", "certificate"),
        (r"e/([^/]+)\.(?:html|json|vcf|ics)", "enterprise"),
        (r"e/([^/]+)/(?:report\.html|share\.png)", "enterprise"),
        (r"notices/([^/]+)\.html", "notice"),
    )
)


def record_at(path: str) -> tuple[str, str] | None:
    """Kind and id of the certificate, enterprise or notice whose page or data file has this path."""
    found = ((kind, pattern.fullmatch(path)) for pattern, kind in _OF_RECORDS)
    return next(((kind, match[1]) for kind, match in found if match is not None), None)


def lasting(path: str) -> bool:
    """Whether printed codes lead to this page, so that it should answer for ever."""
    folder, _, name = path.rpartition("/")
    return folder in ("c", "e") and name.endswith(".html")


def base(path: str) -> str:
    """The way from a page to the site's root: empty, or ``../`` for each folder."""
    return "../" * path.count("/")


_needs_no_quoting = re.compile(r"[A-Za-z0-9/._~-]*").fullmatch
"""Whether a path is itself when it is percent-encoded: most are, and `quote` takes several times as long."""


def link(base: str, target: str) -> str:
    """A link to the site path `target` from a page whose way to the root is `base`, percent-encoded where needed."""
    return base + (target if _needs_no_quoting(target) else quote(target, safe="/#?=&-._~:"))


def absolute(site_url: str, path: str) -> str:
    """The absolute URL of `path`; `site_url` ends with a slash. The site's front page is the bare address."""
    if path == HOME:
        return site_url
    return site_url + (path if _needs_no_quoting(path) else quote(path, safe="/-._~"))
