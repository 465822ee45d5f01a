"""What several commands read from the command line and the project in the same way."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from generator import language
from generator.cli.failure import Failure
from generator.problems import Problem
from generator.problems.catalogue import is_error
from generator.settings import Settings, SettingsError, read_settings


def project_root(args: argparse.Namespace) -> Path:
    """The project's folder.

    Raises:
        Failure: there is no such folder, or it has no registry.
    """
    root: Path = args.root
    if not (root / "registry").is_dir():
        raise Failure.said(args.lang, "no_registry", 2, root=root)
    return root


def project_settings(root: Path, lang: str) -> Settings:
    """The settings of the project at `root`.

    Raises:
        Failure: mkdocs.yml cannot be used.
    """
    try:
        return read_settings(root)
    except SettingsError as error:
        raise Failure(error.said(lang), 2) from error


def day(text: str) -> date:
    """A command-line date, YYYY-MM-DD."""
    try:
        # fromisoformat alone would also take 20260131 and 2026-W05-6.
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-01-31")
    return found


def counted(problems: Sequence[Problem], records: int, lang: str) -> str:
    """One line that sums up a check: how many records, errors and warnings."""
    errors = sum(map(is_error, problems))
    words = language.strings(lang).cli
    text: str = words.checked if problems else words.sound
    return text.format(records=records, errors=errors, warnings=len(problems) - errors)
