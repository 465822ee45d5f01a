"""`lixin publish TARGET`: checks, builds, and sends what changed to where visitors see it."""

from __future__ import annotations

import argparse
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from generator.build.place import Place, place_of
from generator.cli.build import as_json, build_site, show_problems
from generator.cli.failure import Failure
from generator.cli.progress import shown_progress
from generator.cli.project import day, project_root, project_settings
from generator.language import Strings, strings
from generator.publish.address import Address, read_address
from generator.publish.branch import Branch
from generator.publish.commits import revision_of
from generator.publish.delivery import Delivery
from generator.publish.failure import PublishError
from generator.publish.folder import FEWEST, KEPT, Folder
from generator.publish.rclone import Rclone
from generator.publish.remote import Remote
from generator.publish.rsync import Rsync
from generator.publish.run import Order, Published, preview, publish
from generator.publish.server import Served, caddy_config, nginx_config
from generator.publish.target import Target

BROTLI_MODULES = Path("/etc/nginx/modules-enabled")
WRONG_USE = ("no_target", "no_server", "no_rollback", "keep", "odd_folder")
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
    parser.add_argument("--nginx-config", action="store_true", help="print a configuration for nginx, publish nothing")
    parser.add_argument("--caddy-config", action="store_true", help="print a configuration for Caddy, publish nothing")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where the site stands (default: site)")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (default: one for each core)")
    parser.add_argument("--at", type=day, metavar="DATE", help="build as of this date (default: today)")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run, full=False)


def run(args: argparse.Namespace) -> int:
    try:
        address = read_address(args.target)
        if args.keep < FEWEST:
            raise PublishError("keep", fewest=FEWEST)
        site = args.site or args.root / "site"
        if args.nginx_config or args.caddy_config:
            print(_server_config(address, args), end="")
            return 0
        target = target_of(address, args, place_of(site))
        return _roll_back(target, args) if args.rollback is not None else _publish(address, target, args)
    except PublishError as error:
        raise Failure(error.said(args.lang), 2 if error.text in WRONG_USE else 1) from error


def target_of(address: Address, args: argparse.Namespace, place: Place) -> Target:
    """The target at `address`, as the options ask for it; what it has to remember is kept with the site's state."""
    if address.sort == "rsync":
        return Remote(Rsync(address.place))
    if address.sort == "rclone":
        return Remote(Rclone(address.place))
    if address.sort == "git":
        store = place.state / "branches" / sha256(str(address).encode()).hexdigest()[:16]
        return Branch(address.place, address.branch, store, args.linear)
    words = _words(args)
    return Folder(Path(address.place).absolute(), args.keep, waiting=lambda: print(words.waiting, flush=True))


def _publish(address: Address, target: Target, args: argparse.Namespace) -> int:
    root = project_root(args)
    settings = project_settings(root, args.lang)
    site, revision = args.site or args.root / "site", revision_of(root)
    summary = build_site(args, site)
    show_problems(summary, args)
    if summary.stopped:
        raise Failure(_words(args).stopped)
    order = Order(place_of(site), root, revision, settings.url, args.adopt)
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


def _server_config(address: Address, args: argparse.Namespace) -> str:
    if address.sort != "dir":
        raise PublishError("no_server", target=address)
    settings = project_settings(project_root(args), args.lang)
    root = str(Folder(Path(address.place).absolute()).current)
    served = Served(settings.url, root, any(BROTLI_MODULES.glob("*brotli-static*")))
    return (nginx_config if args.nginx_config else caddy_config)(served, args.lang)


def _roll_back(target: Target, args: argparse.Namespace) -> int:
    if not isinstance(target, Folder):
        raise PublishError("no_rollback")
    with target.held():
        mark = target.roll_back(args.rollback)
    if args.format == "json":
        print(json.dumps({"commit": mark.commit, "published_at": mark.published_at}))
    else:
        print(_words(args).rolled_back.format(commit=mark.commit[:12], time=mark.published_at))
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
    print("\n".join(listed[:SHOWN]))
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
