"""The ratios of a scheme from statement figures, each by the formula that the scheme prints."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from generator.model.scoring.formula import Formula, NotComputable, compute, plain_name, read_formula
from generator.model.scoring.tree import Node, Tree, most_like
from generator.model.scoring.working import Ratio
from generator.problems import Report
from generator.schema.certificate import Figure, Score
from generator.schema.scheme import Scheme


def ratios_of(scheme: Scheme, tree: Tree, score: Score, report: Report) -> tuple[Ratio, ...]:
    """Every ratio of the scheme in the order of its indicators; what is wrong with the figures goes to the report."""
    formulas = [(node, read_formula(node.formula)) for node in tree.by_path.values() if node.formula is not None]
    known = {name for _, formula in formulas if isinstance(formula, Formula) for name in formula.names}
    figures = _figures(scheme, score.figures, known, report)
    return tuple(_ratio(node, figures) for node, _ in formulas)


def _figures(scheme: Scheme, given: tuple[Figure, ...], known: set[str], report: Report) -> Mapping[str, Fraction]:
    figures: dict[str, Fraction] = {}
    for index, figure in enumerate(given):
        name = plain_name(figure.name)
        place = ("figures", index, "name")
        if name in figures:
            report.add("figure-repeated", place, name=figure.name)
        elif name not in known:
            near = most_like(name, sorted(known))
            report.add("unknown-figure", place, value=figure.name, scheme=scheme.name, nearest=near)
        figures.setdefault(name, Fraction(figure.value))
    return figures


def _ratio(node: Node, figures: Mapping[str, Fraction]) -> Ratio:
    text = node.formula or ""
    formula = read_formula(text)
    if not isinstance(formula, Formula):
        return Ratio(node.path, text, "", NotComputable("bad-formula", (text,)))
    return Ratio(node.path, text, formula.unit, compute(formula, figures))
