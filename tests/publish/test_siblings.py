"""Compressed siblings: which files have them, and that they say the same."""

from __future__ import annotations

import gzip

import brotli
import pytest

from generator.publish import siblings

PAGE = "".join(f"<p>证书 LX-{number:06} 有效，至 2027-{number % 12 + 1:02}-01</p>\n" for number in range(400)).encode()


def packed(path: str) -> dict[str, bytes]:
    return dict(siblings.siblings(path, PAGE))


@pytest.mark.parametrize("largest", [len(PAGE), len(PAGE) - 1])
def test_a_sibling_says_what_the_file_says(largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(siblings, "LARGEST", largest)
    found = packed("data/certificates.jsonl")
    assert gzip.decompress(found["data/certificates.jsonl.gz"]) == PAGE
    assert brotli.decompress(found["data/certificates.jsonl.br"]) == PAGE


def test_a_large_file_is_packed_fast_and_so_less_small(monkeypatch: pytest.MonkeyPatch) -> None:
    small = packed("c/1.html")
    monkeypatch.setattr(siblings, "LARGEST", 0)
    assert all(len(data) > len(small[path]) for path, data in packed("c/1.html").items())


@pytest.mark.parametrize("path", ["media/logo.png", "data/registry.sqlite", "c/1.html.gz"])
def test_what_is_packed_already_or_no_text_has_none(path: str) -> None:
    assert packed(path) == {}
