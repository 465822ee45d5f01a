"""The brand homepage's facts for search engines."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from generator.render.house import open_house
from generator.render.pages.enterprise import structured_data
from generator.settings import Settings
from tests.render import made

HOUSE = open_house(Settings(name="立信示例", url="https://lixin.example.com/"), None)
GOOD = "0001-01-01 not-yet-valid|2024-01-01 valid|2027-01-01 expired"


@pytest.mark.parametrize(
    ("schedule", "told"),
    [
        (GOOD, True),
        (GOOD.replace("|2027", "|2025-01-01 suspended|2025-03-01 valid|2027"), True),
        (GOOD.replace("|2027", "|2025-01-01 suspended|2027"), False),
        (GOOD.replace("2027-01-01 expired", "2025-01-01 revoked"), False),
        (GOOD.replace("2027-01-01 expired", "2025-01-01 cancelled"), False),
        (GOOD.replace("2027-01-01 expired", "2025-01-01 invalid"), False),
    ],
)
def test_search_engines_are_told_only_of_certifications_that_nothing_but_time_ends(schedule: str, told: bool) -> None:
    row = replace(made.SUMMARIES[0], scheme_kind="certification", schedule=schedule, valid_until=date(2026, 12, 31))
    facts = structured_data(HOUSE, "e/x.html", made.ENTERPRISE, (row,))
    assert ("hasCertification" in facts) is told


def test_an_assessment_is_never_called_a_certification() -> None:
    row = replace(made.SUMMARIES[0], scheme_kind="assessment", schedule=GOOD)
    assert "hasCertification" not in structured_data(HOUSE, "e/x.html", made.ENTERPRISE, (row,))
