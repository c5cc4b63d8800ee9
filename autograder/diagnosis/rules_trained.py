"""MISTAKES A29, B5, B13, B16, B17, D19: what `trained=` names and is frozen, while others learn."""

from collections.abc import Iterator

from torch import nn

from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import Facts
from autograder.diagnosis.intent import Component

ADAPTERS = ("lora", "adapter")


def left_off(facts: Facts) -> Iterator[Diagnosis]:
    """What is frozen in the parts that `trained=` names, while others learn."""
    if not facts.on:
        return
    for part in facts.trained:
        off = facts.left_off(part)
        if off:
            yield _why_off(facts, part, off)


def _why_off(facts: Facts, part: Component, off: list[str]) -> Diagnosis:
    """The mistake that fits what is frozen in one part."""
    seen = f"{part.asked!r} is meant to learn, and {quoted(off)} is frozen"
    module = facts.modules.get(part.path)
    objects = {id(facts.parameters[name]) for name in off}
    twins = [
        other.asked
        for other in facts.frozen or ()
        if other is not part and objects & {id(facts.parameters[n]) for n in other.names}
    ]
    same = [t for t in twins if _same_module(facts, part.path, t)]
    if same:
        return problem(
            "A29",
            f"{seen}: it is the same module as {quoted(same)}.",
            "two names: how many objects?",
            off,
        )
    if twins:
        return problem(
            "B13",
            f"{seen}: it is the same tensor as in {quoted(twins)}.",
            "how many tensors are there really? A tied pair is frozen or learns together.",
            off,
        )
    if all(any(word in name.lower() for word in ADAPTERS) for name in facts.on):
        return problem(
            "B17",
            f"{seen}: only tensors with an adapter's name learn ({len(facts.on)} do).",
            "which layers are random and must learn as well?",
            off,
        )
    if all(name.endswith("bias") for name in facts.on):
        return problem(
            "B16",
            f"{seen}: only biases learn ({len(facts.on)} tensors).",
            "is the weight of the new layer among what you train?",
            off,
        )
    if isinstance(module, nn.Embedding):
        return problem(
            "D19",
            f"{seen}; an embedding made by from_pretrained starts that way.",
            "what is the default in the signature of from_pretrained?",
            off,
        )
    if len(facts.trained) > 1 and _stops_at_a_bare_child(facts):
        return problem(
            "B5",
            f"{seen}: only the last child with parameters learns, and the child before it has "
            "none.",
            "are children the same thing as layers with parameters?",
            off,
        )
    return problem(
        "",
        f"{seen} ({len(off)} of {len(part.names)} tensors).",
        "which line turned these off, and what did it match?",
        off,
    )


def _same_module(facts: Facts, path: str, other: str) -> bool:
    """Whether two paths lead to one module."""
    return any({path, other} <= set(every) for every in facts.paths.values())


def _stops_at_a_bare_child(facts: Facts) -> bool:
    """Whether exactly the last child learns and the one before it holds no parameter."""
    children = list(facts.case.model.named_children())
    if len(children) < 2:
        return False
    (_, before), (last, _) = children[-2:]
    return not list(before.parameters()) and sorted(facts.on) == sorted(facts.inside(last))


RULES = (left_off,)
