"""The shapes of what was left on in a part that was to be frozen, and the mistake behind each."""

from collections.abc import Callable

from torch import nn
from torch.nn.modules.batchnorm import _NormBase

from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import NORMS, Facts, owner
from autograder.diagnosis.intent import Component, lies_in

COMPUTED = ("weight_g", "weight_v")


def wrapped(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """B4: the names have a prefix, so nothing was matched."""
    if part.path == part.asked or len(on) < len(part.names):
        return None
    return problem(
        "B4",
        f"Nothing in {part.asked!r} is frozen; in this model its names begin {part.path!r}, "
        "because the model is wrapped.",
        "print the names first: did your test match any of them?",
        on,
    )


def other_name(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """B13: a tensor of this part is listed under another name only."""
    shared = [name for name in on if not lies_in(name, part.path)]
    if not shared:
        return None
    return problem(
        "B13",
        f"{part.asked!r} shares {quoted(shared)} with another layer: the tensor is listed once, "
        "under that name, and still asks for a gradient.",
        "how many tensors are there really, and under which name does the model list it?",
        shared,
    )


def biases(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """A25: weights off, biases on."""
    off = facts.left_off(part)
    if not off or not all(name.endswith("bias") for name in on):
        return None
    if not all(f"{name[: -len('bias')]}weight" in off for name in on):
        return None
    if all(isinstance(facts.sits_in(name), NORMS) for name in on):
        return None
    return problem(
        "A25",
        f"In {part.asked!r} the weights are frozen and {quoted(on)} still asks for a gradient "
        f"({len(on)} of {len(part.names)} tensors).",
        "how many tensors does a layer own?",
        on,
    )


def computed(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """A28: the weight is computed from parameters that have other names."""
    if not all(".parametrizations." in f".{name}" or name.endswith(COMPUTED) for name in on):
        return None
    return problem(
        "A28",
        f"In {part.asked!r} the weight is computed from {quoted(on)}, which still asks for a "
        "gradient.",
        "what are the parameters of this layer called after the wrapping?",
        on,
    )


def norms(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """E8, B10, B11: only scale and shift of normalisation layers are on."""
    layers = list(dict.fromkeys(owner(name) for name in on))
    if not all(isinstance(facts.modules[path], NORMS) for path in layers):
        return None
    if all(isinstance(facts.modules[p], _NormBase) and not facts.run.modes.get(p) for p in layers):
        return problem(
            "E8",
            f"{quoted(layers)} is in eval mode, so its statistics rest, but its scale and shift "
            f"still ask for a gradient ({len(on)} tensors).",
            "one switch or two: what does the mode hold, and what does the flag hold?",
            on,
        )
    off = facts.left_off(part)
    if not off:
        return None
    done = {type(m) for path, m in facts.of_kind(NORMS) if path in map(owner, off)}
    kinds = {type(facts.modules[path]) for path in layers}
    if done and not done & kinds:
        return problem(
            "B10",
            f"In {part.asked!r} every {_kinds(done)} is frozen, and {quoted(layers)} is of another "
            f"class ({_kinds(kinds)}) and still learns.",
            "does your test of the class have a common base class to ask for?",
            on,
        )
    return problem(
        "B11",
        f"In {part.asked!r} the normalisation layers still learn: {quoted(on)} "
        f"({len(on)} of {len(part.names)} tensors).",
        "which tensors sit between two layers that you froze?",
        on,
    )


def subclasses(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """B10: layers of the exact class are off, those of a subclass are on."""
    kinds = {type(facts.sits_in(name)) for name in on}
    done = {type(facts.sits_in(name)) for name in facts.left_off(part)} - {nn.Module}
    if not done or kinds & done or not all(any(issubclass(k, d) for d in done) for k in kinds):
        return None
    return problem(
        "B10",
        f"In {part.asked!r} every {_kinds(done)} is frozen, and {quoted(on)} belongs to a subclass "
        f"({_kinds(kinds)}) and still learns.",
        "does your test take subclasses for what they are?",
        on,
    )


def parents_own(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """B12: parameters that belong to no child."""
    for name in on:
        below = [n for n in facts.inside(owner(name)) if owner(n) != owner(name)]
        meant = [n for n in below if n in facts.meant_frozen]
        if not meant or any(facts.parameters[n].requires_grad for n in meant):
            return None
    return problem(
        "B12",
        f"{quoted(on)} still asks for a gradient: it belongs to {quoted([owner(on[0])])} itself, "
        "and only the children are frozen.",
        "can a parameter belong to a module without being in any of its children?",
        on,
    )


def in_eval(facts: Facts, part: Component, on: list[str]) -> Diagnosis | None:
    """E1: the whole part is in eval mode and nothing in it is frozen."""
    modes = [mode for path, mode in facts.run.modes.items() if lies_in(path, part.path)]
    if len(on) < len(part.names) or not modes or any(modes):
        return None
    moved = [name for name in on if facts.run.moved(name)]
    return problem(
        "E1",
        f"{part.asked!r} is in eval mode, and all its {len(on)} tensors still ask for a gradient "
        f"({len(moved)} moved in training).",
        "does eval mode change what learns, or how layers behave?",
        on,
    )


def _kinds(kinds: set[type]) -> str:
    """Names of classes."""
    return ", ".join(sorted(kind.__name__ for kind in kinds))


SHAPES: tuple[Callable[[Facts, Component, list[str]], Diagnosis | None], ...] = (
    wrapped,
    other_name,
    computed,
    biases,
    norms,
    subclasses,
    parents_own,
    in_eval,
)
