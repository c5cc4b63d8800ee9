"""Which known mistake a function's source suggests: for choosing a hint, never for marks."""

import ast
import textwrap
from collections.abc import Iterator


def clues(source: str) -> list[str]:
    """Ids of mistakes that this source looks like, most specific first; empty if unreadable.

    "allclose" stands for a comparison with a tolerance, which has no id.
    """
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError:
        return []
    return list(dict.fromkeys(id_ for node in ast.walk(tree) for id_ in _of(node)))


def _of(node: ast.AST) -> Iterator[str]:
    """The mistakes that one node of the syntax tree looks like."""
    match node:
        case ast.For(iter=ast.Call(func=ast.Attribute(attr="values", value=inner))) if _calls(
            inner, "state_dict"
        ):
            yield "A18"
        case ast.For(target=ast.Name(id=part), iter=looped, body=body) if (
            _calls(looped, "children") or _calls(looped, "modules")
        ) and any(_sets_flag_of(step, part) for step in body):
            yield "A7"
        case ast.Assign(targets=[ast.Attribute(attr="requires_grad", value=owner)]) if (
            isinstance(owner, ast.Attribute) and owner.attr == "data"
        ):
            yield "A19"
        case ast.Assign(targets=[ast.Name()], value=value) if _calls(value, "detach"):
            yield "A20"
        case ast.Expr(value=ast.Call(func=ast.Name(id="map"))):
            yield "A21"
        case ast.For(body=body) if any(isinstance(step, ast.Return) for step in body):
            yield "A22"
        case ast.Call(func=ast.Attribute(attr="deepcopy") | ast.Name(id="deepcopy")):
            yield "A23"
        case ast.Expr(value=ast.Compare(left=ast.Attribute(attr="requires_grad"))):
            yield "A11"
        case ast.Assign(targets=[ast.Attribute(attr="grad")], value=ast.Constant(value=None)):
            yield "A2"
        case ast.Call(func=ast.Attribute(attr="eval")):
            yield "E1"
        case ast.Call(func=ast.Attribute(attr="modules")):
            yield "G2"
        case ast.Call(func=ast.Attribute(attr="allclose" | "isclose")):
            yield "allclose"


def _calls(node: ast.AST, method: str) -> bool:
    """Whether a node is a call of this method."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
    )


def _sets_flag_of(node: ast.AST, name: str) -> bool:
    """Whether a statement is `name.requires_grad = ...`."""
    match node:
        case ast.Assign(targets=[ast.Attribute(attr="requires_grad", value=ast.Name(id=owner))]):
            return owner == name
    return False
