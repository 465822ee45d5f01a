"""Before and after as one page: it needs nothing, and nothing in it can act."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html import unescape

import pytest
from msgspec.structs import replace

from generator.difference.card import MOST_CARDS, page
from generator.difference.difference import difference
from generator.schema.enterprise import Withdrawal
from tests.build.project import AT, OTHERS, RECORDS
from tests.conftest import Golden
from tests.difference.made import changed, files, snapshot
from tests.model import made

HOSTILE = "<script>alert(1)</script> \" onmouseover='x' </style> {{ t }} \u2026"


def shown() -> str:
    suspended = made.certificate(scope="别的范围", events=made.happened(("suspended", date(2026, 11, 1))))
    gone = replace(OTHERS[0], withdrawal=Withdrawal(date=date(2026, 11, 1), reason="录错"))
    fresh = replace(made.CERTIFICATE, number="DEMO-2026-0001")
    told = changed(suspended, gone, fresh, without=(OTHERS[5],))
    return page(told, "zh").decode()


def test_the_page_is_as_it_was(golden: Golden) -> None:
    style = re.compile(r"<style>.*?</style>|sha256-[^']+", re.DOTALL)
    golden.compare("pages/difference.html", style.sub("…", shown()).encode())


def test_the_policy_allows_its_own_style_and_nothing_else() -> None:
    text = shown()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    mark = b64encode(sha256(style.encode()).digest()).decode()
    assert unescape(policy) == f"default-src 'none'; style-src 'sha256-{mark}'; base-uri 'none'; form-action 'none'"


def test_the_page_asks_for_nothing() -> None:
    text = re.sub(r"<style>.*?</style>", "", shown(), flags=re.DOTALL)
    assert re.findall(r"<(?:script|link|img|iframe|base|form|object)\b|\s(?:src|href|style|on\w+)=", text) == []
    assert "url(" not in shown()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hostile_text_is_text(lang: str) -> None:
    told = changed(made.certificate(scope=HOSTILE), replace(made.ENTERPRISE, name=HOSTILE[:60]))
    text = page(told, lang).decode()
    assert "<script" not in text
    assert text.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_hidden_characters_of_a_file_name_are_shown_by_number() -> None:
    before = files(*RECORDS)
    odd = {"registry/certificates/2024/\udcff\u202e.yaml": b"x"}
    text = page(difference(snapshot(before), snapshot(before | odd), AT, "zh"), "zh").decode()
    assert "\\udcff" in text
    assert "\u202e" not in text


def test_the_state_before_stands_beside_the_state_after() -> None:
    text = next(part for part in shown().split("<article") if "lx-diff-card--changed" in part)
    row = re.search(r'<th scope="row">覆盖的业务范围</th>(.*?)</tr>', text, re.DOTALL)
    assert row is not None
    assert re.findall(r"<(del|ins)>(.*?)</", row[1]) == [("del", made.CERTIFICATE.scope), ("ins", "别的范围")]
    assert text.index('data-status="valid"') < text.index('data-status="suspended"')


def test_more_cards_than_a_browser_likes_are_counted() -> None:
    many = tuple(replace(made.CERTIFICATE, number=f"DEMO-2025-{number:04}") for number in range(MOST_CARDS + 7))
    text = page(changed(*many), "zh").decode()
    assert text.count("<article") == MOST_CARDS
    assert "另有 7 个。" in text
