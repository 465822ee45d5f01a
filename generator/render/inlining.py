"""Macros written out in the places that call them.

A call costs more than most macros do. A `Recipe` is a macro that can be written out in another template: what it names
is its own, an argument, or a global. Its own names get a number, so that they never meet the names around them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from msgspec import Struct

N = TypeVar("N", bound=nodes.Node)

CALLER, LOOP = "caller", "loop"
SELDOM, _MANY = 2, 100
"""How often an attribute may be looked up anew before it is worth a name of its own."""

_CLOSED = (nodes.Macro, nodes.CallBlock, nodes.Block, nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
"""What a recipe does not contain: these look at the template that they stand in."""


class Recipe(Struct, frozen=True):
    """A macro to write out. `own`: the names that it sets; `asked`: the globals that it names.

    `fixed`: the parameters that it never sets anew, with how often it names them, or many times if in a loop.
    """

    macro: nodes.Macro
    own: frozenset[str]
    asked: frozenset[str]
    fixed: Mapping[str, int]
    needs_caller: bool
    """Whether it puts its caller out without asking first if there is one."""


def recipe_of(macro: nodes.Macro, known: frozenset[str]) -> Recipe | None:
    """The macro as a recipe, where `known` are the globals; None if it has to be called."""
    every = list(below(macro, nodes.Node))
    names = [node for node in every if isinstance(node, nodes.Name)]
    loops = (node for node in every if isinstance(node, nodes.For))
    within = {id(node) for loop in loops for node in below(loop, nodes.Name)}
    looped = Counter(node.name for node in names if id(node) in within)
    own = frozenset(bound_names(macro)) - {macro.name}
    asked = frozenset(node.name for node in names) - own - {CALLER, LOOP}
    tested = sum(isinstance(node, nodes.Test) and _asks_for_caller(node) for node in every)
    put_out = sum(_is_caller(child) for node in every if isinstance(node, nodes.Output) for child in node.nodes)
    fits = (
        asked <= known
        and own.isdisjoint(known | {CALLER, LOOP, "varargs", "kwargs"})
        and all(isinstance(default, nodes.Const) for default in macro.defaults)
        and not any(isinstance(node, _CLOSED) for node in every)
        and put_out <= 1
        and sum(node.name == CALLER for node in names) == tested + put_out
        and not looped[CALLER]
        and looped[LOOP] == sum(node.name == LOOP for node in names)
    )
    if not fits:
        return None
    stored = {node.name for node in names if node.ctx == "store"}
    uses = Counter(node.name for node in names if node.ctx == "load")
    fixed = {item.name: uses[item.name] + _MANY * looped[item.name] for item in macro.args if item.name not in stored}
    return Recipe(macro, own, asked, fixed, put_out > 0 and not tested)


def written_out(
    recipe: Recipe, call: nodes.Call, caller: Sequence[nodes.Node] | None, number: int
) -> list[nodes.Node] | None:
    """The statements that do what `call` does, `caller` being what its block holds; None if it does not fit.

    `number` is one that no other call has.
    """
    arguments = _arguments(recipe.macro, call)
    if arguments is None or (caller is None and recipe.needs_caller):
        return None
    fixed = {name: value for name, value in arguments.items() if _may_stand_for(value, recipe.fixed.get(name))}
    names = {name: f"{name}__{number}" for name in recipe.own - fixed.keys()}
    writing = _Writing(names, fixed, caller)
    body = nodes.Scope([copied(node) for node in recipe.macro.body])
    writing.generic_visit(body)
    bound = {names[name]: value for name, value in arguments.items() if name not in fixed}
    if not bound:
        return body.body
    return [nodes.With([nodes.Name(name, "param") for name in bound], [*bound.values()], body.body, lineno=call.lineno)]


def _may_stand_for(value: nodes.Expr, uses: int | None) -> bool:
    """Whether `value` may be written in the `uses` places of a parameter: there it is cheap and never changes."""
    if uses is None:
        return False
    return isinstance(value, nodes.Const | nodes.Name) or (uses <= SELDOM and _is_path(value))


def _is_path(value: nodes.Expr) -> bool:
    """Whether it is an attribute of a name, ``certificate.valid_from``."""
    return isinstance(value, nodes.Getattr) and isinstance(value.node, nodes.Name)


def _arguments(macro: nodes.Macro, call: nodes.Call) -> dict[str, nodes.Expr] | None:
    """What each parameter stands for in a call; None if the call does not fit the macro."""
    parameters = [parameter.name for parameter in macro.args]
    if call.dyn_args or call.dyn_kwargs or len(call.args) > len(parameters):
        return None
    given = dict(zip(parameters, call.args, strict=False))
    named = {item.key: item.value for item in call.kwargs}
    defaults = dict(zip(reversed(parameters), reversed(macro.defaults), strict=False))
    if named.keys() & given.keys() or named.keys() - set(parameters):
        return None
    every = defaults | given | named
    return {name: every[name] for name in parameters} if every.keys() == set(parameters) else None


class _Writing(NodeTransformer):
    """Turns the body of a macro into what stands in the place of a call."""

    def __init__(
        self, names: Mapping[str, str], fixed: Mapping[str, nodes.Expr], caller: Sequence[nodes.Node] | None
    ) -> None:
        self._names, self._fixed, self._caller = names, fixed, caller

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> Any:
        match node:
            case nodes.Name() if node.name in self._fixed:
                return self._fixed[node.name]
            case nodes.Name() | nodes.NSRef():
                node.name = self._names.get(node.name, node.name)
                return node
            case nodes.Test() if _asks_for_caller(node):
                return nodes.Const(self._caller is not None)
            case nodes.Output():
                return self._output(node)
        return self.generic_visit(node)

    def _output(self, node: nodes.Output) -> nodes.Node | list[nodes.Node]:
        place = next((place for place, child in enumerate(node.nodes) if _is_caller(child)), None)
        if place is None or self._caller is None:
            return self.generic_visit(node)
        before, after = (
            nodes.Output(part, lineno=node.lineno) for part in (node.nodes[:place], node.nodes[place + 1 :])
        )
        own = any(bound_names(nodes.Scope([*self._caller])))
        caller = [nodes.Scope([*self._caller])] if own else self._caller
        return [self.generic_visit(before), *caller, self.generic_visit(after)]


def close_branches(macro: nodes.Macro) -> None:
    """Gives a branch a scope of its own where what it sets is named nowhere else: Jinja2 would look for it in the page.

    In a macro alone, because what a template sets outside of macros is seen by others.
    """
    everywhere = Counter(node.name for node in below(macro, nodes.Name))
    for choice in below(macro, nodes.If):
        for branch in (choice.body, choice.else_):
            names = set(top_names(branch))
            within = Counter(node.name for node in below(nodes.Scope(branch), nodes.Name))
            if names and all(within[name] == everywhere[name] for name in names):
                branch[:] = [nodes.Scope([*branch])]


def bound_names(tree: nodes.Node) -> Iterator[str]:
    """Every name that is set anywhere below, once for each place."""
    for node in below(tree, (nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        yield from _set_by(node)


def top_names(statements: Sequence[nodes.Node]) -> Iterator[str]:
    """Every name that is set outside of loops, macros and blocks, once for each place."""
    for node in statements:
        match node:
            case nodes.Macro() | nodes.Import() | nodes.FromImport():
                yield from _set_by(node)
            case nodes.Assign() | nodes.AssignBlock():
                yield from (*_set_by(node.target), *bound_names(node.target))
            case nodes.If():
                yield from top_names([*node.body, *node.elif_, *node.else_])


def _set_by(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Name() if node.ctx != "load":
            yield node.name
        case nodes.Macro():
            yield node.name
        case nodes.Import():
            yield node.target
        case nodes.FromImport():
            yield from (item[1] if isinstance(item, tuple) else item for item in node.names)


def below(tree: nodes.Node, kinds: type[N] | tuple[type[N], ...]) -> Iterator[N]:
    """Every node of these kinds below `tree`, in the order of ``find_all``, which asks a generator for each level."""
    waiting = [*_children(tree)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, kinds):
            yield node
        waiting += _children(node)


def _children(node: nodes.Node) -> list[nodes.Node]:
    """The nodes right below a node, the last one first."""
    children: list[nodes.Node] = []
    for field in node.fields:
        value = getattr(node, field, None)
        if isinstance(value, nodes.Node):
            children.append(value)
        elif isinstance(value, list):
            children += [item for item in value if isinstance(item, nodes.Node)]
    children.reverse()
    return children


def copied(node: N) -> N:
    """The node with all below it, but constants, which nothing changes, as they are."""
    if isinstance(node, nodes.Const):
        return node
    fresh = copy(node)
    for field, value in node.iter_fields():
        if isinstance(value, list):
            setattr(fresh, field, [copied(item) if isinstance(item, nodes.Node) else item for item in value])
        elif isinstance(value, nodes.Node):
            setattr(fresh, field, copied(value))
    return fresh


def _is_caller(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == CALLER


def _asks_for_caller(node: nodes.Test) -> bool:
    return node.name == "defined" and isinstance(node.node, nodes.Name) and node.node.name == CALLER
