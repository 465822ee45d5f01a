"""Reference pages that are written by the program: the data dictionary, and every problem with its mend."""

from __future__ import annotations

from collections.abc import Mapping

from generator.language import strings
from generator.problems import catalogue
from generator.schema.dictionary import data_dictionary

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
        lines += [f"## {code} {{ #{code} }}", "", f"**{severity}**{words.colon}{catalogue.title(code, lang)}", ""]
        lines += [catalogue.about(code, lang), ""]
    return "\n".join(lines)
