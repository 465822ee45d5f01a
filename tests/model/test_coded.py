"""Values as bytes and back: every kind of record and every summary, and bytes that are none of ours."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from generator.language import strings
from generator.model.coded import CodeError, decoded, encoded
from generator.model.keyed import keyed_again
from generator.model.registry import KIND_NAMES, Registry, registry_of
from generator.model.status import Schedule
from generator.model.summaries import Summaries
from generator.model.views import CertificateHistory, CertificateSummary, EnterpriseSummary, NoticeSummary
from generator.records.load import load
from generator.schema.kinds import KINDS

SUMMARIES: dict[str, Any] = {
    "certificates": CertificateSummary,
    "schedules": Schedule,
    "histories": CertificateHistory,
    "enterprises": EnterpriseSummary,
    "notices": NoticeSummary,
}
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return registry_of(load(ROOT).records)


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_every_record_comes_back_as_it_was(registry: Registry, kind: str) -> None:
    records = registry.of_kind(kind).values()
    assert records
    for record in records:
        back: Any = decoded(KINDS[kind].record, encoded(record.value))
        assert repr(back) == repr(record.value)
        assert back == record.value


@pytest.mark.parametrize("part", SUMMARIES)
def test_every_summary_comes_back_as_it_was(registry: Registry, part: str) -> None:
    summaries = Summaries(registry, strings("zh"), "zh")
    for item in getattr(summaries, part).values():
        back = decoded(SUMMARIES[part], encoded(item.value))
        assert keyed_again(back, encoded(item.value)) == item


@pytest.mark.parametrize("kind", KIND_NAMES)
def test_damaged_bytes_are_refused_or_another_value_and_nothing_else(registry: Registry, kind: str) -> None:
    data = encoded(next(iter(registry.of_kind(kind).values())).value)
    record, chance = KINDS[kind].record, Random(1)
    for length in range(len(data)):
        with pytest.raises(CodeError):
            decoded(record, data[:length])
    for _ in range(2000):
        damaged = bytearray(data)
        damaged[chance.randrange(len(data))] = chance.randrange(256)
        try:
            value = decoded(record, bytes(damaged))
        except CodeError:
            continue
        assert isinstance(value, record)


def test_what_has_no_code_is_said(registry: Registry) -> None:
    with pytest.raises(TypeError):
        encoded(object())
    for value in ("\ud800", 2**64):
        with pytest.raises(ValueError, match=r"surrogates|2\*\*64"):
            encoded(value)
