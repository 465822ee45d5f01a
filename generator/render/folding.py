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
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from itertools import count
from types import ModuleType
from typing import Any, cast

from jinja2 import BaseLoader, ChoiceLoader, Environment, TemplateError, TemplateNotFound, meta, nodes
from jinja2.compiler import has_safe_repr
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.runtime import Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from generator.render.inheritance import drop_unused, gathered, section_of, whole
from generator.render.inlining import Recipe, below, bound_names, close_branches, recipe_of, top_names, written_out
from generator.render.program import plain_program

SECTION = "active"
"""The one value of a page that an included template may ask for and still be shared: the section it stands in."""

ANYTHING = frozenset("*")
"""What a template asks for that names the templates it uses by an expression."""

PAGE = "page:"
"""Before the name of a template: the program of the page as a whole, see `FoldingEnvironment.page`."""

_SHARED = "_shared"
_ESCAPE = "\nfrom generator.render.escaping import escaped as escape, escaped_text\n"
"""Ends the program of a template, whose functions only ever put what they escape into the page."""

_USES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class FoldingEnvironment(Environment):
    """A Jinja2 environment that folds. `known`: its globals, which must not change.

    `asked`: what templates are found to ask of a page; environments with globals of equal names may share it.
    """

    def __init__(self, known: Mapping[str, object], asked: dict[str, frozenset[str]] | None = None, **options: Any):
        super().__init__(**options)
        if self.loader is not None:
            self.loader = ChoiceLoader([self.loader, _Pages(self.loader)])
        functions = dict(_functions(known))
        self.function_names = {id(function): name for name, function in functions.items()}
        self.filters.update(functions)
        self.globals.update(known)
        self._folded: dict[str, nodes.Template] = {}
        self._recipes: dict[str, dict[str, Recipe]] = {}
        self._asked = {} if asked is None else asked
        self._numbers = count(1)
        self._pieces: dict[tuple[str, object], Markup] = {}
        self.globals[_SHARED] = self.piece

    def render(self, name: str, values: Mapping[str, object]) -> str:
        """The page that the template of that name makes of these values."""
        try:
            return self.get_template(PAGE + name).render(values)
        except Exception:  # noqa: BLE001 - the template itself says what is wrong, or makes do without
            return self.get_template(name).render(values)

    def _generate(self, source: nodes.Template, name: str | None, *args: Any, **options: Any) -> str:
        if name is not None and name.startswith(PAGE):
            return self._generate_page(source, name, *args, **options)
        folding = _Folding(self, source)
        folded = folding.folded()
        if name is not None:
            self._folded[name] = folded
            self._recipes[name] = folding.own_recipes
        return super()._generate(folded, name, *args, **options) + _ESCAPE

    def _generate_page(self, source: nodes.Template, name: str, filename: str | None, **options: Any) -> str:
        folding = _Folding(self, whole(source, self._parsed) or source)
        folded = folding.folded()
        drop_unused(folding.imports, folded)
        return plain_program(self, folded, name, filename) + _ESCAPE

    def _parsed(self, name: str) -> nodes.Template:
        assert self.loader is not None
        source, filename, _ = self.loader.get_source(self, name)
        return self._parse(source, name, filename)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of a template: the environment's own where it has no others, which every page copies faster."""
        return super().make_globals(d) if d else self.globals

    def asked_by(self, name: str) -> frozenset[str]:
        """What the template of that name, with all that it uses, asks of the page: names that are not globals."""
        if name not in self._asked:
            self._asked[name] = ANYTHING  # for a template that leads back to itself
            self._fold(name)
            self._asked[name] = frozenset(self._names_asked(self._folded[name]))
        return self._asked[name]

    def _fold(self, name: str) -> None:
        """Makes sure that the template of that name has been folded, also if its program was kept from earlier."""
        self.get_template(name)
        if name not in self._folded:
            assert self.loader is not None
            self.compile(self.loader.get_source(self, name)[0], name)

    def recipes_of(self, name: str) -> Mapping[str, Recipe]:
        """The macros of the template of that name that can be written out elsewhere."""
        self._fold(name)
        return self._recipes[name]

    def next_number(self) -> int:
        return next(self._numbers)

    def _names_asked(self, tree: nodes.Template) -> Iterator[str]:
        yield from meta.find_undeclared_variables(tree)
        for node in below(tree, _USES):
            if getattr(node, "with_context", True):
                used = _fixed_name(node)
                yield from ANYTHING if used is None else self.asked_by(used)

    def piece(self, name: str, section: object) -> Markup:
        """The template of that name as it is in this section of the site."""
        key = (name, section)
        if key not in self._pieces:
            values = {} if section is None else {SECTION: section}
            self._pieces[key] = Markup(self.get_template(name).render(values))  # noqa: S704 - escaped as it was made
        return self._pieces[key]


class _Pages(BaseLoader):
    """Finds the source of a page's whole program: that of the page."""

    def __init__(self, sources: BaseLoader) -> None:
        self._sources = sources

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        if not template.startswith(PAGE):
            raise TemplateNotFound(template)
        return self._sources.get_source(environment, template.removeprefix(PAGE))

    def list_templates(self) -> list[str]:
        return []


class _Folding(NodeTransformer):
    """Folds one template in place.

    `own_recipes`: the macros that other templates can write out. `imports`: those that ask nothing of the page.
    """

    def __init__(self, environment: FoldingEnvironment, tree: nodes.Template) -> None:
        self.own_recipes: dict[str, Recipe] = {}
        self.imports: list[nodes.FromImport] = []
        self._tree = tree
        self._held: dict[nodes.Const, nodes.Expr] = {}
        self._recipes: dict[str, Recipe] = {}
        self._environment = environment
        self._context = nodes.EvalContext(environment)
        self._top = Counter(top_names(tree.body))
        self._bound = Counter(bound_names(tree))
        known = {name: value for name, value in environment.globals.items() if name not in DEFAULT_NAMESPACE}
        self._globals = frozenset(known)
        self._known = {name: value for name, value in known.items() if name not in self._bound}
        self._section = section_of(tree, SECTION) if self._bound[SECTION] == 1 else None
        self._import_macros(tree)

    def folded(self) -> nodes.Template:
        """The template, folded."""
        return cast(nodes.Template, _Mending(self._held).visit(self.visit(self._tree)))

    def _import_macros(self, tree: nodes.Template) -> None:
        """Makes the macros known that the template imports by name, as far as they ask nothing of the page."""
        for node in below(tree, nodes.FromImport):
            used = _fixed_name(node)
            if used is None or not self._asks_only(node):
                continue
            self.imports.append(node)
            module, recipes = self._environment.get_template(used).module, self._environment.recipes_of(used)
            for name, alias in map(_own_and_alias, node.names):
                macro = getattr(module, name, None)
                if isinstance(macro, Macro) and self._bound[alias] == 1:
                    self._known[alias] = macro
                    self._learn(alias, recipes.get(name))

    def _learn(self, alias: str, recipe: Recipe | None) -> None:
        if recipe is not None and self._bound[alias] == 1 and recipe.asked.isdisjoint(self._bound):
            self._recipes[alias] = recipe

    def _asks_only(self, node: nodes.Include | nodes.Import | nodes.FromImport, *granted: str) -> bool:
        """Whether the template that the node uses asks nothing of the page but what is `granted`."""
        name = _fixed_name(node)
        try:
            return name is not None and self._environment.asked_by(name) <= {*granted}
        except TemplateError:  # missing or broken: said where it is used
            return False

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> Any:
        match node:
            case nodes.Import() | nodes.FromImport():
                node.with_context = node.with_context and not self._asks_only(node)
                return node
            case nodes.Include() if node.with_context and not node.ignore_missing and self._asks_only(node, SECTION):
                return self._shared_piece(node)
            case nodes.CallBlock():  # the call needs its caller
                node.call.args = [self.visit(argument) for argument in node.call.args]
                node.body = self._visited(node.body)
                return node if node.args else self._written_out(node.call, node.body) or node
            case nodes.Macro():
                _Mending(self._held).generic_visit(self.generic_visit(node))
                close_branches(node)
                if self._top[node.name] == 1 and (recipe := recipe_of(node, self._globals)):
                    self.own_recipes[node.name] = recipe
                    self._learn(node.name, recipe)
                return node
            case nodes.If():
                return self._chosen(node)
            case nodes.Block():
                self.generic_visit(node)
                node.body = gathered(node.body, node.lineno)
                return node
            case nodes.Output():
                return self._put_out(cast(nodes.Output, self.generic_visit(node)))
            case nodes.Expr() if not isinstance(node, nodes.Literal):
                return self._folded(cast(nodes.Expr, self.generic_visit(node)))
        return self.generic_visit(node)

    def _shared_piece(self, node: nodes.Include) -> nodes.Output:
        """The output of an included template, made once for each section."""
        name = _fixed_name(node)
        if self._section is not None and name is not None:
            text = self._environment.piece(name, self._section)
            return nodes.Output([nodes.TemplateData(str(text))], lineno=node.lineno)
        section = nodes.Filter(nodes.Name(SECTION, "load"), "default", [nodes.Const(None)], [], None, None)
        call = nodes.Call(nodes.Name(_SHARED, "load"), [node.template, section], [], None, None)
        return nodes.Output([call], lineno=node.lineno)

    def _visited(self, statements: list[nodes.Node]) -> list[nodes.Node]:
        body = nodes.Scope(statements)
        self.generic_visit(body)
        return body.body

    def _chosen(self, node: nodes.If) -> nodes.If | list[nodes.Node]:
        """The branch that is always taken, if that is known."""
        others, node.elif_ = node.elif_, []
        self.generic_visit(node)
        node.elif_ = [cast(nodes.If, self.generic_visit(other)) for other in others]
        if node.elif_ or not isinstance(node.test, nodes.Const) or next(below(node, nodes.Block), None):
            return node
        return node.body if node.test.value else node.else_

    def _put_out(self, node: nodes.Output) -> nodes.Output | list[nodes.Node]:
        """The output with its macros written out."""
        parts: list[nodes.Node] = []
        for child in node.nodes:
            written = self._written_out(child, None) if isinstance(child, nodes.Call) else None
            if written is not None:
                parts += written
            elif parts and isinstance(parts[-1], nodes.Output):
                parts[-1].nodes.append(child)
            else:
                parts.append(nodes.Output([child], lineno=node.lineno))
        return parts

    def _written_out(self, call: nodes.Call, caller: list[nodes.Node] | None) -> list[nodes.Node] | None:
        """What the call of a known macro does, folded in its turn."""
        callee = self._held.get(call.node) if isinstance(call.node, nodes.Const) else call.node
        recipe = self._recipes.get(callee.name) if isinstance(callee, nodes.Name) else None
        if recipe is None:
            return None
        written = written_out(recipe, call, caller, self._environment.next_number())
        return None if written is None else self._visited(written)

    def _folded(self, node: nodes.Expr) -> nodes.Expr:
        if isinstance(node, nodes.Call) and (direct := self._direct(node)):
            return direct
        try:
            value = self._value(node)
        except Exception:  # noqa: BLE001 - whatever it is, the page that needs the expression will say it
            return node
        folded = nodes.Const(value, lineno=node.lineno, environment=self._environment)
        if not has_safe_repr(value):
            self._held[folded] = node
        return folded

    def _direct(self, node: nodes.Call) -> nodes.Filter | None:
        """The call of a global function as a filter: Jinja2 calls those without asking what they are."""
        function = node.node.value if isinstance(node.node, nodes.Const) else None
        name = self._environment.function_names.get(id(function))
        known = all(isinstance(part, nodes.Const) for part in (*node.args, *(item.value for item in node.kwargs)))
        if name is None or known or not node.args or node.dyn_args or node.dyn_kwargs:
            return None
        first, *others = node.args
        return nodes.Filter(first, name, others, node.kwargs, None, None, lineno=node.lineno)

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
    """Puts an expression back where its value cannot be written as a literal, and joins outputs that are neighbours."""

    def __init__(self, held: dict[nodes.Const, nodes.Expr]) -> None:
        self._held = held

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> nodes.Node:
        original = self._held.get(node) if isinstance(node, nodes.Const) else None
        return self.generic_visit(node) if original is None else self.visit(original)

    def generic_visit(self, node: nodes.Node, *args: Any, **options: Any) -> nodes.Node:
        super().generic_visit(node)
        for _, statements in node.iter_fields(only=("body", "else_")):
            if isinstance(statements, list):
                statements[:] = _joined(statements)
        return node


def _joined(statements: list[nodes.Node]) -> list[nodes.Node]:
    joined: list[nodes.Node] = []
    for node in statements:
        if isinstance(node, nodes.Output) and joined and isinstance(joined[-1], nodes.Output):
            joined[-1] = nodes.Output([*joined[-1].nodes, *node.nodes], lineno=joined[-1].lineno)
        else:
            joined.append(node)
    return joined


def _functions(known: Mapping[str, object]) -> Iterator[tuple[str, Callable[..., object]]]:
    """The functions among the globals and in modules among them, under names that no template can spell."""
    for name, value in known.items():
        inner = vars(value) if isinstance(value, ModuleType) else {}
        for path, function in ((name, value), *((f"{name}.{own}", item) for own, item in inner.items())):
            if callable(function) and not hasattr(function, "jinja_pass_arg"):
                yield f"{path}()", function


def _own_and_alias(item: str | tuple[str, str]) -> tuple[str, str]:
    return item if isinstance(item, tuple) else (item, item)


def _fixed_name(node: nodes.Node) -> str | None:
    """The name of the template that the node uses, None if an expression names it."""
    template = getattr(node, "template", None)
    return template.value if isinstance(template, nodes.Const) and isinstance(template.value, str) else None
