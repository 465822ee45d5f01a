"""`lixin hook install BARE_REPO --target …`: a push is checked before it lands, and is live when it has."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.build.clock import registry_today
from generator.build.engine import Options, check_again
from generator.build.place import StateError, place_of
from generator.build.stages import silent
from generator.cli.build import build_site, show_problems
from generator.cli.failure import Failure
from generator.cli.project import counted, project_root, project_settings
from generator.cli.publish import published_text, publishing_failures
from generator.cli.states import git_failures
from generator.difference.difference import broken_rules
from generator.difference.git import at_revision
from generator.language import Strings, strings
from generator.problems import Problem, formats
from generator.problems.catalogue import is_error
from generator.publish import hook as hooks
from generator.publish.address import read_address
from generator.publish.commits import Revision
from generator.publish.failure import PublishError
from generator.publish.folder import KEPT
from generator.publish.hook import Hook, Push
from generator.publish.run import Order, publish
from generator.publish.targets import Choices, path_of, refuse_own, target_of

ACTIONS = ("install", "run", *hooks.NAMES)
MOST_SHOWN = 50
"""Problems that a pusher is shown; of the others the number."""


def add(commands: argparse._SubParsersAction[Any]) -> None:
    parser = commands.add_parser("hook", help="publish what is pushed to a bare repository, once it is checked")
    parser.add_argument("action", choices=ACTIONS, metavar="ACTION", help="install, or run: publish its branch now")
    parser.add_argument("repository", type=Path, metavar="BARE_REPO", help="a bare git repository")
    parser.add_argument("--target", metavar="TARGET", help="where to publish: dir:PATH, git:…, rsync:…, rclone:…")
    parser.add_argument("--branch", metavar="NAME", help="the branch to publish (default: the repository's own)")
    parser.add_argument("--keep", type=int, default=KEPT, metavar="N", help="releases to keep in a folder (default: 3)")
    parser.add_argument("--linear", action="store_true", help="git: one commit after another (default: only the last)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    repository = args.repository.absolute()
    with publishing_failures(args.lang, hooks.home(repository) / "site"):
        if args.action == "install":
            return _install(repository, args)
        hook = hooks.read_hook(repository)
        if args.action == "pre-receive":
            return _before(repository, hook, args)
        if args.action == "post-receive":
            return _after(repository, hook, args)
        return _publish(repository, hook, args, again=True)


def _install(repository: Path, args: argparse.Namespace) -> int:
    own = hooks.main_branch(repository)
    if args.target is None:
        raise PublishError("no_target", target="")
    branch = args.branch or own
    address = read_address(args.target)
    if address.sort == "dir":
        address = read_address(f"dir:{path_of(address)}")
    refuse_own(address, repository, (repository,))
    hooks.install(repository, Hook(str(address), branch, args.keep, args.linear), args.lang)
    print(_words(args).installed.format(repository=repository, branch=branch, target=address))
    return 0


def _before(repository: Path, hook: Hook, args: argparse.Namespace) -> int:
    """Refuses a push whose registry is not in order. Git hands over what is pushed and lets it in if this returns 0."""
    words = _words(args)
    for push in hooks.read_pushes(sys.stdin):
        if push.branch != hook.branch:
            continue
        if push.deletes:
            raise Failure(words.no_deletion.format(branch=push.branch))
        _say(words.checking.format(commit=push.new[:12]))
        with hooks.one_at_a_time(repository, "checked", lambda: _say(words.waiting_check)):
            problems = _problems(repository, push, args)
        _show(problems, args.lang)
        if any(map(is_error, problems)):
            raise Failure(words.refused)
    return 0


def _problems(repository: Path, push: Push, args: argparse.Namespace) -> list[Problem]:
    """What is wrong with a push: with its records, or if they are sound, with what it does to earlier ones."""
    args.root = hooks.check_out(repository, push.new, "checked")
    settings = project_settings(project_root(args), args.lang)
    checked = check_again(args.root, hooks.home(repository) / "seen", settings, Options(at=registry_today()))
    _say(counted(checked.problems, sum(checked.records.values()), args.lang))
    if checked.stopped:
        return list(checked.problems)
    with git_failures(args.lang):
        broken = broken_rules(at_revision(repository, push.old), at_revision(repository, push.new))
    return [*checked.problems, *broken]


def _after(repository: Path, hook: Hook, args: argparse.Namespace) -> int:
    """Publishes a push that has landed. A pusher who leaves does not end it."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if not any(push.branch == hook.branch and not push.deletes for push in hooks.read_pushes(sys.stdin)):
        return 0
    try:
        return _publish(repository, hook, args, again=False)
    except (Failure, PublishError, StateError, OSError):
        _say(_words(args).not_published.format(repository=repository))
        raise


def _publish(repository: Path, hook: Hook, args: argparse.Namespace, *, again: bool) -> int:
    """Publishes the newest commit, unless that has been done and is not asked for `again`."""
    words = _words(args)
    with hooks.one_at_a_time(repository, "work", lambda: _say(words.waiting)):
        commit = hooks.tip(repository, hook.branch)
        if not commit or (not again and hooks.published(repository) == commit):
            _say(words.already.format(commit=commit[:12]))
            return 0
        args.root = hooks.check_out(repository, commit, "work")
        vars(args).update(at=None, jobs=0, full=False, format="text")
        site, address = hooks.home(repository) / "site", read_address(hook.target)
        _say(words.building.format(commit=commit[:12]))
        summary = build_site(args, site)
        if summary.stopped:
            with suppress(BrokenPipeError):
                show_problems(summary, args)
            raise Failure(words.stopped)
        settings = project_settings(args.root, args.lang)
        order = Order(place_of(site), repository, Revision(commit), settings.url)
        choices = Choices(hook.keep, "compressed" not in settings.without, hook.linear)
        done = publish(order, target_of(address, order.place, choices, lambda: _say(words.waiting)), silent)
        hooks.note_published(repository, commit)
        _say(published_text(done, address, args.lang))
    return 0


def _show(problems: list[Problem], lang: str) -> None:
    """Problems for a pusher: errors first, and not more than can be read."""
    ranked = sorted(problems, key=lambda item: not is_error(item))
    with suppress(BrokenPipeError):
        print(formats.render(ranked[:MOST_SHOWN], "text", lang), end="", flush=True)
    if len(ranked) > MOST_SHOWN:
        _say(strings(lang).publish.more.format(count=len(ranked) - MOST_SHOWN))


def _say(text: str) -> None:
    """One line for the pusher, who may have left."""
    with suppress(BrokenPipeError):
        print(text, flush=True)


def _words(args: argparse.Namespace) -> Strings:
    words: Strings = strings(args.lang).publish
    return words
