"""The six kinds: their folders, ids and order."""

from __future__ import annotations

import pytest

from generator.schema.kinds import KINDS, Kind
from generator.schema.shape import Field
from generator.schema.types import CreditCodeType, DateType, IdentifierType


def test_there_are_six_kinds_under_their_own_names() -> None:
    assert list(KINDS) == ["standard", "scheme", "issuer", "enterprise", "notice", "certificate"]
    assert all(kind.name == name for name, kind in KINDS.items())


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_refers_only_to_itself_and_to_kinds_before_it(kind: Kind) -> None:
    names = list(KINDS)
    assert kind.shape.mentions - {"media"} <= set(names[: names.index(kind.name) + 1])


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_id_is_required_and_safe_in_a_file_name(kind: Kind) -> None:
    field: Field = kind.shape[kind.id_field]
    assert field.required
    assert isinstance(field.type, IdentifierType | CreditCodeType)


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.by_year], ids=lambda kind: kind.name)
def test_the_year_of_a_folder_is_that_of_a_required_date(kind: Kind) -> None:
    assert kind.year_field is not None
    field = kind.shape[kind.year_field]
    assert field.required
    assert isinstance(field.type, DateType)


def test_what_a_kind_mentions_is_found_in_its_groups_too() -> None:
    assert KINDS["enterprise"].shape.mentions == {"media"}
    assert KINDS["certificate"].shape.mentions == {
        "standard",
        "scheme",
        "issuer",
        "enterprise",
        "notice",
        "certificate",
    }


def test_a_record_lives_in_the_folder_of_its_kind() -> None:
    assert str(KINDS["enterprise"].path("91110101PDY00001XN")) == "registry/enterprises/91110101PDY00001XN.yaml"
    assert str(KINDS["certificate"].path("LX-1", 2026)) == "registry/certificates/2026/LX-1.yaml"
    assert [kind.name for kind in KINDS.values() if kind.by_year] == ["notice", "certificate"]


def test_a_kind_kept_by_year_needs_the_year() -> None:
    with pytest.raises(ValueError, match="by year"):
        KINDS["notice"].path("gs-1")


def test_every_kind_has_another_folder() -> None:
    assert len({kind.folder for kind in KINDS.values()}) == len(KINDS)
