"""`lixin serve [--port P]`: the site on this machine, as its files are now; an open page follows what is saved."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

from generator.build.clock import registry_today
from generator.build.place import ForeignFolderError, StateError, place_of
from generator.cli.failure import Failure
from generator.cli.project import day, project_root
from generator.language import strings
from generator.preview.board import Board, News
from generator.preview.live import LiveSite
from generator.preview.server import PreviewServer
from generator.preview.watch import EVERYTHING, Changes, Watch, watching
from generator.problems import formats
from generator.problems.catalogue import is_error

PAUSE = 60.0
"""Seconds after which the day is looked at, whether or not anything was saved."""


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("serve", help="show the site on this machine as its files are now")
    parser.add_argument("--port", type=int, default=8000, metavar="P", help="port (default: 8000)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where the site stands (default: site)")
    parser.add_argument("--at", type=day, metavar="DATE", help="status as of this date (default: today)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    root, words = project_root(args), strings(args.lang)
    place = place_of(args.site or root / "site")
    board, site = Board(), LiveSite(root, place, args.lang)
    try:
        server = PreviewServer(args.port, site, board, words.preview, args.lang)
    except (OSError, OverflowError) as error:
        raise Failure.said(args.lang, "port", 2, port=args.port, reason=error) from error
    with server, watching(root) as watch:
        Thread(target=server.serve_forever, daemon=True).start()
        print(words.cli.serving.format(address=server.address), flush=True)
        try:
            _follow(args, site, board, watch)
        except StateError as error:
            raise Failure.said(args.lang, "broken_state", reason=error, folder=error.folder, site=place.site) from error
        except ForeignFolderError as error:
            raise Failure.said(args.lang, "foreign_folder", folder=error) from error
        finally:
            board.close()
            server.shutdown()
            site.close()
    return 0


def _follow(args: argparse.Namespace, site: LiveSite, board: Board, watch: Watch) -> None:
    """Looks at the files once and then whenever they or the day have changed; ends with an interrupt."""
    seen: date | None = None
    changes: Changes | None = EVERYTHING
    while True:
        at = args.at or registry_today()
        if at != seen or changes is not None:
            news = site.look(at, changes or EVERYTHING)
            board.put(news)
            _tell(news, args.lang)
            seen = at
        changes = watch.changes(PAUSE)


def _tell(news: News, lang: str) -> None:
    """What stands in the way, on standard error, for whoever looks at the window and not at a page."""
    errors = [item for item in news.problems if is_error(item)]
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    said = formats.render(errors, "text", lang, colour=colour) + "".join(f"{fault}\n" for fault in news.faults)
    if said:
        print(said, end="", file=sys.stderr, flush=True)
