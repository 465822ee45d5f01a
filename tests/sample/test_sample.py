"""A synthetic project is sound, plausible, the same each time, and never held in memory whole."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tracemalloc
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from generator.build.stages import silent
from generator.model.registry import Registry, registry_of
from generator.model.rules import check_registry
from generator.model.status import VERDICTS, schedule, status_at
from generator.records.load import load
from generator.sample.certificates import SERIALS
from generator.sample.draw import Draw
from generator.sample.enterprises import SUBJECTS, place_of
from generator.sample.project import STARTER, NotEmptyError, Order, read_stems, write_project
from generator.sample.stock import stock_of
from generator.sample.stream import Recipe, records
from generator.sample.words import read_words
from generator.schema import credit_code, regions
from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.notice import Notice

AT = date(2026, 11, 1)
PROJECT = Path(__file__).parents[2]


def sample(folder: Path, certificates: int, seed: int = 1, **more: Any) -> Path:
    write_project(folder, Order(certificates, seed, AT, **more), silent)
    return folder


def digest(folder: Path) -> str:
    """One digest of every file with its place."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return found.hexdigest()


def recipe(registry: Registry, certificates: int) -> Recipe:
    return Recipe(certificates, 1, AT, read_words(), stock_of(registry))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample(tmp_path_factory.mktemp("sample") / "project", 3000)


@pytest.fixture(scope="module")
def registry(project: Path) -> Registry:
    return registry_of(load(project).records)


def test_the_check_finds_nothing(project: Path) -> None:
    loaded = load(project)
    assert loaded.problems == ()
    assert list(check_registry(registry_of(loaded.records), loaded.records, AT)) == []


def test_nothing_is_decided_while_a_notice_runs_whomever_it_names(registry: Registry) -> None:
    """A notice and a certificate of the same holder rarely meet: the larger the registry, the surer they do."""
    meanwhile: list[tuple[str, str]] = []
    batch: list[Certificate] = []
    seen = False
    for item in records(recipe(registry, 6000)):
        if isinstance(item, Enterprise) and batch and seen:
            batch, seen = [], False
        if isinstance(item, Certificate):
            batch, seen = [*batch, item], False
        if isinstance(item, Notice):
            seen = True
            others = (one for one in batch if (one.scheme, one.issuer) == (item.scheme, item.issuer) and not one.notice)
            days = ((one.number, one.decided_on or one.issued_on) for one in others)
            meanwhile += [(item.id, number) for number, day in days if item.opens_on <= day <= item.closes_on]
    assert meanwhile == []


def test_there_are_as_many_certificates_as_asked_for(registry: Registry) -> None:
    assert len(registry.certificates) == 3000
    assert 0.4 < len(registry.enterprises) / 3000 < 0.6


def test_every_scheme_of_the_package_has_certificates(registry: Registry) -> None:
    assert {record.value.scheme for record in registry.published} == set(registry.schemes)


def test_every_status_occurs_and_most_are_valid_or_expired(registry: Registry) -> None:
    found = Counter(
        status_at(schedule(item.value, registry.issuers[item.value.issuer].value), AT).verdict
        for item in registry.certificates.values()
    )
    assert set(found) == set(VERDICTS) - {"not-yet-valid"}
    assert found["valid"] > 1400
    assert found["valid"] + found["expired"] > 2500


def test_every_kind_of_event_and_every_other_feature_occurs(registry: Registry) -> None:
    values = [item.value for item in registry.certificates.values()]
    assert {event.kind for value in values for event in value.events} == {
        *("issued", "surveillance", "special", "change", "suspended", "reinstated"),
        *("revoked", "cancelled", "recertified"),
    }
    for feature in ("score", "sites", "parent", "notice", "objections", "withdrawal"):
        assert any(getattr(value, feature) for value in values), feature
    assert {item.value.outcome for item in registry.notices.values()} >= {None, "no-objection"}
    for feature in ("former_names", "honours", "qualifications", "negative_records", "credit_notes"):
        assert any(getattr(item.value, feature) for item in registry.enterprises.values()), feature


def test_everybody_is_a_demonstration_in_the_reserved_range(registry: Registry) -> None:
    for record in registry.enterprises.values():
        assert record.value.demo
        assert credit_code.is_reserved(record.value.credit_code)
    assert all(record.value.demo for table in (registry.notices, registry.issuers) for record in table.values())


def test_names_hardly_repeat(registry: Registry) -> None:
    names = {record.value.name for record in registry.enterprises.values()}
    assert len(names) > 0.99 * len(registry.enterprises)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_same_numbers_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path, seed: str) -> None:
    command = [sys.executable, "-m", "generator", "sample", "made", "--certificates", "300", "--seed", "7"]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert digest(tmp_path / "made") == digest(sample(tmp_path / "again", 300, 7))


def test_another_seed_gives_other_records(tmp_path: Path) -> None:
    assert digest(sample(tmp_path / "one", 50, 1)) != digest(sample(tmp_path / "two", 50, 2))


def test_the_numbers_drawn_are_those_of_the_published_algorithm() -> None:
    draw = Draw()
    draw._state = 1234567
    assert [draw.below(1 << 64) for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_a_larger_registry_needs_no_more_memory(registry: Registry) -> None:
    def peak(certificates: int) -> int:
        tracemalloc.start()
        try:
            for _ in records(recipe(registry, certificates)):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small = peak(400)
    assert peak(3200) < small + 1_000_000  # all the records at once would be seven megabytes


def test_no_two_enterprises_share_region_and_subject() -> None:
    places = [place_of(1, index, 3) for index in range(3 * SUBJECTS)]
    assert len(set(places)) == len(places)
    assert {region for region, _ in places} == {0, 1, 2}
    assert max(subject for _, subject in places) == SUBJECTS


def test_regions_do_not_run_out() -> None:
    assert len(regions.counties()) * SUBJECTS > SERIALS


def test_names_from_a_file_take_the_place_of_the_programs_own(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("禾岫\n\n  朔帛 \n138 0000\n<b>\n", encoding="utf-8")
    stems = read_stems(names)
    assert stems == ("禾岫", "朔帛")
    root = sample(tmp_path / "made", 40, stems=stems)
    found = registry_of(load(root).records).enterprises.values()
    assert all("禾岫" in record.value.name or "朔帛" in record.value.name for record in found)


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotEmptyError):
        sample(tmp_path, 10)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    assert (sample(tmp_path / "made", 10) / "mkdocs.yml").is_file()


def test_a_project_that_could_not_be_finished_leaves_nothing(tmp_path: Path) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_project(tmp_path / "made", Order(10, 1, AT), stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["schemes", "overrides"])
def test_a_new_project_has_what_the_sample_registry_has(kind: str) -> None:
    ours, theirs = (PROJECT / "registry" / kind, STARTER / "registry" / kind)
    if kind == "overrides":
        ours, theirs = PROJECT / kind, STARTER / kind
    missing = {path.name for path in ours.iterdir()} - {path.name for path in theirs.iterdir()}
    assert not missing, f"link them from {theirs.relative_to(PROJECT)}, as the others are"
    assert all((theirs / path.name).read_bytes() == path.read_bytes() for path in ours.iterdir())


def test_a_new_project_has_every_standard_that_a_scheme_names(registry: Registry) -> None:
    named = {item.standard for record in registry.schemes.values() for item in record.value.basis}
    assert named <= set(registry.standards)


def test_numbers_of_certificates_follow_their_issuers_pattern_to_the_last_serial(registry: Registry) -> None:
    made = recipe(registry, 1)
    first = next(item for item in records(made) if isinstance(item, Certificate))
    issuer = next(issuer for issuer in made.stock.issuers if issuer.id == first.issuer)
    assert issuer.number_pattern is not None
    assert issuer.number_pattern.count("#") == len(f"2026{SERIALS}")


def test_an_installed_package_brings_the_starter_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flit_core.buildapi import build_wheel  # type: ignore[import-untyped]

    monkeypatch.chdir(PROJECT)
    with ZipFile(tmp_path / build_wheel(str(tmp_path))) as wheel:
        for path in (path for path in STARTER.rglob("*") if path.is_file()):
            assert wheel.read(path.relative_to(PROJECT).as_posix()) == path.read_bytes()
