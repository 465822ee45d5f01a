"""The known id most like a mistyped one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.nearest import Alike, nearest
from tests.model.made import registry

KNOWN = ["demo-issuer", "demo-body", "HYC-SH-2024-0001", "HYC-SH-2024-0010"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("demo-isuer", "demo-issuer"),
        ("hyc-sh-2024-0001", "HYC-SH-2024-0001"),
        ("YC-SH-2024-0001", "HYC-SH-2024-0001"),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_the_id_that_was_meant_is_found(typed: str, meant: str) -> None:
    assert Alike(KNOWN).nearest(typed) == meant


def test_a_few_ids_are_compared_whole() -> None:
    assert nearest("五星极", ["三星级", "五星级"]) == "五星级"
    assert nearest("x", []) == ""


@given(st.text(max_size=20))
def test_whatever_is_typed_the_answer_is_a_known_id_or_none(typed: str) -> None:
    assert Alike(KNOWN).nearest(typed) in {*KNOWN, ""}


def test_a_registry_looks_among_the_ids_of_the_kind_alone() -> None:
    assert registry().nearest("issuer", "demo-isuer") == "demo-issuer"
    assert registry().nearest("scheme", "demo-isuer") == ""
