"""What common hosts of static sites take, and whether a site fits; asked before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from generator.build.place import existing_files
from generator.publish.address import Address
from generator.publish.failure import PublishError
from generator.render.families import family_of


class Host(Struct, frozen=True):
    """The most that a host takes: files, entries (files and folders), bytes of one file, bytes of all. 0: no limit."""

    source: str
    files: int = 0
    entries: int = 0
    file_bytes: int = 0
    bytes: int = 0


HOSTS = {
    "cloudflare-pages": Host(
        "https://developers.cloudflare.com/pages/platform/limits/", files=20_000, file_bytes=25 * 1024 * 1024
    ),
    "cloudflare-pages-paid": Host(
        "https://developers.cloudflare.com/pages/platform/limits/", files=100_000, file_bytes=25 * 1024 * 1024
    ),
    "github-pages": Host(
        "https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits", bytes=10**9
    ),
    "gitlab-pages": Host("https://docs.gitlab.com/administration/instance_limits/", entries=200_000, bytes=10**9),
}


class Measured(Struct, frozen=True):
    """The size of a site. `families`: how many files each family has that can be left out."""

    files: int
    entries: int
    bytes: int
    largest: str
    largest_bytes: int
    families: tuple[tuple[str, int], ...]


def host_of(address: Address) -> str:
    """The host that a target leads to, where its address tells; empty otherwise."""
    if address.sort != "git":
        return ""
    for name, host in (("github.com", "github-pages"), ("gitlab.com", "gitlab-pages")):
        if f"//{name}/" in address.place or f"@{name}" in address.place:
            return host
    return ""


def measure(site: Path) -> Measured:
    """The size of the site in the folder `site`."""
    sizes = {path: (site / path).stat().st_size for path in sorted(existing_files(site))}
    folders = {folder for path in sizes for folder in _folders(path)}
    families = Counter(family for family in map(family_of, sizes) if family)
    largest = max(sizes, key=lambda path: sizes[path], default="")
    total = sum(sizes.values())
    most = tuple(families.most_common())
    return Measured(len(sizes), len(sizes) + len(folders), total, largest, sizes.get(largest, 0), most)


def refuse_excess(name: str, measured: Measured) -> None:
    """Refuses a site that the host would not take.

    Raises:
        PublishError: it has too many files, or they are too large; the text says what can be left out.
    """
    host = HOSTS[name]
    families = ", ".join(f"{family} ({count})" for family, count in measured.families) or "-"
    facts: dict[str, object] = {"host": name, "source": host.source, "families": families}
    if host.file_bytes and measured.largest_bytes > host.file_bytes:
        size = {"path": measured.largest, "bytes": measured.largest_bytes, "limit": host.file_bytes}
        raise PublishError("file_too_large", **facts, **size)
    for text, count, limit in (
        ("too_many_files", measured.files, host.files),
        ("too_many_files", measured.entries, host.entries),
        ("too_large", measured.bytes, host.bytes),
    ):
        if limit and count > limit:
            raise PublishError(text, **facts, count=count, limit=limit)


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
