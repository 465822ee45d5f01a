"""The open data: what its files hold, and what they are made again for."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator.model.summaries import Summaries
from generator.model.views import CertificateFacts
from generator.plan.data import MadeRuns, OpenData
from generator.plan.output import Checksums, Joined, Output, Planned
from generator.render import data, urls
from generator.render.house import House, open_house
from generator.schema.enterprise import NegativeRecord, Withdrawal
from generator.settings import Settings
from tests.model import made

AT = date(2026, 11, 22)
GONE = Withdrawal(date=date(2026, 1, 1), reason="重复登记")
SUSPENDED = made.certificate(events=made.happened(("suspended", date(2026, 6, 1)), ("reinstated", date(2026, 7, 1))))


@pytest.fixture(scope="module", params=["zh", "en"])
def house(request: pytest.FixtureRequest) -> House:
    settings = Settings(name="立信示例", url="https://lixin.example/", language=request.param, data_licence="CC BY 4.0")
    return open_house(settings, None)


def plan(house: House, *values: object, at: date = AT) -> dict[str, Planned]:
    registry = made.registry(*values)
    summaries = Summaries(registry, house.t, house.settings.language)
    return {output.path: output for output in OpenData(summaries, at, MadeRuns(summaries, at)).outputs()}


def content(house: House, output: Planned) -> bytes:
    if isinstance(output, Joined):
        return b"".join(output.join(part.content(house) for part in output.parts))
    assert isinstance(output, Output)
    return output.content(house)


def rows(house: House, path: str, *values: object, at: date = AT) -> list[dict[str, str]]:
    text = content(house, plan(house, *values, at=at)[path]).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@contextmanager
def opened(house: House, *values: object) -> Iterator[sqlite3.Connection]:
    registry = sqlite3.connect(":memory:")
    registry.row_factory = sqlite3.Row
    registry.deserialize(content(house, plan(house, *values)[urls.DATABASE]))
    yield registry
    registry.close()


def test_a_certificate_is_a_row_with_its_dates_and_its_status_of_the_day(house: House) -> None:
    (row,) = rows(house, urls.CERTIFICATES_CSV, SUSPENDED, at=date(2026, 6, 15))
    assert row["number"] == SUSPENDED.number
    assert row["page"] == f"https://lixin.example/c/{SUSPENDED.number}.html"
    assert (row["valid_from"], row["valid_until"]) == ("2024-01-01", "2026-12-31")
    assert (row["status_at_build"], row["status_since"], row["status_until"]) == (
        "suspended",
        "2026-06-01",
        "2026-06-30",
    )
    assert row["status_changes"].endswith("2026-06-01 suspended|2026-07-01 valid|2027-01-01 expired")
    assert row["demo"] == "true"


def test_a_csv_starts_with_the_mark_that_spreadsheet_programs_need(house: House) -> None:
    planned = plan(house)
    for path in (urls.CERTIFICATES_CSV, urls.ENTERPRISES_CSV):
        assert content(house, planned[path]).startswith(b"\xef\xbb\xbf")


def test_hostile_text_runs_in_no_spreadsheet(house: House) -> None:
    hostile = replace(made.ENTERPRISE, name='=HYPERLINK("http://x","立信")', address="+86", short_name="@SUM(1)")
    (row,) = rows(house, urls.ENTERPRISES_CSV, hostile)
    assert [row[name][:2] for name in ("name", "address", "short_name")] == ["'=", "'+", "'@"]


def test_a_code_of_digits_keeps_them_all(house: House) -> None:
    row, _ = rows(house, urls.CERTIFICATES_CSV, made.certificate(number="200700101100035"))
    assert row["number"] == "200700101100035\t"


def test_each_line_of_open_data_is_what_the_records_own_file_says(house: House) -> None:
    planned, registry = plan(house, SUSPENDED), made.registry(SUSPENDED)
    (line,) = content(house, planned[urls.CERTIFICATES_JSONL]).decode().splitlines()
    summaries = Summaries(registry, house.t, "zh")
    holder, changes = summaries.enterprises[made.HOLDER].value, summaries.schedules[SUSPENDED.number].value
    facts = CertificateFacts(SUSPENDED, holder, made.ISSUER, made.SCHEME, changes)
    own = data.certificate_json(house, urls.certificate_json(SUSPENDED.number), facts)
    assert json.loads(line) == json.loads(own)


def test_a_withdrawn_record_is_in_no_table_and_says_so_in_its_line(house: House) -> None:
    gone = made.certificate(withdrawal=GONE)
    assert rows(house, urls.CERTIFICATES_CSV, gone) == []
    (line,) = content(house, plan(house, gone)[urls.CERTIFICATES_JSONL]).decode().splitlines()
    assert json.loads(line)["withdrawn"] == {"date": "2026-01-01", "reason": "重复登记"}
    with opened(house, gone) as registry:
        assert registry.execute("SELECT count(*) FROM certificates").fetchone()[0] == 0
        assert dict(registry.execute("SELECT * FROM withdrawals").fetchone())["id"] == gone.number


def test_a_negative_record_past_its_time_counts_nowhere(house: House) -> None:
    record = NegativeRecord(
        title="逾期",
        authority="某局",
        severity="minor",
        published_on=date(2026, 1, 1),
        display_until=AT,
        text="逾期的记录",
    )
    marked = replace(made.ENTERPRISE, negative_records=(record,))
    assert rows(house, urls.ENTERPRISES_CSV, marked)[0]["negative_records"] == "1"
    after = AT + timedelta(days=1)
    assert rows(house, urls.ENTERPRISES_CSV, marked, at=after)[0]["negative_records"] == "0"
    assert "逾期".encode() not in content(house, plan(house, marked, at=after)[urls.ENTERPRISES_JSONL])


def many(count: int) -> list[object]:
    certificates = [made.certificate(number=f"DEMO-2024-{number:04}") for number in range(1, count + 1)]
    return [*certificates, replace(made.ENTERPRISE, credit_code="91440305PDY00001XB", name="岭南示例有限公司")]


def test_the_database_holds_every_record_and_answers_for_today(house: House) -> None:
    with opened(house, *many(600)) as registry:
        assert registry.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert registry.execute("SELECT count(*) FROM certificates").fetchone()[0] == 600
        assert registry.execute("SELECT count(*) FROM status_changes").fetchone()[0] == 3 * 600
        assert registry.execute("SELECT count(*) FROM enterprises").fetchone()[0] == 2
        today = registry.execute("SELECT status_today, status_since FROM certificates_today LIMIT 1").fetchone()
        assert today["status_today"] in ("valid", "expired")
        assert {row["in_table"] for row in registry.execute("SELECT * FROM columns")} >= {"certificates", "notices"}
        assert dict(registry.execute("SELECT name, value FROM about").fetchall())["licence"] == "CC BY 4.0"


def test_the_database_finds_the_certificates_of_a_holder_by_its_index(house: House) -> None:
    other = replace(made.ENTERPRISE, credit_code="91440305PDY00001XB", name="岭南示例有限公司")
    certificates = [made.certificate(number=f"LN-{number}", holder=other.credit_code) for number in range(1, 4)]
    with opened(house, *many(20), *certificates) as registry:
        query = "SELECT number FROM certificates WHERE holder = ?"
        (plan,) = registry.execute(f"EXPLAIN QUERY PLAN {query}", (other.credit_code,)).fetchall()
        assert "certificates_by_holder" in plan["detail"]
        found = [row["number"] for row in registry.execute(query, (other.credit_code,))]
        assert found == [item.number for item in certificates]


def test_the_database_is_the_same_bytes_from_the_same_records(house: House) -> None:
    first, again = (content(house, plan(house, *many(300))[urls.DATABASE]) for _ in range(2))
    assert first == again
    assert int.from_bytes(first[28:32], "big") * int.from_bytes(first[16:18], "big") == len(first)


def test_one_changed_certificate_is_one_changed_part(house: House) -> None:
    before, after = plan(house, *many(2000)), plan(house, *many(2000), made.certificate(scope="新的范围"))
    for path in (urls.CERTIFICATES_CSV, urls.CERTIFICATES_JSONL, urls.DATABASE):
        old, new = before[path], after[path]
        assert isinstance(old, Joined)
        assert isinstance(new, Joined)
        keys = {part.key(house) for part in old.parts}
        assert len([part for part in new.parts if part.key(house) not in keys]) == 1
        assert len(new.parts) > 8
    assert before[urls.ENTERPRISES_CSV].key(house) == after[urls.ENTERPRISES_CSV].key(house)


def test_a_day_on_which_no_status_changes_makes_no_large_file_again(house: House) -> None:
    today, tomorrow = plan(house), plan(house, at=AT + timedelta(days=1))
    changed = {path for path in today if today[path].key(house) != tomorrow[path].key(house)}
    assert changed == {urls.DATA, urls.DATA_PACKAGE, urls.CHECKSUMS}


def test_the_sums_are_of_every_data_file(house: House) -> None:
    planned = plan(house)
    sums = planned[urls.CHECKSUMS]
    assert isinstance(sums, Checksums)
    assert {item.path for item in sums.files} == planned.keys() - {urls.DATA, urls.CHECKSUMS}


def test_the_page_explains_every_column_and_the_package_too(house: House) -> None:
    planned = plan(house)
    page = content(house, planned[urls.DATA]).decode()
    package = json.loads(content(house, planned[urls.DATA_PACKAGE]))
    for path, resource in zip((urls.CERTIFICATES_CSV, urls.ENTERPRISES_CSV), package["resources"], strict=True):
        (row, *_) = rows(house, path)
        assert [field["name"] for field in resource["schema"]["fields"]] == list(row)
        assert all(f"<code>{name}</code>" in page for name in row)
    assert package["licenses"] == [{"title": "CC BY 4.0"}]
    assert "2026-11-22" in page


# OpenAPI ------------------------------------------------------------------------------------------------------------


def described(house: House) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(content(house, plan(house)[urls.OPENAPI]))
    return document


def test_the_description_is_openapi_3_1(house: House) -> None:
    OpenAPIV31SpecValidator(described(house)).validate()


def validator(house: House, name: str) -> Any:
    schema = {"$ref": f"#/components/schemas/{name}", "components": described(house)["components"]}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("path", [urls.CERTIFICATES_JSONL, urls.ENTERPRISES_JSONL])
def test_what_is_published_is_what_the_description_says(house: House, path: str) -> None:
    second = made.certificate(number="DEMO-2024-0002", withdrawal=GONE)
    lines = content(house, plan(house, SUSPENDED, second)[path]).decode().splitlines()
    kind = "certificate" if path == urls.CERTIFICATES_JSONL else "enterprise"
    for value in map(json.loads, lines):
        validator(house, "withdrawn-data" if "withdrawn" in value else f"{kind}-data").validate(value)


def test_the_description_notices_what_does_not_belong(house: House) -> None:
    (line,) = content(house, plan(house)[urls.CERTIFICATES_JSONL]).decode().splitlines()
    wrong = json.loads(line) | {"surprise": 1}
    assert not validator(house, "certificate-data").is_valid(wrong)
    del wrong["surprise"], wrong["record"]["scope"]
    assert not validator(house, "certificate-data").is_valid(wrong)
