"""Templates worked out, while they are compiled, as far as no record is needed.

Most of a page does not depend on its record: interface strings, icons, links to the site's sections, header and footer.
A `FoldingEnvironment` puts the finished text in their place:

- an expression made of globals and constants becomes its value: ``t.nav.home``, ``label('event.date')``,
  ``link(urls.VERIFY)``, a call of an imported macro such as ``icon('copy')``;
- an import that asks nothing of the page is made without its context: its macros are set up once, not for every page;
- an included template that asks for nothing but the page's section is rendered once for each section.

This changes when a template says something, never what it says. A global whose name a template sets itself stays out
of it there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from jinja2 import Environment, TemplateError, meta, nodes
from jinja2.compiler import has_safe_repr
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

SECTION = "active"
"""The one value of a page that an included template may ask for and still be shared: the section it stands in."""

ANYTHING = frozenset("*")
"""What a template asks for that names the templates it uses by an expression."""

_SHARED = "_shared"
_USES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class FoldingEnvironment(Environment):
    """A Jinja2 environment that folds. Its globals must not change once it has compiled a template."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._folded: dict[str, nodes.Template] = {}
        self._asked: dict[str, frozenset[str]] = {}
        self._pieces: dict[tuple[str, object], Markup] = {}
        self.globals[_SHARED] = self._shared

    def _generate(self, source: nodes.Template, name: str | None, *args: Any, **options: Any) -> str:
        folding = _Folding(self, source)
        folded = cast(nodes.Template, _Mending(folding.held).visit(folding.visit(source)))
        if name is not None:
            self._folded[name] = folded
        return super()._generate(folded, name, *args, **options)

    def asked_by(self, name: str) -> frozenset[str]:
        """What the template of that name, with all that it uses, asks of the page: names that are not globals."""
        if name not in self._asked:
            self._asked[name] = ANYTHING  # for a template that leads back to itself
            self.get_template(name)
            self._asked[name] = frozenset(self._names_asked(self._folded[name]))
        return self._asked[name]

    def _names_asked(self, tree: nodes.Template) -> Iterator[str]:
        yield from meta.find_undeclared_variables(tree)
        for node in tree.find_all(_USES):
            if getattr(node, "with_context", True):
                used = _fixed_name(node)
                yield from ANYTHING if used is None else self.asked_by(used)

    def _shared(self, name: str, section: object) -> Markup:
        """The template of that name as it is in this section of the site."""
        key = (name, section)
        if key not in self._pieces:
            values = {} if section is None else {SECTION: section}
            self._pieces[key] = Markup(self.get_template(name).render(values))  # noqa: S704 - escaped as it was made
        return self._pieces[key]


class _Folding(NodeTransformer):
    """Folds one template in place. `held`: the expressions in whose places now stand values that have no literal."""

    def __init__(self, environment: FoldingEnvironment, tree: nodes.Template) -> None:
        self.held: dict[nodes.Const, nodes.Expr] = {}
        self._environment = environment
        self._context = nodes.EvalContext(environment)
        bound = Counter(_bound_names(tree))
        self._known = {
            name: value
            for name, value in environment.globals.items()
            if name not in bound and name not in DEFAULT_NAMESPACE
        }
        self._known |= {name: macro for name, macro in self._macros(tree) if bound[name] == 1}

    def _macros(self, tree: nodes.Template) -> Iterator[tuple[str, Macro]]:
        """The macros that the template imports by name, as far as they ask nothing of the page."""
        for node in tree.find_all(nodes.FromImport):
            name = _fixed_name(node)
            if name is not None and self._asks_only(node):
                module = self._environment.get_template(name).module
                for item in node.names:
                    own, alias = item if isinstance(item, tuple) else (item, item)
                    if isinstance(macro := getattr(module, own, None), Macro):
                        yield alias, macro

    def _asks_only(self, node: nodes.Include | nodes.Import | nodes.FromImport, *granted: str) -> bool:
        """Whether the template that the node uses asks nothing of the page but what is `granted`."""
        name = _fixed_name(node)
        try:
            return name is not None and self._environment.asked_by(name) <= {*granted}
        except TemplateError:  # missing or broken: said where it is used
            return False

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> nodes.Node:
        match node:
            case nodes.Import() | nodes.FromImport():
                node.with_context = node.with_context and not self._asks_only(node)
                return node
            case nodes.Include() if node.with_context and not node.ignore_missing and self._asks_only(node, SECTION):
                return _shared_piece(node)
            case nodes.CallBlock():  # the call needs its caller
                node.call.args = [cast(nodes.Expr, self.visit(argument)) for argument in node.call.args]
                node.body = [self.visit(statement) for statement in node.body]
                return node
            case nodes.Literal():
                return self.generic_visit(node)
            case nodes.Expr():
                return self._folded(cast(nodes.Expr, self.generic_visit(node)))
        return self.generic_visit(node)

    def _folded(self, node: nodes.Expr) -> nodes.Expr:
        try:
            value = self._value(node)
        except Exception:  # noqa: BLE001 - whatever it is, the page that needs the expression will say it
            return node
        folded = nodes.Const(value, lineno=node.lineno, environment=self._environment)
        if not has_safe_repr(value):
            self.held[folded] = node
        return folded

    def _value(self, node: nodes.Expr) -> object:
        """The value of an expression whose parts are folded.

        Raises:
            Impossible: it is not known before a page is rendered.
        """
        if isinstance(node, nodes.Name) and node.ctx == "load" and node.name in self._known:
            return self._known[node.name]
        if isinstance(node, nodes.Call):
            return self._result(node)
        return node.as_const(self._context)

    def _result(self, node: nodes.Call) -> object:
        parts = [node.node, *node.args, *(keyword.value for keyword in node.kwargs)]
        if node.dyn_args or node.dyn_kwargs or not all(isinstance(part, nodes.Const) for part in parts):
            raise nodes.Impossible
        function, *values = (part.as_const() for part in parts)
        if hasattr(function, "jinja_pass_arg"):
            raise nodes.Impossible
        return function(*values[: len(node.args)], **{item.key: item.value.as_const() for item in node.kwargs})


class _Mending(NodeTransformer):
    """Puts an expression back where its value cannot be written as a literal."""

    def __init__(self, held: dict[nodes.Const, nodes.Expr]) -> None:
        self._held = held

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> nodes.Node:
        original = self._held.get(node) if isinstance(node, nodes.Const) else None
        return self.generic_visit(node) if original is None else self.visit(original)


def _shared_piece(node: nodes.Include) -> nodes.Output:
    """The output of an included template, made once for each section."""
    section = nodes.Filter(nodes.Name(SECTION, "load"), "default", [nodes.Const(None)], [], None, None)
    call = nodes.Call(nodes.Name(_SHARED, "load"), [node.template, section], [], None, None)
    return nodes.Output([call], lineno=node.lineno)


def _bound_names(tree: nodes.Template) -> Iterator[str]:
    """Every name that the template sets anywhere, once for each place."""
    for node in tree.find_all((nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)):
        if isinstance(node, nodes.Name):
            if node.ctx != "load":
                yield node.name
        elif isinstance(node, nodes.Macro):
            yield node.name
        elif isinstance(node, nodes.Import):
            yield node.target
        elif isinstance(node, nodes.FromImport):
            yield from (item[1] if isinstance(item, tuple) else item for item in node.names)


def _fixed_name(node: nodes.Node) -> str | None:
    """The name of the template that the node uses, None if an expression names it."""
    template = getattr(node, "template", None)
    return template.value if isinstance(template, nodes.Const) and isinstance(template.value, str) else None
