"""A ratio's formula: the text that the scheme prints, read into a small tree and worked out exactly.

    formula = sum [ "%" ]
    sum     = product { ( "+" | "−" ) product }
    product = power { ( "×" | "÷" ) power }
    power   = ( number | name | "(" sum ")" ) [ "^(1/3)" ]

Brackets may be square or full-width, ``-`` and ``/`` stand for ``−`` and ``÷``. A name may hold words in brackets that
touch it, as in ``销售(营业)收入``: nothing is ever multiplied without a sign. The ``%`` at the end is the unit of the
result. No text makes the reader raise, and nothing is ever executed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

from msgspec import Struct

LONGEST, DEEPEST = 400, 16
"""Characters of a formula, and brackets inside one another."""

ROOT_DIGITS = 30
"""Decimals to which a cube root is worked out that is no fraction."""

_TOKEN = re.compile(
    r"\s*(?: (?P<number>[0-9]+(?:\.[0-9]+)?) | (?P<name>[^\W\d_]\w*(?:\(\w+\)\w*)*)"
    r" | (?P<root>\^\s*\(\s*1\s*/\s*3\s*\)) | (?P<sign>[-+×÷/()%]) )",
    re.VERBOSE,
)
_PLAIN = str.maketrans({"\uff08": "(", "\uff09": ")", "[": "(", "]": ")", "\u2212": "-"})

Reason = Literal["missing-figure", "zero-denominator", "negative-base", "bad-formula"]


class Number(Struct, frozen=True):
    value: Fraction
    text: str


class Name(Struct, frozen=True):
    text: str


class Operation(Struct, frozen=True):
    """`sign` is one of ``+``, ``-``, ``×``, ``÷``."""

    sign: str
    left: Node
    right: Node
    text: str


class CubeRoot(Struct, frozen=True):
    base: Node
    text: str


Node: TypeAlias = "Number | Name | Operation | CubeRoot"


class Formula(Struct, frozen=True):
    """`text` is what was read; `unit` is ``%`` or empty; `names` are the figures it needs, each once, as they come."""

    text: str
    root: Node
    unit: str
    names: tuple[str, ...]


class Unreadable(Struct, frozen=True):
    """Where a text stops being a formula: `at` counts characters from 1."""

    text: str
    at: int


class NotComputable(Struct, frozen=True):
    """Why a formula has no value, and about which of its parts: names, a denominator, a base."""

    reason: Reason
    about: tuple[str, ...]


class _Stop(Exception):
    """What was read is no formula from here on."""


@lru_cache(maxsize=1_000)
def read_formula(text: str) -> Formula | Unreadable:
    """The formula in a text, or where the text stops being one."""
    reader = _Reader(text)
    try:
        return reader.formula()
    except _Stop:
        return Unreadable(text, reader.at + 1)


def plain_name(text: str) -> str:
    """A figure's name as formulas have it: with ordinary brackets."""
    return text.translate(_PLAIN)


def compute(formula: Formula, figures: Mapping[str, Fraction]) -> Fraction | NotComputable:
    """The value of a formula, exact but for cube roots, which have `ROOT_DIGITS` decimals; or why it has none."""
    missing = tuple(name for name in formula.names if name not in figures)
    return NotComputable("missing-figure", missing) if missing else _value(formula.root, figures)


def cube_root(value: Fraction) -> Fraction:
    """The cube root of a value not below zero: exact when it is a fraction, else cut at `ROOT_DIGITS` decimals."""
    top, bottom = _whole_root(value.numerator), _whole_root(value.denominator)
    if top**3 == value.numerator and bottom**3 == value.denominator:
        return Fraction(top, bottom)
    scale = 10**ROOT_DIGITS
    return Fraction(_whole_root(value.numerator * scale**3 // value.denominator), scale)


def _whole_root(value: int) -> int:
    """The largest whole number whose cube is at most `value`, by Newton's method."""
    root = 1 << -(-value.bit_length() // 3)
    while root**3 > value:
        root = (2 * root + value // root**2) // 3
    return root


def _names(node: Node) -> Iterator[str]:
    if isinstance(node, Name):
        yield node.text
    elif isinstance(node, CubeRoot):
        yield from _names(node.base)
    elif isinstance(node, Operation):
        yield from _names(node.left)
        yield from _names(node.right)


def _value(node: Node, figures: Mapping[str, Fraction]) -> Fraction | NotComputable:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Name):
        return figures[node.text]
    if isinstance(node, CubeRoot):
        base = _value(node.base, figures)
        if isinstance(base, NotComputable):
            return base
        below = _start(node.base)
        if below is not node.base and _is_negative(_value(below, figures)):
            return NotComputable("negative-base", (below.text,))
        return cube_root(base) if base >= 0 else NotComputable("negative-base", (node.base.text,))
    left, right = _value(node.left, figures), _value(node.right, figures)
    if isinstance(left, NotComputable):
        return left
    if isinstance(right, NotComputable):
        return right
    if node.sign == "÷":
        return left / right if right else NotComputable("zero-denominator", (node.right.text,))
    return left * right if node.sign == "×" else left + right if node.sign == "+" else left - right


def _start(node: Node) -> Node:
    """What growth starts from: the denominator of a quotient, else the whole. Two losses make no growth either."""
    return node.right if isinstance(node, Operation) and node.sign == "÷" else node


def _is_negative(value: Fraction | NotComputable) -> bool:
    return isinstance(value, Fraction) and value < 0


class _Reader:
    """Reads a text from left to right; `at` is how far it has come."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = text[:LONGEST].translate(_PLAIN)
        self.at = 0
        self.depth = 0

    def formula(self) -> Formula:
        if len(self.text) > LONGEST:
            raise _Stop
        root = self._sum()
        unit = "%" if _is_hundredfold(root) and self._take("sign", "%") else ""
        if self.plain[self.at :].strip():
            raise _Stop
        return Formula(self.text, root, unit, tuple(dict.fromkeys(_names(root))))

    def _sum(self) -> Node:
        start, node = self.at, self._product()
        while sign := self._take("sign", "+-"):
            node = Operation(sign, node, self._product(), self._since(start))
        return node

    def _product(self) -> Node:
        start, node = self.at, self._power()
        while sign := self._take("sign", "×÷/"):
            node = Operation("×" if sign == "×" else "÷", node, self._power(), self._since(start))
        return node

    def _power(self) -> Node:
        start, node = self.at, self._value()
        return CubeRoot(node, self._since(start)) if self._take("root") else node

    def _value(self) -> Node:
        if number := self._take("number"):
            return Number(Fraction(number), number)
        if name := self._take("name"):
            return Name(name)
        return self._bracket()

    def _bracket(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST or not self._take("sign", "("):
            raise _Stop
        node = self._sum()
        if not self._take("sign", ")"):
            raise _Stop
        self.depth -= 1
        return node

    def _take(self, kind: str, among: str = "") -> str:
        """The next token if it is of that kind, and one of the signs `among`; else nothing, and nothing is taken."""
        found = _TOKEN.match(self.plain, self.at)
        token = found[kind] if found else None
        if found is None or token is None or (among and token not in among):
            return ""
        self.at = found.end()
        return token

    def _since(self, start: int) -> str:
        return self.text[start : self.at].strip()


def _is_hundredfold(node: Node) -> bool:
    return isinstance(node, Operation) and node.sign == "×" and node.right == Number(Fraction(100), "100")
