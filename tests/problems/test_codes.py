"""The code that raises problems and the catalogue that explains them agree."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import generator
from generator.problems.catalogue import catalogue, codes

RAISERS = {"problem", "add", "add_at", "_add", "_stop", "_report_each", "_report_characters"}
FIRM = re.compile(r"\[\[.*?\]\]")
HOLE = re.compile(r"\{(\w+)(?::[\w.-]+)?\}")


@lru_cache(maxsize=1)
def nodes() -> tuple[tuple[str, ast.AST], ...]:
    """Every piece of the project's own Python with its file name."""
    paths = sorted(Path(generator.__file__).parent.rglob("*.py"))
    return tuple((path.name, node) for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@lru_cache(maxsize=1)
def constants() -> frozenset[object]:
    return frozenset(node.value for _, node in nodes() if isinstance(node, ast.Constant))


def raised() -> Iterator[tuple[str, str, ast.Call]]:
    """Where, code and call of every problem whose code is written out."""
    for file, node in nodes():
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            code = node.args[0].value
            if name in RAISERS and isinstance(code, str) and "-" in code:
                yield f"{file}:{node.lineno}", code, node


def firm_values(code: str) -> set[str]:
    entry = catalogue()[code]
    return set(HOLE.findall(FIRM.sub("", entry.message["zh"] + entry.hint["zh"])))


def test_problems_are_found_in_the_sources() -> None:
    assert len({code for _, code, _ in raised()}) > 40


def test_every_code_that_is_raised_is_in_the_catalogue() -> None:
    assert [(where, code) for where, code, _ in raised() if code not in catalogue()] == []


def test_no_code_of_the_catalogue_is_left_unused() -> None:
    assert [code for code in codes() if code not in constants()] == []


def test_every_call_gives_the_values_its_message_needs() -> None:
    lacking = []
    for where, code, call in raised():
        given = {keyword.arg for keyword in call.keywords}
        if code in catalogue() and None not in given and not firm_values(code) <= given:
            lacking.append((where, code, sorted(firm_values(code) - given)))
    assert lacking == []
