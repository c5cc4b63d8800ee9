"""Which names an answer misses, and whether a demonstration that was left out would give them."""

import ast
import json
import re
from collections.abc import Iterable
from contextlib import suppress

from autograder.engine.result import Result
from autograder.engine.steps import Step


def missed(result: Result) -> set[str]:
    """The names that turned out not to be defined, in cells and in answers."""
    errors = [output.get("evalue", "") for cell in result.outputs.values() for output in cell]
    told = [json.dumps(check.evidence) + check.problem for check in result.checks.values()]
    return set(re.findall(r"name '(\w+)' is not defined", " ".join([*errors, *told])))


def bound_by(steps: Iterable[Step]) -> set[str]:
    """The names that these cells give a value to, at any depth; none where a cell is no Python."""
    names = set()
    for step in steps:
        with suppress(SyntaxError):
            for node in ast.walk(ast.parse(step.source)):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    names.add(node.id)
                elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                    names.add(node.name)
                elif isinstance(node, ast.alias):
                    names.add((node.asname or node.name).partition(".")[0])
    return names
