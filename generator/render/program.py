"""The program of a page as Jinja2 would write it, but in plainer Python that expects nothing to be missing.

Attributes and items are taken as Python takes them; where that fails the page has to be rendered by the careful
program, which looks twice and says what is wrong.
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any, cast

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame

_MAY_MISS = ("default", "d", "defined", "undefined")
"""The filters and tests whose values may be missing."""


def plain_program(environment: Environment, tree: nodes.Template, name: str, filename: str | None) -> str:
    """The program of the template, whose expressions are folded already."""
    program = _PlainProgram(environment, name, filename, optimized=False)
    program.visit(tree)
    return str(cast(Any, program.stream).getvalue())


class _PlainProgram(CodeGenerator):
    """Writes the program. Values on their way to the page go past what need not be escaped as an object."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._may_miss = False

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja2 calls it so
        if self._may_miss or iskeyword(node.attr) or not node.attr.isascii():
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802 - Jinja2 calls it so
        if self._may_miss or isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802 - Jinja2 calls it so
        self._carefully(super().visit_Filter, node, frame)

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:  # noqa: N802 - Jinja2 calls it so
        self._carefully(super().visit_Test, node, frame)

    def _carefully(self, visit: Any, node: nodes.Filter | nodes.Test, frame: Frame) -> None:
        outside, self._may_miss = self._may_miss, self._may_miss or node.name in _MAY_MISS
        visit(node, frame)
        self._may_miss = outside

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame, finalize):
            self.write("(escaped_text(_value) if type(_value := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if _is_escaped(frame, finalize):
            self.write(") is str else escape(_value))")
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame, finalize: Any) -> bool:
    return bool(frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None)
