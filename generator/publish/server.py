"""Configuration of a web server for the site: nginx, and Caddy as an example of another."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from urllib.parse import urlsplit

from msgspec import Struct

from generator.language import Strings, strings
from generator.publish import headers
from generator.publish.failure import PublishError

PLAIN_TEXTS = tuple(type for type in headers.TEXTUAL if type != "text/html")
"""What nginx does not count among texts of its own accord."""


class Served(Struct, frozen=True):
    """A site at `address`, standing in the folder `root`; `brotli` if the server has the module for it."""

    address: str
    root: str
    brotli: bool = False


def nginx_config(served: Served, lang: str) -> str:
    """A file for nginx to include inside its ``http`` block.

    Raises:
        PublishError: the folder cannot be written into a configuration.
    """
    parts, words = urlsplit(served.address), strings(lang).publish.server
    secure, prefix = parts.scheme == "https", parts.path
    host, root = _plain(parts.hostname or ""), _plain(served.root)
    named = [*headers.ALWAYS, *([headers.SECURE] if secure else [])]
    values = {
        "fresh": headers.FRESH,
        "lasting": _lines(f'"~{rule.format(prefix=prefix)}" "{headers.FOR_EVER}";' for rule in headers.LASTING),
        "open": _lines(f'"~{rule.format(prefix=prefix)}" "*";' for rule in headers.OPEN),
        "redirect": _redirect(host) if secure else "",
        "listen": f"{parts.port or 443} ssl http2" if secure else str(parts.port or 80),
        "host": host,
        "certificate": _certificate(host) if secure else "",
        "prefix": prefix,
        "root": f"root {root};" if prefix == "/" else f"location {prefix} {{ alias {root}/; }}",
        "types": _lines((f"{type} {endings};" for type, endings in headers.TYPES), 8),
        "textual": " ".join(PLAIN_TEXTS),
        "zipped": " ".join((*PLAIN_TEXTS, "application/json", "image/svg+xml")),
        "untyped": _lines(_untyped(root, prefix, path) for path in headers.UNTYPED),
        "brotli": "brotli_static on;" if served.brotli else f"# brotli_static on;  # {words.brotli}",
        "headers": _lines(f'add_header {name} "{value}" always;' for name, value in named),
    }
    return _filled("nginx.conf", values | _notes(words))


def caddy_config(served: Served, lang: str) -> str:
    """A Caddyfile for the site.

    Raises:
        PublishError: the folder cannot be written into a configuration.
    """
    parts, words = urlsplit(served.address), strings(lang).publish.server
    named = [*headers.ALWAYS, *([headers.SECURE] if parts.scheme == "https" else [])]
    values = {
        "host": _plain(f"{parts.scheme}://{parts.netloc}"),
        "root": _plain(served.root),
        "fresh": headers.FRESH,
        "for_ever": headers.FOR_EVER,
        "headers": "\n\t\t".join(f'{name} "{value}"' for name, value in named),
        "lasting_paths": "|".join(rule.format(prefix="/") for rule in headers.LASTING),
        "open_paths": "|".join(rule.format(prefix="/") for rule in headers.OPEN),
    }
    return _filled("Caddyfile", values | _notes(words))


def _notes(words: Strings) -> dict[str, str]:
    names = ("about", "root_note", "types_note", "siblings_note", "headers_note", "hidden_note")
    return {name: str(words[name]) for name in names}


def _filled(name: str, values: dict[str, str]) -> str:
    text = files("generator.publish").joinpath(name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return "\n".join(line for line in text.splitlines() if line.strip(" ")) + "\n"


def _lines(lines: Iterable[str], indent: int = 4) -> str:
    return ("\n" + " " * indent).join(lines)


def _untyped(root: str, prefix: str, path: str) -> str:
    place = "" if prefix == "/" else f"alias {root}/{path}; "
    return f"location = {prefix}{path} {{ {place}default_type text/plain; }}"


def _redirect(host: str) -> str:
    return f"server {{\n    listen 80;\n    server_name {host};\n    return 301 https://$host$request_uri;\n}}"


def _certificate(host: str) -> str:
    folder = f"/etc/letsencrypt/live/{host}"
    return _lines((f"ssl_certificate {folder}/fullchain.pem;", f"ssl_certificate_key {folder}/privkey.pem;"))


def _plain(text: str) -> str:
    """A word that no configuration language reads as anything else."""
    if not text or any(character in text for character in " \t\"'\\;{}$#\n\r"):
        raise PublishError("odd_folder", path=text)
    return text
