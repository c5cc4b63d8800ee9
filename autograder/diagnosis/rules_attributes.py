"""MISTAKES A, first half: attributes that were invented on modules and parameters.

An attribute counts only where the flags say otherwise: a class may well have one of that name.
"""

import difflib
from collections.abc import Iterator

from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import Facts

FLAG = "requires_grad"


def flags_of_modules(facts: Facts) -> Iterator[Diagnosis]:
    """`requires_grad` assigned on modules: on the model, on its children, on a layer."""
    found = {
        path: key for path, key in _on_modules(facts) if key not in ("trainable", "requires_grad_")
    }
    if "" in found:
        yield problem(
            "A5",
            f"The model has an attribute of its own called `{found.pop('')}`; "
            f"{len(facts.on)} of {len(facts.parameters)} tensors ask for a gradient.",
            "ask which objects own the flag that autograd reads: the module, or each parameter?",
        )
    children = [path for path, _ in facts.case.model.named_children() if facts.inside(path)]
    if len(children) > 1 and all(path in found for path in children):
        yield problem(
            "A7",
            f"Every child has an attribute `{FLAG}` of its own, such as {children[0]!r}, and the "
            "flags of their parameters say otherwise.",
            "is your loop at the level of modules or of parameters?",
            children,
        )
        found = {path: key for path, key in found.items() if path not in children}
    if found:
        yield problem(
            "A6",
            f"{quoted(list(found))}: an attribute `{next(iter(found.values()))}` of its own, and "
            "the flags of the parameters inside say otherwise.",
            "do modules own gradients, or do their parameters?",
            found,
        )


def methods_of_modules(facts: Facts) -> Iterator[Diagnosis]:
    """`requires_grad_` assigned on a module: the method is gone and no flag has changed."""
    where = [path for path, key in _on_modules(facts) if key == "requires_grad_"]
    if where:
        yield problem(
            "A10",
            f"{quoted(where)}: the method `requires_grad_` was replaced by a value, and parameters "
            "inside still ask for a gradient.",
            "delete that attribute, then ask: is the method assigned or called?",
            where,
        )


def words_of_another_library(facts: Facts) -> Iterator[Diagnosis]:
    """`trainable = False` on a module or parameter that is trainable."""
    where = [path for path, key in _on_modules(facts) if key == "trainable"]
    where += [name for name, key in _on_parameters(facts) if key == "trainable"]
    if where:
        yield problem(
            "A15",
            f"{quoted(where)}: `trainable` is set, which torch never reads; the flags of the "
            "parameters say otherwise.",
            "which library spells it that way, and what does this one read?",
            where,
        )


def flags_of_parameters(facts: Facts) -> Iterator[Diagnosis]:
    """A misspelt flag, or the method assigned, on a parameter that still asks."""
    keys = {name: key for name, key in _on_parameters(facts) if key != "trainable"}
    methods = [name for name, key in keys.items() if key == "requires_grad_"]
    if methods:
        yield problem(
            "A9",
            f"{quoted(methods)}: the method `requires_grad_` was replaced by a value, and the "
            f"tensor still asks for a gradient ({len(methods)} tensors have it).",
            "is the version with the underscore assigned or called?",
            methods,
        )
    misspelt = {name: key for name, key in keys.items() if key != "requires_grad_"}
    if misspelt:
        yield problem(
            "A8",
            f"{quoted(list(misspelt))}: an attribute called `{next(iter(misspelt.values()))}`, "
            "which torch never reads; the tensor still asks for a gradient.",
            "compare that spelling with what dir() lists for a parameter.",
            misspelt,
        )


def claimed(facts: Facts) -> set[str]:
    """Parameters that are on although an invented attribute says off: their story is told."""
    names = {name for name, _ in _on_parameters(facts)}
    return names | {name for path, _ in _on_modules(facts) for name in facts.inside(path)}


def _on_modules(facts: Facts) -> Iterator[tuple[str, str]]:
    """Path and key of every invented attribute of a module that its parameters contradict."""
    for path, module in facts.modules.items():
        for key, value in vars(module).items():
            if key == "requires_grad_":
                if not callable(value) and _any_on(facts, path):
                    yield path, key
            elif isinstance(value, bool) and (key == "trainable" or _is_like_the_flag(key)):
                inside = facts.inside(path)
                flags = [facts.parameters[name].requires_grad for name in inside]
                if inside and (any(flags) if not value else not any(flags)):
                    yield path, key


def _on_parameters(facts: Facts) -> Iterator[tuple[str, str]]:
    """Name and key of every invented attribute of a parameter that its flag contradicts."""
    for name, parameter in facts.parameters.items():
        for key, value in vars(parameter).items():
            if key == "requires_grad_":
                if not callable(value) and parameter.requires_grad:
                    yield name, key
            elif (
                isinstance(value, bool)
                and (key == "trainable" or _is_like_the_flag(key))
                and value != parameter.requires_grad
            ):
                yield name, key


def _is_like_the_flag(key: str) -> bool:
    """Whether an attribute is the flag's name or a slip of it."""
    return difflib.SequenceMatcher(None, key.lower(), FLAG).ratio() >= 0.85


def _any_on(facts: Facts, path: str) -> bool:
    """Whether any parameter at or below a path is on."""
    return any(facts.parameters[name].requires_grad for name in facts.inside(path))


RULES = (flags_of_modules, methods_of_modules, words_of_another_library, flags_of_parameters)
