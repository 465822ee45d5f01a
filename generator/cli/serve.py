"""`lixin serve [--port P]`: builds the site and shows it on this machine."""

from __future__ import annotations

import argparse
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from generator.cli.build import build_site, show_problems
from generator.cli.failure import Failure
from generator.language import strings
from generator.render import urls


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("serve", help="build the site and show it on this machine")
    parser.add_argument("--port", type=int, default=8000, metavar="P", help="port (default: 8000)")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where the site stands (default: site)")
    parser.set_defaults(run=run, full=False, jobs=0, at=None, format="text")


def run(args: argparse.Namespace) -> int:
    site = args.site or args.root / "site"
    summary = build_site(args, site)
    show_problems(summary, args)
    if summary.stopped:
        raise Failure.said(args.lang, "stopped")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", args.port), partial(SiteHandler, directory=str(site)))
    except (OSError, OverflowError) as error:
        raise Failure.said(args.lang, "port", 2, port=args.port, reason=error) from error
    address = f"http://127.0.0.1:{server.server_address[1]}/"
    print(strings(args.lang).cli.serving.format(address=address), flush=True)
    with server:
        server.serve_forever()
    return 0


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves the site's folder, with its own 404 page and no log line for each request."""

    def log_message(self, format: str, *args: object) -> None:
        """Stays quiet."""

    def translate_path(self, path: str) -> str:
        """A path with a NUL in it is no file's."""
        return super().translate_path(path).replace("\0", "\ufffd")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / urls.NOT_FOUND
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
