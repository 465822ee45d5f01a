"""What a server says along with each file: type, caching, who may read it. Data for the servers' own languages."""

from __future__ import annotations

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""The pages' own content security policy, as in `base.html`."""

FRAMES = "frame-ancestors 'none'"
"""Only a header can say this; a page's own policy cannot (CSP level 3, 6.4.2)."""

ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", f"{POLICY}; {FRAMES}"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
SECURE = ("Strict-Transport-Security", "max-age=31536000")
"""A year (RFC 6797, 6.1.1); only where the site is reached by https."""

FRESH = "no-cache"
"""Ask before each use whether it has changed: a revoked certificate must say so at once."""

FOR_EVER = "public, max-age=31536000, immutable"
LASTING = (r"^{prefix}assets/", r"^{prefix}log/tile/[^.]+$")
"""Addressed by their content, or append-only: full tiles of the log have no dot in their path."""

OPEN = (r"^{prefix}(data|credentials|status|log|feeds|seal|\.well-known)/", r"^{prefix}(c|e)/[^/]+\.json$")
"""Open data, which scripts of other sites may read."""

TYPES = (
    ("text/html", "html"),
    ("text/css", "css"),
    ("text/javascript", "js"),
    ("text/plain", "txt"),
    ("text/csv", "csv"),
    ("text/vcard", "vcf"),
    ("text/calendar", "ics"),
    ("application/json", "json"),
    ("application/jsonl", "jsonl"),
    ("application/yaml", "yaml yml"),
    ("application/xml", "xml"),
    ("application/atom+xml", "atom"),
    ("application/manifest+json", "webmanifest"),
    ("application/pdf", "pdf"),
    ("application/vnd.sqlite3", "sqlite"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("image/svg+xml", "svg"),
    ("image/png", "png"),
    ("image/jpeg", "jpg jpeg"),
    ("image/webp", "webp"),
    ("image/x-icon", "ico"),
    ("font/woff2", "woff2"),
)
UNTYPED = ("log/checkpoint", "data/SHA256SUMS")
"""Plain texts whose names have no ending."""

TEXTUAL = tuple(type for type, _ in TYPES if type.startswith(("text/", "application/atom", "application/xml")))
