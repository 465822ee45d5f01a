"""Reference pages that are written by the program: the data dictionary, and every problem with its mend."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.language import strings
from generator.problems import catalogue
from generator.schema.dictionary import data_dictionary

_MARKS = re.compile(r"[\\`*_{}\[\]#>]")
DICTIONARY = "guides/dictionary.md"
PROBLEMS = "guides/problems.md"


def reference_pages(lang: str) -> Mapping[str, str]:
    """Path below docs/ → Markdown."""
    return {DICTIONARY: data_dictionary(lang), PROBLEMS: problem_pages(lang)}


def problem_pages(lang: str) -> str:
    """Every problem that `lixin check` can report, each under a heading that is its code."""
    words = strings(lang).article
    lines = [f"# {words.problems}", "", words.problems_text, ""]
    for code in catalogue.codes():
        severity = words.severity[catalogue.severity(code)]
        title, about = _plain(catalogue.title(code, lang)), _plain(catalogue.about(code, lang))
        lines += [f"## {code} {{ #{code} }}", "", f"**{severity}**{words.colon}{title}", "", about, ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """The text as Markdown that means nothing but itself."""
    return _MARKS.sub(r"\\\g<0>", text).replace("<", "&lt;")
