"""MISTAKES A and B, where the caller said what is meant: parts that were to be frozen and are not.

The shape of what was left on tells the mistake: all biases, all norms, all but the first tensor.
"""

from collections.abc import Iterator

from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import NORMS, Facts, owner
from autograder.diagnosis.intent import Component
from autograder.diagnosis.left_on_shapes import SHAPES
from autograder.diagnosis.rules_attributes import claimed


def left_on(facts: Facts) -> Iterator[Diagnosis]:
    """What still asks for a gradient in the parts that `frozen=` names."""
    told = claimed(facts)
    parts = [part for part in facts.frozen or () if set(facts.left_on(part)) - told]
    if not parts:
        return
    whole = _whole(facts, parts)
    if whole is not None:
        yield whole
        return
    for part in parts:
        on = [name for name in facts.left_on(part) if name not in told]
        for shape in SHAPES:
            found = shape(facts, part, on)
            if found is not None:
                yield found
                break
        else:
            yield _unexplained(facts, part, on)


def _whole(facts: Facts, parts: list[Component]) -> Diagnosis | None:
    """A shape that only all flags of the model together show."""
    on = [name for part in parts for name in facts.left_on(part)]
    outside = [name for name in facts.on if name not in facts.meant_frozen]
    if set(on) == facts.meant_frozen and not outside and facts.off:
        return problem(
            "A24",
            f"The flags are the other way round: {quoted([part.asked for part in parts])} asks for "
            f"a gradient, and all the rest ({len(facts.off)} tensors) is frozen.",
            "what does requires_grad_ do when it is called without an argument?",
            on,
        )
    names = list(facts.parameters)
    asked = len(facts.frozen or ())
    layers = {owner(name) for name in facts.off}
    if len(layers) < asked == len(facts.off) and facts.off == names[:asked]:
        return problem(
            "B6",
            f"{asked} layers were meant, and the first {asked} tensors are frozen: "
            f"{quoted(facts.off)}.",
            "what did those tensors belong to: how many layers?",
            on,
        )
    first = next(name for name in facts.parameters if name in facts.meant_frozen)
    only_norms = all(isinstance(facts.sits_in(name), NORMS) for name in on)
    if facts.off == [first] and len(facts.meant_frozen) > 2 and not only_norms:
        return problem(
            "A22",
            f"Only the first tensor of {quoted([part.asked for part in parts])} is frozen, "
            f"{first!r} (1 of {len(facts.meant_frozen)}).",
            "how many times does the body of your loop run before it returns?",
            on,
        )
    return None


def _unexplained(facts: Facts, part: Component, on: list[str]) -> Diagnosis:
    """No known shape: what is on, and a question."""
    return problem(
        "",
        f"In {part.asked!r} {quoted(on)} still asks for a gradient "
        f"({len(on)} of {len(part.names)} tensors).",
        "which line was to turn these off, and did it reach the parameters of this very model?",
        on,
    )


RULES = (left_on,)
