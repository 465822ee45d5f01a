"""The rules that need more than one field or more than one record. Each is a generator of problems.

A rule says nothing when what it would compare is itself missing or unknown: that has a problem of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from generator.model.registry import Registry
from generator.model.rules import certificates, enterprises, identity, issuers, notices, schemes, standards
from generator.problems import Problem
from generator.records.record import Record

Rule = Callable[[Registry, Record[Any], date], Iterator[Problem]]

RULES: Mapping[str, tuple[Rule, ...]] = {
    "standard": standards.RULES,
    "scheme": schemes.RULES,
    "issuer": issuers.RULES,
    "enterprise": enterprises.RULES,
    "notice": notices.RULES,
    "certificate": certificates.RULES,
}


def check_record(registry: Registry, record: Record[Any], at: date) -> Iterator[Problem]:
    """Everything the rules find in one record, as of `at`."""
    for rule in RULES[record.kind]:
        yield from rule(registry, record, at)


def check_registry(registry: Registry, records: tuple[Record[Any], ...], at: date) -> Iterator[Problem]:
    """Everything the rules find in `records` (all that could be read, twins included), as of `at`."""
    yield from identity.check(records)
    for record in records:
        yield from check_record(registry, record, at)
