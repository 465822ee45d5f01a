"""`lixin publish TARGET`: checks, builds, and sends what changed to where visitors see it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from errno import EACCES, EDQUOT, EEXIST, ENOSPC, ENOTDIR, EROFS
from pathlib import Path
from typing import Any

from generator.build.place import StateError, place_of
from generator.cli.build import as_json, build_site, show_problems
from generator.cli.failure import Failure
from generator.cli.progress import shown_progress
from generator.cli.project import day, project_root, project_settings
from generator.language import Strings, strings
from generator.publish.address import Address, read_address
from generator.publish.commits import SOURCES, revision_of
from generator.publish.delivery import Delivery
from generator.publish.failure import PublishError
from generator.publish.folder import FEWEST, KEPT
from generator.publish.hosts import HOSTS, host_of, measure, refuse_excess
from generator.publish.run import Order, Published, preview, publish
from generator.publish.server import Served, caddy_config, nginx_config
from generator.publish.targets import Choices, folder_at, refuse_own, target_of

BROTLI_MODULES = Path("/etc/nginx/modules-enabled")
WRONG_USE = ("no_target", "no_server", "no_rollback", "keep", "odd_folder", "own_folder")
OF_THE_DISK = {
    ENOSPC: "disk_full",
    EDQUOT: "disk_full",
    EACCES: "not_writable",
    EROFS: "not_writable",
    EEXIST: "no_folder",
    ENOTDIR: "no_folder",
}
"""What the disk answers, and the sentence that says so."""

SHOWN = 20
"""Paths that a dry run names; of the others it gives the number."""


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("publish", help="check, build, and send what changed to where visitors see it")
    parser.add_argument(
        "target", metavar="TARGET", help="dir:PATH, git:REMOTE#BRANCH, rsync:HOST:PATH, rclone:REMOTE:PATH"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent, send nothing")
    parser.add_argument("--keep", type=int, default=KEPT, metavar="N", help="releases to keep in a folder (default: 3)")
    parser.add_argument("--rollback", nargs="?", const="", metavar="RELEASE", help="make an earlier release live again")
    parser.add_argument("--linear", action="store_true", help="git: one commit after another (default: only the last)")
    parser.add_argument("--adopt", action="store_true", help="take over a target that shows something else")
    parser.add_argument(
        "--host",
        choices=tuple(HOSTS),
        metavar="HOST",
        help="check the limits of this host first: cloudflare-pages, github-pages, …",
    )
    parser.add_argument("--nginx-config", action="store_true", help="print a configuration for nginx, publish nothing")
    parser.add_argument("--caddy-config", action="store_true", help="print a configuration for Caddy, publish nothing")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where the site stands (default: site)")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (default: one for each core)")
    parser.add_argument("--at", type=day, metavar="DATE", help="build as of this date (default: today)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run, full=False)


def run(args: argparse.Namespace) -> int:
    with publishing_failures(args.lang, _site(args)):
        address = read_address(args.target)
        if args.keep < FEWEST:
            raise PublishError("keep", fewest=FEWEST)
        if args.nginx_config or args.caddy_config:
            print(_server_config(address, args), end="")
            return 0
        return _publish(address, args) if args.rollback is None else _roll_back(address, args)


@contextmanager
def publishing_failures(lang: str, site: Path) -> Iterator[None]:
    """Turns what stops a publication into a sentence."""
    try:
        yield
    except PublishError as error:
        raise Failure(error.said(lang), 2 if error.text in WRONG_USE else 1) from error
    except StateError as error:
        raise Failure.said(lang, "broken_state", reason=error, folder=error.folder, site=site) from error
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        said = PublishError(OF_THE_DISK[error.errno], path=error.filename or site)
        raise Failure(said.said(lang)) from error


def _publish(address: Address, args: argparse.Namespace) -> int:
    root = project_root(args)
    settings = project_settings(root, args.lang)
    place, revision = place_of(_site(args)), revision_of(root)
    refuse_own(address, root, (place.site, place.state, *(root / name for name in SOURCES)))
    target = target_of(address, place, _choices(args, settings.without), _waiting(args))
    summary = build_site(args, place.site)
    show_problems(summary, args)
    if summary.stopped:
        raise Failure(_words(args).stopped)
    host = args.host or host_of(address)
    if host:
        refuse_excess(host, measure(place.site))
    order = Order(place, root, revision, settings.url, args.adopt)
    if args.dry_run:
        _show_preview(preview(order, target), args)
        return 0
    with shown_progress(args.format == "text", args.lang) as progress:
        done = publish(order, target, progress)
    if args.format == "json":
        print(json.dumps(published_json(done, address) | {"build": as_json(summary, args.lang)}, ensure_ascii=False))
    else:
        print(published_text(done, address, args.lang))
    return 0


def _site(args: argparse.Namespace) -> Path:
    site: Path = args.site or args.root / "site"
    return site


def _choices(args: argparse.Namespace, without: Sequence[str] = ()) -> Choices:
    return Choices(args.keep, "compressed" not in without, args.linear)


def _waiting(args: argparse.Namespace) -> Callable[[], None]:
    return lambda: print(_words(args).waiting, file=sys.stderr, flush=True)


def _server_config(address: Address, args: argparse.Namespace) -> str:
    if address.sort != "dir":
        raise PublishError("no_server", target=address)
    settings = project_settings(project_root(args), args.lang)
    root = str(folder_at(address, _choices(args), _waiting(args)).current)
    served = Served(settings.url, root, any(BROTLI_MODULES.glob("*brotli-static*")))
    return (nginx_config if args.nginx_config else caddy_config)(served, args.lang)


def _roll_back(address: Address, args: argparse.Namespace) -> int:
    if address.sort != "dir":
        raise PublishError("no_rollback")
    target = folder_at(address, _choices(args), _waiting(args))
    if not target.path.is_dir():
        raise PublishError("no_release", path=target.path)
    with target.held():
        mark = target.earlier(args.rollback).mark if args.dry_run else target.roll_back(args.rollback)
    if args.format == "json":
        print(json.dumps({"commit": mark.commit, "published_at": mark.published_at}))
    else:
        form = _words(args).would_roll_back if args.dry_run else _words(args).rolled_back
        print(form.format(commit=mark.commit[:12], time=mark.published_at))
    return 0


def _show_preview(found: Delivery, args: argparse.Namespace) -> None:
    if args.format == "json":
        print(json.dumps({"send": found.send, "remove": found.remove, "whole": found.whole}, ensure_ascii=False))
        return
    words = _words(args)
    print(
        (words.would_compare if found.whole else words.would_send).format(
            send=len(found.send), remove=len(found.remove)
        )
    )
    listed = [*(f"+ {path}" for path in found.send), *(f"- {path}" for path in found.remove)]
    for line in listed[:SHOWN]:
        print(line)
    if len(listed) > SHOWN:
        print(words.more.format(count=len(listed) - SHOWN))


def published_text(done: Published, address: Address, lang: str) -> str:
    """One line that sums up a publication."""
    words, sent = strings(lang).publish, done.sent
    form = words.superseded if done.superseded else words.published
    return str(
        form.format(
            target=address,
            commit=done.mark.commit[:12],
            files=sent.files,
            removed=sent.removed,
            size=_size(sent.bytes),
            seconds=done.seconds,
        )
    )


def published_json(done: Published, address: Address) -> dict[str, object]:
    return {
        "target": str(address),
        "commit": done.mark.commit,
        "published_at": done.mark.published_at,
        "superseded": done.superseded,
        "sent": done.sent.files,
        "removed": done.sent.removed,
        "bytes": done.sent.bytes,
        "seconds": done.seconds,
    }


def _size(count: int) -> str:
    """Bytes as people read them: ``0 B``, ``12.3 KB``, ``1.5 MB``."""
    size, units = float(count), ["B", "KB", "MB", "GB"]
    while size >= 1000 and len(units) > 1:
        size /= 1000
        units.pop(0)
    return f"{size:.0f} {units[0]}" if units[0] == "B" else f"{size:.1f} {units[0]}"


def _words(args: argparse.Namespace) -> Strings:
    words: Strings = strings(args.lang).publish
    return words
