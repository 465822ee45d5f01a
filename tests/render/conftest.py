from __future__ import annotations

import pytest

from generator.render.house import House, open_house
from tests.render import made


@pytest.fixture(scope="session")
def house() -> House:
    return open_house(made.SETTINGS, None)
