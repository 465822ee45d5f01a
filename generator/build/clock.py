"""The registry's day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

SHANGHAI = timedelta(hours=8)
"""Asia/Shanghai is UTC+8 the whole year."""


def registry_today() -> date:
    """Today in Asia/Shanghai, where the registry counts its days."""
    return (datetime.now(UTC) + SHANGHAI).date()
