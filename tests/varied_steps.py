"""The steps of an answer as one learner writes them: the same, with other names and turns."""

import ast
from typing import Any


class Renamed(ast.NodeTransformer):
    """Local names as a learner chooses them; names that an answer is called by stay."""

    def __init__(self, learner: Any) -> None:
        self.learner, self.names = learner, {}

    def visit_FunctionDef(self, node):
        local = {
            inner.id
            for inner in ast.walk(node)
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
        }
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name) and inner.id in local:
                inner.id = self.learner.name_for(inner.id)
        return node


class Rearranged(ast.NodeTransformer):
    """The same steps in a learner's way of writing them."""

    def __init__(self, learner: Any) -> None:
        self.habits, self.draw = learner.habits, learner.draw
        self.learner = learner

    def _now(self, habit: str) -> bool:
        return self.habits[habit] and self.draw.random() < 0.7

    def visit_Return(self, node):
        self.generic_visit(node)
        if node.value is None or isinstance(node.value, ast.Name) or not self._now("temporary"):
            return node
        name = self.learner.name_for("result")
        return [
            ast.Assign([ast.Name(name, ast.Store())], node.value, lineno=1),
            ast.Return(ast.Name(name, ast.Load())),
        ]

    def visit_Assign(self, node):
        self.generic_visit(node)
        target = node.targets[0]
        if (
            isinstance(target, ast.Attribute)
            and target.attr == "requires_grad"
            and self._now("method")
        ):
            call = ast.Attribute(target.value, "requires_grad_", ast.Load())
            return ast.Expr(ast.Call(call, [node.value], []))
        return node

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if isinstance(node.target, ast.Name) and self._now("plus"):
            read = ast.Name(node.target.id, ast.Load())
            return ast.Assign([node.target], ast.BinOp(read, node.op, node.value), lineno=1)
        return node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self._now("compares"):
            operator = ast.Is() if self.draw.random() < 0.5 else ast.Eq()
            return ast.Compare(node.operand, [operator], [ast.Constant(False)])
        return node

    def visit_For(self, node):
        self.generic_visit(node)
        if self._now("listed"):
            node.iter = ast.Call(ast.Name("list", ast.Load()), [node.iter], [])
        if self.habits["prints"] and self.draw.random() < 0.2:
            shown = [
                ast.Name(n.id, ast.Load()) for n in ast.walk(node.target) if isinstance(n, ast.Name)
            ]
            node.body.insert(0, ast.Expr(ast.Call(ast.Name("print", ast.Load()), shown, [])))
        return node

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        if self._now("unused"):
            name = self.learner.name_for("count")
            node.body.insert(
                0,
                ast.Assign(
                    [ast.Name(name, ast.Store())],
                    ast.Constant(self.draw.choice((0, 0, 1, None))),
                    lineno=1,
                ),
            )
        return node
