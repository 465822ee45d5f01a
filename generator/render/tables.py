"""The tables of the open data: one declaration a column, from which CSV, SQLite and the list of columns are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from generator import language
from generator.model.grades import grade_text
from generator.model.scoring.shown import total_text
from generator.model.status import Change, encode
from generator.model.views import CertificateFacts, EnterpriseFacts, Gone
from generator.render import urls
from generator.render.delimited import BYTE_ORDER_MARK, csv_lines, kept_as_text
from generator.render.house import House
from generator.schema import industries, regions
from generator.schema.enterprise import Objection
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice
from generator.schema.scheme import Scheme
from generator.schema.standard import Standard

Row = TypeVar("Row")
Cell = str | int | date | None
Type = Literal["text", "day", "count", "flag"]
SEPARATOR = "|"
"""Between the items of a list in one cell."""


class Column(Struct, Generic[Row], frozen=True):
    """One column. `field` is the key of the record field it repeats, `words` its key in the strings of the open data,
    the column's own name unless given; one of them, or both, say what people call it and what it means.
    """

    name: str
    of: Callable[[House, Row], Cell]
    type: Type = "text"
    field: str = ""
    words: str = ""


class Table(Struct, Generic[Row], frozen=True):
    """A table; its first column, or its first `keys` columns, tell its rows apart and sort them."""

    name: str
    columns: tuple[Column[Row], ...]
    keys: int = 1

    def cells(self, house: House, row: Row) -> list[Cell]:
        return [column.of(house, row) for column in self.columns]


class CertificateRow(Struct, frozen=True):
    """A certificate with the place in its schedule of the change that was in force on the day of the build."""

    facts: CertificateFacts
    current: int

    @property
    def status(self) -> Change:
        return self.facts.schedule[self.current]

    @property
    def until(self) -> date | None:
        """The last day of the status, as recorded; None when nothing ends it."""
        following = self.facts.schedule[self.current + 1 :]
        return following[0].on - timedelta(days=1) if following else None


class StatusRow(Struct, frozen=True):
    """One change of a certificate's status."""

    number: str
    change: Change


def _field(key: str, way: str = "", type: Type = "text", name: str = "") -> Column[Any]:
    """A column that repeats the record field `key`, reached from the row over the attributes `way`."""
    last = key.partition(".")[2]
    get = attrgetter(f"{way}.{last}" if way else last)
    return Column(name or last, lambda _, row: get(row), type, key)


def _certificate(last: str, type: Type = "text") -> Column[CertificateRow]:
    return _field(f"certificate.{last}", "facts.certificate", type)


def _enterprise(last: str, type: Type = "text") -> Column[EnterpriseFacts]:
    return _field(f"enterprise.{last}", "enterprise", type)


CERTIFICATES: Table[CertificateRow] = Table(
    "certificates",
    (
        _certificate("number"),
        Column("page", lambda house, row: _address(house, urls.certificate(row.facts.certificate.number))),
        _field("enterprise.credit_code", "facts.holder", name="holder"),
        _field("enterprise.name", "facts.holder", name="holder_name"),
        _field("enterprise.name_en", "facts.holder", name="holder_name_en"),
        _certificate("scheme"),
        _field("scheme.name", "facts.scheme", name="scheme_name"),
        _field("scheme.name_en", "facts.scheme", name="scheme_name_en"),
        _field("scheme.kind", "facts.scheme", name="scheme_kind"),
        _certificate("grade"),
        Column("grade_name", lambda house, row: _grade_name(house, row.facts)),
        Column("score", lambda _, row: total_text(row.facts.scheme, row.facts.certificate.score), field="score.total"),
        _certificate("issuer"),
        _field("issuer.name", "facts.issuer", name="issuer_name"),
        _certificate("first_issued_on", "day"),
        _certificate("issued_on", "day"),
        _certificate("valid_from", "day"),
        _certificate("valid_until", "day"),
        Column("status_at_build", lambda _, row: row.status.verdict),
        Column("status_since", lambda _, row: row.status.on if row.status.on != date.min else None, "day"),
        Column("status_until", lambda _, row: row.until, "day"),
        Column("status_changes", lambda _, row: encode(row.facts.schedule)),
        _certificate("decided_on", "day"),
        _certificate("reported_on", "day"),
        Column("basis", lambda _, row: _basis(row.facts), field="certificate.basis"),
        _certificate("scope"),
        _certificate("scope_en"),
        _certificate("service_field"),
        _certificate("headcount", "count"),
        Column("sites", lambda _, row: len(row.facts.certificate.sites), "count"),
        _certificate("parent"),
        _certificate("notice"),
        Column("open_objections", lambda _, row: _open(row.facts.certificate.objections), "count"),
        Column("demo", lambda _, row: row.facts.holder.demo or row.facts.issuer.demo, "flag"),
    ),
)

STATUS_CHANGES: Table[StatusRow] = Table(
    "status_changes",
    (
        _field("certificate.number"),
        Column("since", lambda _, row: row.change.on, "day"),
        Column("status", lambda _, row: row.change.verdict),
        _field("event.reason", "change"),
    ),
    keys=2,
)

ENTERPRISES: Table[EnterpriseFacts] = Table(
    "enterprises",
    (
        _enterprise("credit_code"),
        Column("page", lambda house, row: _address(house, urls.enterprise(row.enterprise.credit_code))),
        _enterprise("name"),
        _enterprise("name_en"),
        _enterprise("short_name"),
        Column(
            "former_names",
            lambda _, row: SEPARATOR.join(former.name for former in row.enterprise.former_names),
            field="enterprise.former_names",
        ),
        _enterprise("region"),
        Column("region_name", lambda _, row: regions.name(row.enterprise.region)),
        _enterprise("industry"),
        Column("industry_name", lambda house, row: industries.name(row.enterprise.industry, house.settings.language)),
        _enterprise("founded_on", "day"),
        _enterprise("registered_capital"),
        _enterprise("headcount", "count"),
        _enterprise("address"),
        Column("website", lambda _, row: next((site.url for site in row.enterprise.websites), None)),
        Column("certificates", lambda _, row: len(row.certificates), "count"),
        Column("negative_records", lambda _, row: len(row.enterprise.negative_records), "count"),
        Column("open_objections", lambda _, row: _open(row.enterprise.objections), "count"),
        _enterprise("demo", "flag"),
    ),
)

SCHEMES: Table[Scheme] = Table(
    "schemes",
    (
        _field("scheme.id"),
        Column("page", lambda house, row: _address(house, urls.scheme(row.id))),
        _field("scheme.name"),
        _field("scheme.name_en"),
        _field("scheme.kind"),
        _field("scheme.validity_months", type="count"),
        _field("scheme.surveillance_months", type="count"),
    ),
)

ISSUERS: Table[Issuer] = Table(
    "issuers",
    (
        _field("issuer.id"),
        Column("page", lambda house, row: _address(house, urls.issuer(row.id))),
        _field("issuer.name"),
        _field("issuer.name_en"),
        _field("issuer.credit_code"),
        _field("issuer.website"),
        _field("issuer.demo", type="flag"),
    ),
)

STANDARDS: Table[Standard] = Table(
    "standards",
    (
        _field("standard.id"),
        Column("page", lambda house, row: _address(house, urls.standard(row.id))),
        _field("standard.number"),
        _field("standard.title"),
        _field("standard.title_en"),
        _field("standard.edition"),
        _field("standard.effective_on", type="day"),
        _field("standard.abolished_on", type="day"),
        _field("standard.replaced_by"),
    ),
)

NOTICES: Table[Notice] = Table(
    "notices",
    (
        _field("notice.id"),
        Column("page", lambda house, row: _address(house, urls.notice(row.id))),
        _field("notice.title"),
        _field("notice.stage"),
        _field("notice.scheme"),
        _field("notice.issuer"),
        _field("notice.opens_on", type="day"),
        _field("notice.closes_on", type="day"),
        _field("notice.outcome"),
        _field("notice.demo", type="flag"),
    ),
)

WITHDRAWALS: Table[Gone] = Table(
    "withdrawals",
    (
        Column("kind", lambda _, row: row.kind, words="withdrawn_kind"),
        Column("id", lambda _, row: row.id, words="withdrawn_id"),
        _field("withdrawal.date", "withdrawal", "day"),
        _field("withdrawal.reason", "withdrawal"),
        _field("withdrawal.replaced_by", "withdrawal"),
    ),
    keys=2,
)

TABLES: tuple[Table[Any], ...] = (
    CERTIFICATES,
    STATUS_CHANGES,
    ENTERPRISES,
    SCHEMES,
    ISSUERS,
    STANDARDS,
    NOTICES,
    WITHDRAWALS,
)


class Described(Struct, frozen=True):
    """A column in words."""

    column: str
    type: Type
    name: str
    text: str


def described(table: Table[Any], t: language.Strings, lang: str) -> Iterator[Described]:
    """The columns of a table in words."""
    for column in table.columns:
        key = column.words or column.name
        own = t.data.column[key] if key in t.data.column else None  # noqa: SIM401 - no mapping
        name = own.name if own else language.label(column.field, lang)
        yield Described(column.name, column.type, str(name), str(own.text) if own else "")


def certificates_csv(house: House, rows: Iterable[CertificateRow]) -> bytes:
    return _csv(house, CERTIFICATES, rows)


def enterprises_csv(house: House, rows: Iterable[EnterpriseFacts]) -> bytes:
    return _csv(house, ENTERPRISES, rows)


def csv_head(house: House, table: str) -> bytes:
    """The first line of a CSV file, with the mark that says UTF-8 to spreadsheet programs."""
    columns = next(item for item in TABLES if item.name == table).columns
    return BYTE_ORDER_MARK + csv_lines([[column.name for column in columns]])


def _csv(house: House, table: Table[Row], rows: Iterable[Row]) -> bytes:
    text = [column.type == "text" for column in table.columns]
    return csv_lines(
        [_written(cell, is_text) for cell, is_text in zip(table.cells(house, row), text, strict=True)] for row in rows
    )


def _written(cell: Cell, is_text: bool) -> str:
    if isinstance(cell, str):
        return kept_as_text(cell) if is_text else cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)


def _address(house: House, path: str) -> str:
    return urls.absolute(house.settings.url, path)


def _grade_name(house: House, facts: CertificateFacts) -> str | None:
    grade = facts.certificate.grade
    return grade_text(house.t, house.settings.language, facts.scheme, grade) if grade else None


def _basis(facts: CertificateFacts) -> str:
    return SEPARATOR.join(f"{basis.standard} {basis.edition}" for basis in facts.certificate.basis)


def _open(objections: tuple[Objection, ...]) -> int:
    return sum(objection.status == "open" for objection in objections)
