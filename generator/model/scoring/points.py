"""From the points of indicators to a total: points got ÷ points applicable × full points − deductions + bonus."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from generator.model.scoring.bands import band, exact, shown_total
from generator.model.scoring.tree import SEPARATOR, Node, Tree
from generator.model.scoring.working import Step, step
from generator.problems import Place, Report
from generator.schema.certificate import CategoryScore, Score
from generator.schema.scheme import Scheme

HIGHEST_BONUS = 1
COARSEST = Fraction(1, 20)
"""How far a declared total may be from the one worked out, at most; less where it is written with more decimals."""


class Tally(Struct, frozen=True):
    """Points got, and the points that could have been got."""

    got: Fraction = Fraction(0)
    applicable: Fraction = Fraction(0)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.got + other.got, self.applicable + other.applicable)


class Points(Struct, frozen=True):
    """`total` is None where there are no points, or faults among them."""

    steps: tuple[Step, ...]
    total: Fraction | None
    count: int
    """How many special deductions there were."""


def points_of(scheme: Scheme, tree: Tree, score: Score, report: Report) -> Points:
    """The total of a score with its steps; what is wrong with it goes to the report, places relative to the score."""
    sheet = _Sheet(scheme, tree, score, report)
    before = len(report.problems)
    sheet.check_paths()
    sheet.check_extras()
    total = sheet.total() if len(report.problems) == before else None
    return Points(tuple(sheet.steps), total, sheet.count)


class _Sheet(Struct):
    """One score sheet while it is gone through."""

    scheme: Scheme
    tree: Tree
    score: Score
    report: Report
    steps: list[Step] = []
    lines: Mapping[str, tuple[int, CategoryScore]] = {}
    left_out: Mapping[str, str] = {}

    def __post_init__(self) -> None:
        self.lines = {line.path: (index, line) for index, line in enumerate(self.score.categories)}
        self.left_out = {item.path: item.reason for item in self.score.not_applicable}

    @property
    def count(self) -> int:
        given = self.score.special_deductions
        return len(self.score.deductions) if given is None else given

    # What is written ------------------------------------------------------------------------------------------------

    def check_paths(self) -> None:
        """Every path is one of the scheme's; no indicator is scored twice, or both scored and left out."""
        seen: set[str] = set()
        for index, line in enumerate(self.score.categories):
            place: Place = ("categories", index, "path")
            self._check_path(line.path, place)
            above = next((path for path in _ancestors(line.path) if path in self.lines), None)
            twice = line.path if line.path in seen else above
            if twice is not None:
                self.report.add("indicator-scored-twice", place, path=line.path, other=twice)
            outer = next((path for path in (line.path, *_ancestors(line.path)) if path in self.left_out), None)
            if outer is not None:
                self.report.add("not-applicable-scored", place, path=line.path, other=outer)
            seen.add(line.path)
        for index, item in enumerate(self.score.not_applicable):
            self._check_path(item.path, ("not_applicable", index, "path"))

    def _check_path(self, path: str, place: Place) -> None:
        if self.tree.tops and path not in self.tree.by_path:
            near = self.tree.nearest(path)
            self.report.add("unknown-indicator", place, value=path, scheme=self.scheme.name, nearest=near)

    def check_extras(self) -> None:
        """The bonus is one at most; deductions named one by one are as many as are counted; a total is on the scale."""
        score, full = self.score, self.scheme.full_points
        if score.bonus is not None and score.bonus > HIGHEST_BONUS:
            self.report.add("bonus-too-high", ("bonus",), bonus=score.bonus, limit=HIGHEST_BONUS)
        if score.deductions and self.count != len(score.deductions):
            values = {"count": self.count, "listed": len(score.deductions)}
            self.report.add("deductions-miscounted", ("special_deductions",), **values)
        if full is not None and score.total is not None and not 0 <= score.total <= full:
            self.report.add("score-out-of-range", ("total",), score=score.total, full=full)

    # The total ------------------------------------------------------------------------------------------------------

    def total(self) -> Fraction | None:
        """The total worked out where the scheme has a scale and the score its points, else the one declared."""
        declared, full = self.score.total, self.scheme.full_points
        if self.lines and full is not None:
            total = self._worked_out(exact(full))
            if total is not None and declared is not None:
                self._compare(total, declared)
            return total
        self._note_lines()
        if declared is None:
            return None
        self.steps.append(step("declared", total=exact(declared)))
        return exact(declared)

    def _worked_out(self, full: Fraction) -> Fraction | None:
        before = len(self.report.problems)
        tally = self._by_indicator() if self.tree.weighted else self._as_given(full)
        if len(self.report.problems) > before:
            return None
        if tally.applicable <= 0:
            self.report.add("nothing-applicable", ("categories",))
            return None
        self.steps.append(step("sum", got=tally.got, applicable=tally.applicable))
        scaled = tally.got / tally.applicable * full
        self.steps.append(step("scaled", got=tally.got, applicable=tally.applicable, full=full, result=scaled))
        return self._capped(self._adjusted(scaled), full)

    def _adjusted(self, total: Fraction) -> Fraction:
        for item in self.score.deductions:
            self.steps.append(step("deduction", what=item.what, why=item.why))
        if self.count and not self.score.deductions:
            self.steps.append(step("deductions", count=exact(self.count)))
        bonus = self.score.bonus or 0
        if bonus:
            self.steps.append(step("bonus", points=exact(bonus)))
        return total - self.count + bonus

    def _capped(self, total: Fraction, full: Fraction) -> Fraction:
        capped = min(max(total, Fraction(0)), full)
        if capped != total:
            self.steps.append(step("capped", before=total, result=capped))
        return capped

    def _compare(self, total: Fraction, declared: Decimal) -> None:
        """The declared total is the one worked out, rounded to the decimals it is written with, within its band."""
        exponent = declared.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        allowed = min(Fraction(1, 2 * 10**decimals), COARSEST)
        value = exact(declared)
        if abs(value - total) > allowed or band(self.scheme, value) != band(self.scheme, total):
            shown = shown_total(self.scheme, total)
            self.report.add("score-sum-mismatch", ("total",), score=declared, expected=shown)

    # By indicator ---------------------------------------------------------------------------------------------------

    def _by_indicator(self) -> Tally:
        return sum((self._tally(top) for top in self.tree.tops), Tally())

    def _tally(self, node: Node) -> Tally:
        if node.path in self.left_out:
            self._leave_out(node)
            return Tally()
        if node.path in self.lines:
            return self._line(node)
        below = [inner for child in node.children for inner in child.within()]
        scored = [inner for inner in below if inner.path in self.lines]
        mentioned = scored or any(inner.path in self.left_out for inner in below)
        if mentioned and not any(child.unweighted for child in node.children):
            return sum((self._tally(child) for child in node.children), Tally())
        for inner in scored:
            self._refuse(inner)
        if not scored:
            self.report.add("indicator-not-scored", ("categories",), path=node.path, scheme=self.scheme.name)
        return Tally()

    def _refuse(self, node: Node) -> None:
        index, _ = self.lines[node.path]
        place: Place = ("categories", index, "path")
        self.report.add("indicator-points-unknown", place, path=node.path, scheme=self.scheme.name)

    def _leave_out(self, node: Node) -> None:
        reason = self.left_out[node.path]
        points = {} if node.points is None else {"points": node.points}
        self.steps.append(step("not-applicable", node.clause, path=node.path, reason=reason, **points))

    def _line(self, node: Node) -> Tally:
        index, line = self.lines[node.path]
        place: Place = ("categories", index)
        for inner in node.within() if self.left_out else ():
            if inner.path in self.left_out:
                self._leave_out(inner)
        applicable = self._applicable(node, line, place)
        if applicable is None:
            return Tally()
        got = exact(line.points)
        if got > applicable:
            self.report.add("points-too-high", (*place, "points"), path=line.path, points=line.points, limit=applicable)
        self.steps.append(step("points", node.clause, path=node.path, points=got, applicable=applicable))
        return Tally(got, applicable)

    def _applicable(self, node: Node, line: CategoryScore, place: Place) -> Fraction | None:
        """The points that apply in a scored node, or None once the report says why that is not known."""
        if node.points is None:
            self._refuse(node)
            return None
        outs = _outermost(node, self.left_out) if self.left_out else ()
        removed = [out.points for out in outs]
        known = None if None in removed else node.points - sum(points for points in removed if points is not None)
        if line.applicable is None:
            if known is None:
                self.report.add("applicable-unknown", place, path=node.path, scheme=self.scheme.name)
            return known
        given = exact(line.applicable)
        at = (*place, "applicable")
        if given > node.points:
            self.report.add("points-too-high", at, path=node.path, points=line.applicable, limit=node.points)
        elif not outs and given < node.points:
            values = {"path": node.path, "applicable": line.applicable, "points": node.points}
            self.report.add("not-applicable-without-reason", at, **values)
        elif given != known and (known is not None or given == node.points):
            self.report.add("applicable-mismatch", at, path=node.path, applicable=line.applicable, expected=known)
        else:
            return given
        return None

    # As given: the scheme knows no points of its indicators ---------------------------------------------------------

    def _as_given(self, full: Fraction) -> Tally:
        self._note_lines()
        before, tally, whole = len(self.report.problems), Tally(), True
        for index, line in enumerate(self.score.categories):
            place: Place = ("categories", index, "points")
            got = exact(line.points)
            limit = full if line.applicable is None else exact(line.applicable)
            if got > limit:
                self.report.add("points-too-high", place, path=line.path, points=line.points, limit=limit)
            whole = whole and line.applicable is not None
            tally += Tally(got, limit)
        if not whole:
            tally = Tally(tally.got, full)
        if tally.got > tally.applicable and len(self.report.problems) == before:
            at: Place = ("categories",)
            self.report.add("points-too-high", at, path=self.scheme.name, points=tally.got, limit=tally.applicable)
        return tally

    def _note_lines(self) -> None:
        """The lines and what does not apply, as they are written."""
        for line in self.score.categories:
            node = self.tree.by_path.get(line.path)
            applicable = {} if line.applicable is None else {"applicable": exact(line.applicable)}
            clause = node.clause if node else None
            self.steps.append(step("points", clause, path=line.path, points=exact(line.points), **applicable))
        for item in self.score.not_applicable:
            self.steps.append(step("not-applicable", path=item.path, reason=item.reason))


def _ancestors(path: str) -> tuple[str, ...]:
    """The paths above a path, the nearest first."""
    names = path.split(SEPARATOR)
    return tuple(SEPARATOR.join(names[:length]) for length in range(len(names) - 1, 0, -1))


def _outermost(node: Node, left_out: Mapping[str, str]) -> tuple[Node, ...]:
    """The left-out nodes below a node, those inside another left-out one not counted."""
    found: list[Node] = []
    for child in node.children:
        found.extend((child,) if child.path in left_out else _outermost(child, left_out))
    return tuple(found)
