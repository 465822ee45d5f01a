"""Every rule of a scheme can be traced to where it was found."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec.structs import replace

from generator.model.sources import basis_source, given_by, rule_source
from generator.schema.scheme import RuleName, Scheme, Source
from tests.model.scoring.sheets import AFTER_SALES, rulebook, schemes

RULES: tuple[RuleName, ...] = get_args(RuleName)


@pytest.mark.parametrize("scheme", schemes().values(), ids=schemes())
def test_every_rule_of_a_scheme_has_a_source_and_no_source_gives_what_is_not_there(scheme: Scheme) -> None:
    stated = {rule for rule in RULES if getattr(scheme, rule)}
    assert {rule for rule in RULES if given_by(scheme, rule)} == stated


def test_a_rule_cites_the_source_that_gives_it() -> None:
    assert rule_source(rulebook(), AFTER_SALES, "special_deductions_below") == "一家机构公开的评分规则"


def test_a_rule_that_no_source_claims_cites_what_the_scheme_rests_on() -> None:
    bare = replace(AFTER_SALES, sources=(Source(title="甲"), Source(title="乙")))
    assert rule_source(rulebook(), bare, "validity_months") == basis_source(rulebook(), bare) == "GB/T 27922-2011 5、6"
    assert rule_source(rulebook(), replace(bare, basis=()), "validity_months") == "甲; 乙"
