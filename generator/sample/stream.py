"""A synthetic registry as a stream: batches of enterprises with their certificates and notices, one after another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import count, islice

from msgspec import Struct

from generator.sample.certificates import START, Applicant, certificates
from generator.sample.draw import Draw
from generator.sample.enterprises import enterprise
from generator.sample.notices import announced, notice, still_open
from generator.sample.scores import grade_and_score
from generator.sample.stock import Stock
from generator.sample.words import Words
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.notice import Notice, NoticeEntry

BATCH = 40
"""Enterprises that may share a notice."""
OPEN_EVERY = 25
"""Batches from one notice that is still open to the next."""

Item = Enterprise | Certificate | Notice


class Recipe(Struct, frozen=True):
    """All that the records follow from. `at` is the day as of which they are written; nothing has happened after it."""

    certificates: int
    seed: int
    at: date
    words: Words
    stock: Stock


def records(recipe: Recipe) -> Iterator[Item]:
    """Every enterprise, certificate and notice; never more than one batch is held at a time."""
    made = 0
    for batch in count():
        for item in _batch(recipe, batch, made):
            made += isinstance(item, Certificate)
            yield item
        if made >= recipe.certificates:
            return


def _batch(recipe: Recipe, batch: int, made: int) -> Iterator[Item]:
    """One batch, after `made` certificates; it ends early once there are enough."""
    seed, stock, words, at = recipe.seed, recipe.stock, recipe.words, recipe.at
    notices = announced(seed, batch, stock, START, at)
    entries: defaultdict[str, dict[NoticeEntry, None]] = defaultdict(dict)
    for index in range(batch * BATCH, (batch + 1) * BATCH):
        if made >= recipe.certificates:
            break
        holder = enterprise(seed, index, words, at)
        yield holder.record
        applicant = Applicant(holder, notices, stock, words, at)
        for item in islice(certificates(seed, index, applicant, made + 1), recipe.certificates - made):
            yield item
            made += 1
            if item.notice is not None and item.parent is None:
                entry = NoticeEntry(enterprise=item.holder, grade=item.grade, scope=item.scope[:200])
                entries[item.scheme][entry] = None
    draw = Draw(seed, "notices", batch)
    for scheme, found in entries.items():
        yield notice(draw, words, notices[scheme], tuple(found), at)
    if batch % OPEN_EVERY == 0:
        yield _open(recipe, batch, draw)


def _open(recipe: Recipe, batch: int, draw: Draw) -> Notice:
    """A notice that is still open, for the first enterprise of the batch."""
    found = still_open(recipe.seed, batch, recipe.stock, recipe.at)
    holder = enterprise(recipe.seed, batch * BATCH, recipe.words, recipe.at)
    grade, _ = grade_and_score(draw, recipe.words, found.scheme, recipe.at)
    entry = NoticeEntry(enterprise=holder.record.credit_code, grade=grade)
    return notice(draw, recipe.words, found, [entry], recipe.at)
