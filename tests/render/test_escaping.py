from __future__ import annotations

from datetime import date
from decimal import Decimal

import markupsafe
import pytest
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup

from generator.render.escaping import escaped

EVERY_SIGN = "".join(map(chr, range(0x3000)))


class Named(str):
    """A text with a type of its own."""

    __slots__ = ()


class Drawn:
    def __html__(self) -> str:
        return "<svg/>"


@pytest.mark.parametrize(
    "value",
    [
        EVERY_SIGN,
        "",
        Named("<a>"),
        Markup("<b>&amp;</b>"),
        Drawn(),
        12,
        1.5,
        True,
        None,
        Decimal("1.50"),
    ],
)
def test_it_escapes_as_markupsafe_does(value: object) -> None:
    assert escaped(value) == str(markupsafe.escape(value))
    assert type(escaped(Named("<a>"))) is str


def test_a_day_and_a_list_are_escaped_as_their_text() -> None:
    assert escaped(date(2026, 1, 2)) == "2026-01-02"
    assert escaped(["<"]) == "[&#39;&lt;&#39;]"


def test_a_missing_value_is_a_mistake() -> None:
    with pytest.raises(UndefinedError):
        escaped(StrictUndefined(name="missing"))
