"""The working in words, line by line: what the page and the command show."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from generator.language import Strings
from generator.model.grades import grade_text
from generator.model.scoring.bands import above, exact, shown, shown_total
from generator.model.scoring.formula import NotComputable
from generator.model.scoring.tree import SEPARATOR
from generator.model.scoring.working import Ratio, Step, Working
from generator.schema.scheme import Scheme

RATIO_DECIMALS, PERCENT_DECIMALS = 4, 2
_WITH_PATH = frozenset(("points", "not-applicable"))
_WITH_SOURCE = frozenset(("condition", "condition-broken"))


class SpokenRatio(Struct, frozen=True):
    """`value` is the number with its unit, or why there is none; `computable` says which."""

    name: str
    formula: str
    value: str
    computable: bool


class Spoken(Struct, frozen=True):
    steps: tuple[str, ...]
    result: str
    ratios: tuple[SpokenRatio, ...]


def spoken(t: Strings, lang: str, scheme: Scheme, working: Working) -> Spoken:
    """The working of a score under `scheme`, in the language of `t`. The texts hold values of records: escape them."""
    steps = tuple(_step(t, item) for item in working.steps)
    return Spoken(steps, _result(t, lang, scheme, working), tuple(_ratio(t, item) for item in working.ratios))


def shown_path(path: str) -> str:
    """A path for people: ``售后服务体系 › 监督``."""
    return path.replace(SEPARATOR, " \u203a ")


def _step(t: Strings, item: Step) -> str:
    values = {name: _shown(value) for name, value in item.values}
    key: str = item.kind
    if item.kind in _WITH_PATH:
        values["path"] = shown_path(values["path"])
        values["clause"] = _filled(t.score.clause, clause=item.clause) if item.clause else ""
        key = key if {"points": "applicable", "not-applicable": "points"}[key] in values else f"{key}-bare"
    if item.kind in _WITH_SOURCE:
        values["where"] = _filled(t.score.clause, clause=values["source"]) if values["source"] else ""
    if item.kind == "scaled":
        values["equals"] = _equals(dict(item.values)["result"])
    if item.kind == "dishonesty":
        values["where"] = "".join(f" \u00b7 {values[name]}" for name in ("source", "day") if name in values)
    return _filled(t.score.step[key], **values)


def _result(t: Strings, lang: str, scheme: Scheme, working: Working) -> str:
    words = t.score
    grade, total = working.grade, working.total
    if grade is None or total is None or grade.from_points is None:
        why: str = words.none[working.reason or "no-points"]
        return _filled(words.total_without, total=shown_total(scheme, total), why=why) if total is not None else why
    high = above(scheme, total)
    values = {
        "total": shown_total(scheme, total),
        "low": _shown(exact(grade.from_points)),
        "grade": grade_text(t, lang, scheme, grade.id),
    }
    return _filled(words.band_top, **values) if high is None else _filled(words.band, **values, high=_shown(high))


def _ratio(t: Strings, item: Ratio) -> SpokenRatio:
    name = item.path.rpartition(SEPARATOR)[2]
    if isinstance(item.value, NotComputable):
        about = str(t.score.comma).join(item.value.about)
        return SpokenRatio(name, item.formula, _filled(t.score.not_computable[item.value.reason], about=about), False)
    text, exact = shown(item.value, PERCENT_DECIMALS if item.unit else RATIO_DECIMALS)
    value = " ".join(part for part in ("" if exact else "\u2248", text, item.unit) if part)
    return SpokenRatio(name, item.formula, value, True)


def _equals(value: str | Fraction) -> str:
    return "=" if isinstance(value, str) or shown(value)[1] else "\u2248"


def _shown(value: str | Fraction) -> str:
    return value if isinstance(value, str) else shown(value)[0]


def _filled(pattern: str, **values: object) -> str:
    return str(pattern).format(**values)
