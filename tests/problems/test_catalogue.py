import re
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.language import LANGUAGES
from generator.problems import problem
from generator.problems.catalogue import about, catalogue, codes, hint, message, severity, title, visible

HOLE = re.compile(r"\{(\w+)(?::[\w.-]+)?\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH_BESIDE_CHINESE = re.compile(r"[\u4e00-\u9fff][,;!?]|[,;!?][\u4e00-\u9fff]")


def texts(code: str) -> dict[str, dict[str, str]]:
    entry = catalogue()[code]
    return {"message": dict(entry.message), "hint": dict(entry.hint), "about": dict(entry.about)}


def test_the_catalogue_is_not_empty_and_its_codes_are_kebab_case() -> None:
    assert len(codes()) > 100
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", code) for code in codes())


def test_no_code_is_written_twice() -> None:
    source = (files("generator.problems") / "catalogue.yaml").read_text(encoding="utf-8")
    written = re.findall(r"^([a-z0-9-]+):$", source, flags=re.MULTILINE)
    assert len(written) == len(set(written)) == len(codes())


@pytest.mark.parametrize("code", codes())
def test_every_code_has_every_text_in_both_languages(code: str) -> None:
    assert severity(code) in ("error", "warning")
    for name, by_language in texts(code).items():
        assert set(by_language) == set(LANGUAGES), name
        assert all(text.strip() == text and text for text in by_language.values()), name
        if HOLE.sub("", by_language["zh"]).strip("[]"):
            assert CHINESE.search(by_language["zh"]), name
        assert not CHINESE.search(by_language["en"]), name


@pytest.mark.parametrize("code", codes())
def test_chinese_texts_use_full_width_punctuation(code: str) -> None:
    for by_language in texts(code).values():
        assert not HALF_WIDTH_BESIDE_CHINESE.search(by_language["zh"])


@pytest.mark.parametrize("code", codes())
def test_both_languages_name_the_same_values(code: str) -> None:
    for name, by_language in texts(code).items():
        assert set(HOLE.findall(by_language["zh"])) == set(HOLE.findall(by_language["en"])), name


@pytest.mark.parametrize("code", codes())
def test_a_hint_needs_no_value_that_its_message_lacks_unless_it_is_optional(code: str) -> None:
    entry = catalogue()[code]
    for lang in LANGUAGES:
        firm = set(HOLE.findall(re.sub(r"\[\[.*?\]\]", "", entry.hint[lang])))
        assert firm <= {*HOLE.findall(entry.message[lang]), "normalised", "expected", "id"}


@pytest.mark.parametrize("code", [*codes(), "no-such-code"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_missing_values_never_break_a_text(code: str, lang: str) -> None:
    found = problem(code, "a.yaml")
    for text in (message(found, lang), hint(found, lang), title(code, lang), about(code, lang)):
        assert "{" not in text
        assert "[[" not in text
    assert message(found, lang)


def test_every_vocabulary_that_a_text_names_exists() -> None:
    own = yaml.safe_load((files("generator.problems") / "words.yaml").read_text(encoding="utf-8"))
    source = (files("generator.problems") / "catalogue.yaml").read_text(encoding="utf-8")
    choices = yaml.safe_load((files("generator.language") / "fields.yaml").read_text(encoding="utf-8"))["choices"]
    assert set(re.findall(r"\{\w+:([\w.-]+)\}", source)) <= {*own, *choices, "type", "label"}
    for entries in own.values():
        for by_language in entries.values():
            assert set(by_language) == set(LANGUAGES)
            assert CHINESE.search(by_language["zh"])
            assert not CHINESE.search(by_language["en"])


def test_a_message_names_its_values_in_the_language_asked_for() -> None:
    found = problem("event-sequence", "a.yaml", (), event="reinstated", on="2025-01-01", before="not-suspended")
    assert message(found, "zh") == "2025-01-01 不能有“恢复”：证书此时没有被暂停。"
    expected = "“reinstated” is not possible on 2025-01-01: the certificate is not suspended at that time."
    assert message(found, "en") == expected
    assert "reinstated" not in message(found, "zh")


def test_an_optional_part_appears_only_with_its_value() -> None:
    near = problem("unknown-scheme", "a.yaml", (), value="after-sale", nearest="after-sales")
    assert "Did you mean after-sales?" in hint(near, "en")
    far = problem("unknown-scheme", "a.yaml", (), value="zzz", nearest="")
    assert "Did you mean" not in hint(far, "en")


def test_a_code_that_is_not_in_the_catalogue_is_an_error_and_still_says_its_values() -> None:
    found = problem("no-such-code", "a.yaml", (), size=3)
    assert severity("no-such-code") == "error"
    assert message(found, "zh") == "no-such-code size=3"
    assert hint(found, "zh") == ""


def test_a_long_value_is_cut() -> None:
    found = problem("bad-date", "a.yaml", (), value="9" * 100_000, example="2026-03-01")
    assert len(message(found, "zh")) < 200


def test_a_value_cannot_smuggle_in_another_placeholder() -> None:
    found = problem("bad-choice", "a.yaml", (), value="{choices} [[x]]", choices="secret")
    assert message(found, "en") == "“{choices} [[x]]” is not one of the allowed values."


def test_characters_that_cannot_be_seen_are_written_out() -> None:
    assert visible("a\x1b[31m\n\u202eb\ud800\U000e0041") == "a\\x1b[31m\\x0a\\u202eb\\ud800\\U000e0041"
    assert visible("某某公司\u3000二部") == "某某公司\u3000二部"


@given(st.text(), st.text())
def test_any_value_gives_printable_sentences(key: str, value: str) -> None:
    for code in ("bad-date", "unknown-key", "yaml-syntax", "wrong-shape", "unquoted", "personal-data", key):
        found = problem(code, "a.yaml", (), value=value, name=value, cause=value, expected=value, kind=value)
        for lang in LANGUAGES:
            for text in (message(found, lang), hint(found, lang)):
                assert text.replace("\u3000", "").replace("\u00a0", "").isprintable()
