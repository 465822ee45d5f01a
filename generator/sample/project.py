"""The edge of the room: a new project on the disk, what every project starts from and made-up records."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator.build.stages import Progress
from generator.exchange.rewrite import fresh
from generator.model.registry import registry_of
from generator.records.load import load
from generator.sample.stock import stock_of
from generator.sample.stream import Item, Recipe, records
from generator.sample.words import read_words
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.kinds import KINDS, Kind
from generator.schema.notice import Notice

STARTER = Path(__file__).parent / "starter"
"""What a new project needs: settings, a few articles, templates of articles, schemes, standards and demo issuers."""
LONGEST_STEM = 12


class NotEmptyError(Exception):
    """The folder that a project was to be written to holds something, or is no folder."""


class Order(Struct, frozen=True):
    """What is wanted. `stems` are short names to make company names from; without them the program's own are used."""

    certificates: int
    seed: int
    at: date
    stems: Sequence[str] = ()


def write_project(folder: Path, order: Order, progress: Progress) -> Mapping[str, int]:
    """Writes a whole project as `folder`, which must be empty or not be there; returns the records of each kind.

    Only a finished project appears under that name: it is written beside it first.

    Raises:
        NotEmptyError: something is there already.
        OSError: it cannot be written.
    """
    if not _is_free(folder):
        raise NotEmptyError(folder)
    aside = folder.absolute().parent / f".{folder.absolute().name}.lixin-sample"
    aside.parent.mkdir(parents=True, exist_ok=True)
    aside.mkdir()
    try:
        shutil.copytree(STARTER, aside, dirs_exist_ok=True)
        made = _write_records(aside, order, progress)
        aside.replace(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return made


def read_stems(file: Path) -> tuple[str, ...]:
    """The short names in a file, one a line; lines that no company could be called after are passed over.

    Raises:
        OSError, UnicodeDecodeError: it cannot be read.
    """
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line.isalpha() and len(line) <= LONGEST_STEM)


def _write_records(root: Path, order: Order, progress: Progress) -> Mapping[str, int]:
    stock = stock_of(registry_of(load(root).records))
    recipe = Recipe(order.certificates, order.seed, order.at, read_words(order.stems), stock)
    made: Counter[str] = Counter()
    for item in records(recipe):
        kind, id, year = _named(item)
        _write(root / kind.path(id, year), fresh(kind.shape, item))
        made[kind.name] += 1
        progress("sample", made["certificate"], order.certificates)
    return made


def _named(item: Item) -> tuple[Kind, str, int | None]:
    """The kind of a record, its id, and the year that its folder is named after."""
    if isinstance(item, Enterprise):
        return KINDS["enterprise"], item.credit_code, None
    if isinstance(item, Certificate):
        return KINDS["certificate"], item.number, item.first_issued_on.year
    assert isinstance(item, Notice)
    return KINDS["notice"], item.id, item.opens_on.year


def _write(path: Path, text: str) -> None:
    with suppress(FileNotFoundError):
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _is_free(folder: Path) -> bool:
    try:
        return next(folder.iterdir(), None) is None
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
