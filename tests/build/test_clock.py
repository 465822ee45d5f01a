"""The registry's day is Shanghai's, wherever the program runs."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

import pytest

from generator.build import clock


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 21, 15, 59, 59, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 16, 0, 0, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 7, 1, 15, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_shanghai(
    moment: datetime, expected: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # a clock that stands still
            return moment.astimezone(tz)

    monkeypatch.setattr(clock, "datetime", Stopped)
    assert clock.registry_today() == expected
