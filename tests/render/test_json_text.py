from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.render.json_text import compact, indented, spaced

NESTED = {"a": [1, [], {}, [2.5, [None, True]], {"b": {"c": "d"}}], "": "", "\u2028": '\x00\x1f"\\/\u4e2d<\ud7ff'}


@pytest.mark.parametrize("value", [NESTED, [], {}, [NESTED, [NESTED]], "x", 12, None, [False], {"a": {}}, [0, -0.5]])
def test_it_writes_what_the_standard_library_writes(value: object) -> None:
    assert indented(value).decode() == json.dumps(value, ensure_ascii=False, indent=1)
    assert spaced(value, str).decode() == json.dumps(value, ensure_ascii=False)
    assert compact(value).decode() == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(TypeError):
        indented([object()])
    assert spaced([Path("a")], str) == b'["a"]'
