"""`lixin build`: checks the registry and brings the site up to date."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from generator import language
from generator.build.clock import registry_today
from generator.build.cluster import ClusterError, refuse_unreachable
from generator.build.engine import Options, Summary, build
from generator.build.far import Far
from generator.build.place import ForeignFolderError, MisplacedSiteError, StateError
from generator.build.workers import RenderError
from generator.cli.failure import Failure
from generator.cli.progress import shown_progress
from generator.cli.project import counted, day, project_root, project_settings
from generator.cli.states import git_failures
from generator.difference.git import touched_since
from generator.editorial.pages import EditorialError, editorial_pages
from generator.problems import formats
from generator.records.files import folder_of_records


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("build", help="check the registry and bring the site up to date")
    parser.add_argument("--site", type=Path, metavar="DIR", help="where the site stands (default: site)")
    parser.add_argument("--full", action="store_true", help="render every page again")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes (default: one for each core)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="render on the Dask cluster of this scheduler")
    parser.add_argument("--through", metavar="URL", default="", help="object storage between here and the cluster")
    parser.add_argument("--at", type=day, metavar="DATE", help="build as of this date (default: today)")
    parser.add_argument("--changed-since", metavar="REV", help="look only where git has changes since this revision")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.jobs < 0:
        raise Failure.said(args.lang, "jobs", 2)
    summary = build_site(args, args.site or args.root / "site", _far(args))
    if args.format == "json":
        print(json.dumps(as_json(summary, args.lang), ensure_ascii=False))
    else:
        _print(summary, args)
    return int(summary.stopped)


def _only(root: Path, args: argparse.Namespace) -> frozenset[str] | None:
    """The folders of records in which git has changes since the revision that was named; None to look everywhere."""
    revision = getattr(args, "changed_since", None)
    if revision is None:
        return None
    with git_failures(args.lang):
        folders = {folder_of_records(path) for path in touched_since(root, revision)}
    # What lies in no folder of records may be anything: then everything is looked at.
    return None if None in folders else frozenset(folder for folder in folders if folder is not None)


def build_site(args: argparse.Namespace, site: Path, far: Far | None = None) -> Summary:
    """Builds the project of `args` into `site`, with progress on a terminal; on a cluster, if one is given.

    Raises:
        Failure: the site could not be built; it is as it was.
    """
    root = project_root(args)
    settings = project_settings(root, args.lang)
    only = _only(root, args)
    options = Options(at=args.at or registry_today(), jobs=args.jobs, full=args.full, far=far, only=only)
    try:
        with shown_progress(args.format == "text", args.lang) as progress:
            return build(root, site, settings, options, editorial_pages(root, settings), progress)
    except MisplacedSiteError as error:
        raise Failure.said(args.lang, "misplaced_site", 2, folder=error) from error
    except StateError as error:
        raise Failure.said(args.lang, "broken_state", reason=error, folder=error.folder, site=site) from error
    except ForeignFolderError as error:
        raise Failure.said(args.lang, "foreign_folder", folder=error) from error
    except ClusterError as error:
        raise Failure.said(args.lang, error.why, 2, address=error.address) from error
    except (RenderError, EditorialError) as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or site}: {error.strerror or error}") from error


def _far(args: argparse.Namespace) -> Far | None:
    """The cluster to render on, if one was named.

    Raises:
        Failure: there is none at that address.
    """
    if args.scheduler is None:
        return None
    try:
        refuse_unreachable(args.scheduler)
    except ClusterError as error:
        raise Failure.said(args.lang, error.why, 2, address=error.address) from error
    return Far(args.scheduler, args.through)


def as_json(summary: Summary, lang: str) -> dict[str, object]:
    found = {
        "written": summary.written,
        "unchanged": summary.unchanged,
        "removed": summary.removed,
        "seconds": summary.seconds,
        "records": summary.records,
        "stages": dict(summary.stages),
    }
    if summary.problems:
        found["problems"] = json.loads(formats.render(summary.problems, "json", lang))
    return found


def show_problems(summary: Summary, args: argparse.Namespace) -> None:
    """Every problem on standard error, and how many there are."""
    if summary.problems:
        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        print(formats.render(summary.problems, "text", args.lang, colour=colour), end="", file=sys.stderr)
        print(counted(summary.problems, sum(summary.records.values()), args.lang), file=sys.stderr)


def _print(summary: Summary, args: argparse.Namespace) -> None:
    show_problems(summary, args)
    if not summary.stopped:
        numbers = {name: getattr(summary, name) for name in ("written", "unchanged", "removed", "seconds")}
        print(language.strings(args.lang).cli.built.format(**numbers))
