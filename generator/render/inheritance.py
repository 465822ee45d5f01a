"""A page and the templates that it extends as one template: each block stands where the outermost template puts it.

Nothing is left to find while a page is rendered, and what stands on both sides of a block's edge is folded together.
A page that does more than fill blocks, such as one that extends another only sometimes, stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from generator.render.inlining import below, copied, top_names

DEEPEST = 8
"""Templates that extend one another; more are probably a ring."""

_GATHERED = "_whole"
_IMPORTS = (nodes.Import, nodes.FromImport)
_SETTINGS = (*_IMPORTS, nodes.Assign, nodes.AssignBlock, nodes.Macro)


def _can_be_gathered(body: list[nodes.Node]) -> bool:
    """Whether all of the output can be put together: Jinja2 hands on at once what is included without context."""
    return all(node.with_context for node in below(nodes.Scope(body), nodes.Include))


class _Apart(Exception):
    """The page has to be put together while it is rendered."""


def whole(tree: nodes.Template, parsed: Callable[[str], nodes.Template]) -> nodes.Template | None:
    """The template with those it extends, which are `parsed` by their names; None where it has to stay as it is."""
    try:
        chain = [*_chain(tree, parsed)]
        if len(chain) == 1:
            return None
        placed = _Placing(chain).body()
        if not _can_be_gathered(placed):
            return None
        body = gathered(placed, 1)
        return nodes.Template([*_imported_once(_settings(chain)), *body], lineno=1)
    except _Apart:
        return None


def gathered(body: list[nodes.Node], lineno: int) -> list[nodes.Node]:
    """Statements that put their output together before they hand it on: every piece would pass through a generator."""
    if not _can_be_gathered(body):
        return body
    target = nodes.AssignBlock(nodes.Name(_GATHERED, "store"), None, body, lineno=lineno)
    return [target, nodes.Output([nodes.Name(_GATHERED, "load")], lineno=lineno)]


def section_of(tree: nodes.Template, name: str) -> object:
    """The constant that the template sets `name` to before it puts anything out; None if it does not."""
    for node in tree.body:
        match node:
            case nodes.Assign(target=nodes.Name(name=target), node=nodes.Const(value=value)) if target == name:
                return value
            case nodes.Extends() | nodes.Import() | nodes.FromImport() | nodes.Assign() | nodes.Macro():
                continue
        break
    return None


def drop_unused(imports: Sequence[nodes.FromImport], tree: nodes.Template) -> None:
    """Leaves out of the `imports` what the template does not name, unless it hands its names on to others."""
    if any(getattr(node, "with_context", False) for node in below(tree, (nodes.Include, *_IMPORTS))):
        return
    named = {node.name for node in below(tree, nodes.Name) if node.ctx == "load"}
    for node in imports:
        node.names = [item for item in node.names if _alias(item) in named]
    tree.body = [node for node in tree.body if not isinstance(node, nodes.FromImport) or node.names]


def _chain(tree: nodes.Template, parsed: Callable[[str], nodes.Template]) -> Iterator[nodes.Template]:
    """The template and those above it, the outermost last."""
    for _ in range(DEEPEST):
        yield tree
        above = [*below(tree, nodes.Extends)]
        if not above:
            return
        if above != tree.body[:1] or not isinstance(above[0].template, nodes.Const):
            raise _Apart
        tree = parsed(above[0].template.value)
    raise _Apart


def _settings(chain: Sequence[nodes.Template]) -> Iterator[nodes.Node]:
    """What the templates do outside of blocks before the page begins: what they would put out there is dropped."""
    for tree in chain[:-1]:
        others = [node for node in tree.body[1:] if not isinstance(node, nodes.Block | nodes.Output)]
        if not all(isinstance(node, _SETTINGS) for node in others):
            raise _Apart
        yield from others
    yield from (node for node in chain[-1].body if isinstance(node, _IMPORTS))


def _imported_once(statements: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """The statements; what stands under its name already, from the same file, is not imported again."""
    known: dict[str, tuple[object, ...]] = {}
    for node in statements:
        match node:
            case nodes.FromImport(template=nodes.Const(value=file)):
                source = {_alias(item): (file, node.with_context, item) for item in node.names}
                node.names = [item for item in node.names if known.get(_alias(item)) != source[_alias(item)]]
                known |= source
            case nodes.Macro():
                known.pop(node.name, None)
            case _:
                known.clear()
        yield node


def _alias(item: str | tuple[str, str]) -> str:
    """The name under which something imported is known."""
    return item if isinstance(item, str) else item[1]


class _Placing(NodeTransformer):
    """Puts the blocks of a chain of templates in their places."""

    def __init__(self, chain: Sequence[nodes.Template]) -> None:
        self._outermost = chain[-1]
        self._blocks: defaultdict[str, list[nodes.Block]] = defaultdict(list)
        for tree in chain:
            for block in below(tree, nodes.Block):
                self._blocks[block.name].append(block)
        self._asked = {name for tree in chain for call in below(tree, nodes.Call) if (name := _block_asked(call))}
        self._kept: set[str] = set()
        self._above: list[nodes.Block] = []

    def body(self) -> list[nodes.Node]:
        """What the outermost template puts out, all its blocks in place.

        Raises:
            _Apart: a block stands or is asked for where this would change what it says.
        """
        body = [node for node in self._outermost.body if not isinstance(node, _IMPORTS)]
        if self._asked and any(top_names(body)):
            raise _Apart
        return self._placed(body, at_top=True)

    def _placed(self, statements: Sequence[nodes.Node], *, at_top: bool = False) -> list[nodes.Node]:
        placed: list[nodes.Node] = []
        for node in statements:
            if isinstance(node, nodes.Block):
                placed += self._kept_block(node) if at_top and node.name in self._asked else self._block(node)
            elif isinstance(node, nodes.Output):
                placed += self._output(node)
            else:
                placed.append(self.visit(node))
        return placed

    def _block(self, node: nodes.Block) -> list[nodes.Node]:
        return self._filled(self._blocks[node.name])

    def _kept_block(self, node: nodes.Block) -> list[nodes.Node]:
        """The block, and its text in a variable for those who ask for it again."""
        name = _kept_name(node.name)
        body = self._block(node)
        self._kept.add(node.name)
        return [
            nodes.AssignBlock(nodes.Name(name, "store"), None, body, lineno=node.lineno),
            nodes.Output([nodes.Name(name, "load")], lineno=node.lineno),
        ]

    def _filled(self, blocks: list[nodes.Block]) -> list[nodes.Node]:
        """The first of the blocks of one name, the others being those that it overrides."""
        if not blocks or any(block.scoped or block.required for block in blocks):
            raise _Apart
        if next(below(blocks[0], nodes.Block), None) and any(top_names(blocks[0].body)):
            raise _Apart
        outside, self._above = self._above, blocks[1:]
        body = self._placed([copied(node) for node in blocks[0].body])
        self._above = outside
        return [nodes.Scope(body, lineno=blocks[0].lineno)] if any(top_names(body)) else body

    def _output(self, node: nodes.Output) -> Iterator[nodes.Node]:
        for child in node.nodes:
            if _is_super(child):
                yield from self._filled(self._above)
            else:
                yield nodes.Output([self.visit(child)], lineno=node.lineno)

    def visit(self, node: nodes.Node, *args: Any, **options: Any) -> Any:
        match node:
            case nodes.Block() | nodes.Name(name="self" | "super"):
                raise _Apart
            case nodes.Call() if name := _block_asked(node):
                if name not in self._kept:
                    raise _Apart
                return nodes.Name(_kept_name(name), "load", lineno=node.lineno)
        return self.generic_visit(node)


def _block_asked(node: nodes.Call) -> str | None:
    """The name of a block that is put out once more: ``self.title()``."""
    match node.node:
        case nodes.Getattr(node=nodes.Name(name="self"), attr=name) if not node.args:
            return str(name)
    return None


def _is_super(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "super"


def _kept_name(block: str) -> str:
    return f"_block_{block}"
