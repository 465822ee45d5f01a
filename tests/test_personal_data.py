"""Personal data and hostile text: refused in every field that takes words, and never in any file of a site."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from generator.problems import Place, Report
from generator.problems.catalogue import is_error
from generator.schema.enterprise import NegativeRecord
from generator.schema.kinds import KINDS
from generator.schema.raw import Raw
from generator.schema.shape import Content, Field, Group, Many, One, Shape
from generator.schema.types import FieldType
from tests.build.project import AT, build_project, contents, write_project, write_record
from tests.markup import read_page
from tests.model import made


def identity_number(first: str) -> str:
    """A number of GB 11643-1999 that nobody can have: born in 1890. The last character is its ISO 7064 check."""
    total = sum(int(digit) * (2 ** (17 - index) % 11) for index, digit in enumerate(first))
    return first + "10X98765432"[total % 11]


MOBILE = "1381234" + "5678"  # in two parts, so that the file itself shows no whole number
IDENTITY = identity_number("110105" + "18900307" + "001")
FAX = "传真 0571-8888" + "6666"
MASKED = "138****5678"
WORDS = {"text", "long-text"}
NO_TEXT = {"date", "exact", "amount", "integer", "flag", "choice", "industry", "region"}
"""Types in which no such number can stand: closed sets and quantities."""


# A record of every kind with every field filled --------------------------------------------------------------------


def filled(shape: Shape[Any], within: tuple[str, ...] = ()) -> dict[str, Raw]:
    return {
        field.name: written(field.content, (*within, shape.name))
        for field in shape.fields
        if field.group is None or field.group.name not in (*within, shape.name)
    }


def written(content: Content, within: tuple[str, ...]) -> Raw:
    if isinstance(content, Many):
        return [written(content.item, within)]
    if isinstance(content, Group):
        return filled(content.shape, within)
    assert isinstance(content, One)
    return content.type.example


def leaves(shape: Shape[Any], raw: Mapping[str, Raw], place: Place = ()) -> Iterator[tuple[Place, FieldType]]:
    """Every single value of a filled record: its place and its type."""
    for field in shape.fields:
        item, at = raw.get(field.name), (*place, field.name)
        items = [((*at, index), each) for index, each in enumerate(item)] if isinstance(item, list) else [(at, item)]
        for where, each in items:
            if isinstance(each, dict) and field.group is not None:
                yield from leaves(field.group, each, where)
            elif each is not None and field.type is not None:
                yield where, field.type


def planted(raw: Raw, place: Place, value: str) -> Raw:
    """A copy of the record with `value` at `place`."""
    if not place:
        return value
    step, *rest = place
    if isinstance(raw, list):
        return [planted(item, tuple(rest), value) if index == step else item for index, item in enumerate(raw)]
    assert isinstance(raw, dict)
    return {name: planted(item, tuple(rest), value) if name == step else item for name, item in raw.items()}


def errors_at(shape: Shape[Any], raw: Raw, place: Place) -> set[str]:
    report = Report("registry/some.yaml")
    shape.read(raw, report)
    return {problem.code for problem in report if is_error(problem) and problem.place == place}


FIELDS = [
    pytest.param(kind.shape, place, type, id=f"{kind.name}-{'.'.join(map(str, place))}")
    for kind in KINDS.values()
    for place, type in leaves(kind.shape, filled(kind.shape))
    if type.name not in NO_TEXT
]

WITHOUT_ADDRESSES = [field for field in FIELDS if field.values[2].name != "url"]  # type: ignore[union-attr]
"""Eleven digits in a web address are often an item's number, so they may stand there."""


def test_every_kind_has_fields_to_plant_in() -> None:
    assert len(FIELDS) > 120


@pytest.mark.parametrize("kind", KINDS)
def test_the_filled_record_itself_is_sound(kind: str) -> None:
    report = Report("registry/some.yaml")
    KINDS[kind].shape.read(filled(KINDS[kind].shape), report)
    assert list(filter(is_error, report)) == []


def as_written(type: FieldType, number: str) -> str:
    """The number as it could come to stand in a field of this type."""
    forms = {"url": f"https://example.com/{number}", "email": f"{number}@example.com", "media": f"{number}.png"}
    return f"请联系 {number}" if type.name in WORDS else forms.get(type.name, number)


@pytest.mark.parametrize(("shape", "place", "type"), FIELDS)
def test_an_identity_number_is_refused_in_every_field(shape: Shape[Any], place: Place, type: FieldType) -> None:
    found = errors_at(shape, planted(filled(shape), place, as_written(type, IDENTITY)), place)
    assert found
    assert "personal-data" in found or type.name not in WORDS


@pytest.mark.parametrize(("shape", "place", "type"), WITHOUT_ADDRESSES)
def test_a_private_mobile_is_refused_in_every_field(shape: Shape[Any], place: Place, type: FieldType) -> None:
    found = errors_at(shape, planted(filled(shape), place, as_written(type, MOBILE)), place)
    assert found
    assert "personal-data" in found or type.name not in WORDS | {"phone", "email"}


@pytest.mark.parametrize(("shape", "place", "type"), FIELDS)
def test_a_fax_number_is_refused_in_every_field(shape: Shape[Any], place: Place, type: FieldType) -> None:
    found = errors_at(shape, planted(filled(shape), place, as_written(type, FAX)), place)
    assert found
    assert "personal-data" in found or type.name not in WORDS


@pytest.mark.parametrize(("shape", "place", "type"), FIELDS)
def test_a_masked_mobile_passes_wherever_words_or_phones_stand(
    shape: Shape[Any], place: Place, type: FieldType
) -> None:
    if type.name in WORDS | {"phone"}:
        assert errors_at(shape, planted(filled(shape), place, as_written(type, MASKED)), place) == set()


@pytest.mark.parametrize("number", [MOBILE, IDENTITY, FAX])
def test_a_project_with_personal_data_is_not_built(tmp_path: Path, number: str) -> None:
    root = write_project(tmp_path / "project")
    file = write_record(root, replace(made.ENTERPRISE, introduction="云栖"))
    file.write_text(file.read_text(encoding="utf-8").replace("云栖\n", f"请找 {number}\n"), encoding="utf-8")
    assert build_project(root).stopped
    assert number in file.read_text(encoding="utf-8")
    assert traces(root, number, apart=file) == []


def traces(root: Path, words: str, apart: Path | None = None) -> list[str]:
    """The files below `root` that hold `words`, whatever their format: pages, data, feeds, calendars, shards, parts,
    staging; a folded line counts as one, and a database is opened too. The manifest is left out: like the registry, it
    holds records as they were read.
    """
    apart_too = {apart, *root.rglob(".*.lixin/manifest.sqlite*")}
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and path not in apart_too]
    return [path.relative_to(root).as_posix() for path in files if holds(path, words)]


def holds(file: Path, words: str) -> bool:
    sought = (words.encode(), json.dumps(words)[1:-1].encode(), words.encode("utf-16-le"))
    content = file.read_bytes()
    if any(form in text for form in sought for text in (content, unfolded(content))):
        return True
    return file.suffix == ".sqlite" and words in dump(file)


def unfolded(content: bytes) -> bytes:
    return content.replace(b"\r\n ", b"")


def dump(database: Path) -> str:
    """Everything that a database says, as SQL."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        return "\n".join(opened.iterdump())


# Hostile text in a whole project ------------------------------------------------------------------------------------

HOSTILE = "\"><img src=x onerror=lx()>'</script></template>&amp;{{ 7 }}{name}"
MARKS = ("<img src=x", "</template>&amp;", "onerror=lx()>'<")
"""What a page that had taken the text for markup would hold."""
NEXT_LINE = "\nTEL:000\nEND:VCARD"
BY_RULE = {"edition", "clause"}
"""Texts that must agree with another record's."""
LEFT_OUT = {"withdrawal", "score", "gallery", "image", "replaced_by", "number_pattern", "formula", "revocation_reason"}
"""Fields that need other records or files, or figures that agree."""
FITTING = {"required": "false", "minimum_days": "1", "status": "rejected"}
"""Values with which the rules between records are content."""
SCORE = {"total": "96", "period": "2025", "deductions": [{"what": "x", "why": "x"}]}


def hostile_project(root: Path) -> tuple[Path, set[str]]:
    """A project whose records have hostile text wherever words may stand, and the fields it stands in."""
    write_project(root)
    fields = set()
    for value in (made.STANDARD, made.SCHEME, made.ISSUER, made.ENTERPRISE, made.NOTICE, made.CERTIFICATE):
        file = write_record(root, value)
        kind = next(kind for kind in KINDS.values() if isinstance(value, kind.record))
        raw: Any = with_words(kind.shape, yaml.safe_load(file.read_text(encoding="utf-8")))
        if kind.name == "certificate":
            raw["score"] = SCORE
        for place, type in list(leaves(kind.shape, raw)):
            if type.name in WORDS and place[-1] not in BY_RULE:
                name = ".".join(str(step) for step in (kind.name, *place))
                fields.add(name)
                raw = planted(raw, place, f"{HOSTILE} {name}" + (NEXT_LINE if type.name == "long-text" else ""))
        file.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return root, fields


def with_words(shape: Shape[Any], raw: dict[str, Any] | None) -> dict[str, Any]:
    """The record or group with its optional fields that hold words filled; without any given, all of its fields."""
    values = dict(raw if raw is not None else filled(shape))
    for field in shape.fields:
        if field.name in LEFT_OUT:
            values.pop(field.name, None)
        elif field.group is not None:
            if field.group.name != shape.name:
                values[field.name] = groups_with_words(field, values.get(field.name))
        elif field.name in values:
            values[field.name] = FITTING.get(field.name, values[field.name])
        elif field.type is not None and field.type.name in WORDS:
            values[field.name] = [field.type.example] if field.many else field.type.example
    return values


def groups_with_words(field: Field, given: Any) -> Any:
    """The group, or each of the list's, of the record; one made from nothing where there is none."""
    assert field.group is not None
    if not field.many:
        return with_words(field.group, given)
    return [with_words(field.group, item) for item in given or [None]]


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], set[str]]:
    root, fields = hostile_project(tmp_path_factory.mktemp("hostile") / "project")
    summary = build_project(root)
    assert [problem for problem in summary.problems if is_error(problem)] == []
    return contents(root / "site"), fields


def test_hostile_text_is_markup_in_no_page(hostile_site: tuple[dict[str, bytes], set[str]]) -> None:
    files, _ = hostile_site
    pages = {name: body.decode() for name, body in files.items() if name.endswith((".html", ".xml", ".svg"))}
    assert [name for name, text in pages.items() if any(mark in text for mark in MARKS)] == []
    assert [(name, page.inline) for name in pages if (page := read_page(name, pages[name])).inline] == []
    assert sum("&lt;img src=x" in text for text in pages.values()) > 10


def test_hostile_text_is_one_string_in_every_data_file(hostile_site: tuple[dict[str, bytes], set[str]]) -> None:
    files, _ = hostile_site
    data = {name: json.loads(body) for name, body in files.items() if name.endswith(".json")}
    holding = [name for name, value in data.items() if any(HOSTILE in text for text in strings_of(value))]
    assert {name.partition("/")[0] for name in holding} >= {"c", "e", "search"}
    text_alone = (".vcf", ".ics", ".csv", ".jsonl", ".sqlite")
    others = {name: body for name, body in files.items() if not name.endswith((".html", ".json", ".xml", *text_alone))}
    assert [name for name, body in others.items() if b"<img src=x" in body] == []


def test_hostile_text_is_one_cell_of_a_table_and_one_line_of_json(
    hostile_site: tuple[dict[str, bytes], set[str]],
) -> None:
    files, _ = hostile_site
    tables = {name: body.decode("utf-8-sig") for name, body in files.items() if name.endswith(".csv")}
    assert len(tables) == 2
    for text in tables.values():
        head, *rows = csv.reader(io.StringIO(text, newline=""))
        assert {len(row) for row in rows} == {len(head)}
        assert any(HOSTILE in cell for row in rows for cell in row)
    lines = [line for name, body in files.items() if name.endswith(".jsonl") for line in body.split(b"\n") if line]
    holding = [line for line in lines if any(HOSTILE in text for text in strings_of(json.loads(line)))]
    assert len(holding) == len(lines) - 1  # all but the second enterprise


def test_hostile_text_cannot_start_a_line_of_a_vcard(hostile_site: tuple[dict[str, bytes], set[str]]) -> None:
    files, _ = hostile_site
    lines = files[f"e/{made.HOLDER}.vcf"].decode().split("\r\n")
    assert [line for line in lines if "\n" in line or line == "TEL:000"] == []
    assert lines.count("END:VCARD") == 1


def test_every_field_with_words_was_tried(hostile_site: tuple[dict[str, bytes], set[str]]) -> None:
    files, fields = hostile_site
    assert len(fields) > 90
    seen = b"".join(files.values()).decode("utf-8", errors="replace")
    shown = {name for name in fields if f"{{name}} {name}" in seen}
    assert len(shown) > 80, sorted(fields - shown)


def strings_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings_of(item)


# Negative records whose time is over --------------------------------------------------------------------------------


def negative(word: str, until: date) -> NegativeRecord:
    return NegativeRecord(
        title=f"{word}-title",
        authority=f"{word}-authority",
        reference=f"{word}-reference",
        severity="minor",
        published_on=date(2026, 10, 1),
        display_until=until,
        text=f"{word}-text",
    )


def test_a_negative_record_leaves_no_trace_after_its_last_day(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    records = (negative("overdue", AT - timedelta(days=1)), negative("lastday", AT))
    file = write_record(root, replace(made.ENTERPRISE, negative_records=records))
    assert not build_project(root).stopped
    assert traces(root, "overdue", apart=file) == []
    assert f"site/e/{made.HOLDER}.html" in traces(root, "lastday", apart=file)


def test_the_day_after_the_last_a_build_takes_the_record_out_of_every_file(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    file = write_record(root, replace(made.ENTERPRISE, negative_records=(negative("lastday", AT),)))
    build_project(root)
    assert traces(root, "lastday", apart=file) != []
    build_project(root, at=AT + timedelta(days=1))
    assert traces(root, "lastday", apart=file) == []
