"""The six kinds of record, each after those it may refer to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from generator.schema.certificate import Certificate
from generator.schema.enterprise import Enterprise
from generator.schema.issuer import Issuer
from generator.schema.notice import Notice
from generator.schema.scheme import Scheme
from generator.schema.shape import Shape, shape_of
from generator.schema.standard import Standard


class Kind(Struct, frozen=True):
    """One kind of record. `folder` lies below registry/; those with a `year_field` by year of that date."""

    name: str
    folder: str
    record: type
    id_field: str
    year_field: str | None = None

    @property
    def by_year(self) -> bool:
        return self.year_field is not None

    @property
    def shape(self) -> Shape[Any]:
        return shape_of(self.record)

    def path(self, id: str, year: int | str | None = None) -> PurePosixPath:
        """Where the record lives, relative to the project root; a kind kept by year needs its year.

        Raises:
            ValueError: the year is missing.
        """
        folder = PurePosixPath("registry", self.folder)
        if self.by_year:
            if year is None:
                raise ValueError(f"{self.name} records are kept by year")
            folder /= str(year)
        return folder / f"{id}.yaml"


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("standard", "standards", Standard, "id"),
            Kind("scheme", "schemes", Scheme, "id"),
            Kind("issuer", "issuers", Issuer, "id"),
            Kind("enterprise", "enterprises", Enterprise, "credit_code"),
            Kind("notice", "notices", Notice, "id", year_field="opens_on"),
            Kind("certificate", "certificates", Certificate, "number", year_field="first_issued_on"),
        )
    }
)
