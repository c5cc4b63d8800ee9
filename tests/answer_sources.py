"""The source of a planted wrong answer, as a learner would have it in one cell."""

import ast
import inspect
import re


def is_plain(answer):
    """Whether a function stands by itself in its module, under its own name."""
    if not inspect.isfunction(answer) or "<" in answer.__qualname__:
        return False
    return answer.__name__ == answer.__code__.co_name


def source_of(answers, names):
    """The functions under the names of the exercise, and all of their module that they use."""
    module = inspect.getmodule(answers[0])
    tree = ast.parse(inspect.getsource(module))
    made = {name: node for node in tree.body for name in _defines(node)}
    wanted, waiting = set(), [answer.__name__ for answer in answers]
    while waiting:
        node = made.get(waiting.pop())
        if node is not None and node not in wanted:
            wanted.add(node)
            waiting += [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
    source = "\n\n".join(
        ast.get_source_segment(inspect.getsource(module), node)
        for node in tree.body
        if node in wanted
    )
    for answer, name in zip(answers, names, strict=True):
        source = re.sub(rf"\b{answer.__name__}\b", name, source)
    return source


def _defines(node):
    """The names that a statement of a module defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [(alias.asname or alias.name).partition(".")[0] for alias in names]
        case ast.Assign(targets=targets):
            return [part.id for target in targets for part in ast.walk(target) if _is_name(part)]
    return []


def _is_name(node):
    return isinstance(node, ast.Name)
