"""MISTAKES C7, C8, D5, D6, D9, F22: parameters that get a gradient and that nobody moves."""

from collections.abc import Iterator

from autograder.diagnosis.diagnosis import Diagnosis, note, problem, quoted
from autograder.diagnosis.facts import Facts, owner


def not_held(facts: Facts) -> Iterator[Diagnosis]:
    """C7, C8, D5, D6, D9, F22: parameters that get a gradient and that no optimizer moves."""
    if not facts.case.optimizers or not facts.run.ran or not facts.in_optimizers:
        return
    missing = [n for n in facts.on if n not in facts.held and n in facts.run.by_loss]
    if not missing:
        return
    seen = f"{quoted(missing)} asks for a gradient, and no optimizer holds it"
    if facts.foreign and not facts.held:
        yield _of_another_model(facts)
    elif facts.foreign:
        yield from _replaced(facts, missing, seen)
    elif _empty_groups(facts):
        yield problem(
            "D9",
            f"{seen} ({len(missing)} tensors); group {_empty_groups(facts)[0]} is empty.",
            "how often can a generator be read?",
            missing,
        )
    elif facts.off:
        yield problem(
            "D6",
            f"{seen} ({len(missing)} tensors); other tensors are frozen by their flags.",
            "who moves weights: autograd or the optimizer? Did it hear of these?",
            missing,
        )
    else:
        yield note(
            "D5",
            f"{seen} ({len(missing)} of {len(facts.parameters)} tensors): it stays, but every "
            "backward pass is paid for and its gradients pile up.",
            "is a layer that no optimizer moves the same as a frozen one?",
            missing,
        )


def _of_another_model(facts: Facts) -> Diagnosis:
    """F22: all tensors of the optimizers belong to something else."""
    ours = sorted(tuple(p.shape) for p in facts.parameters.values())
    is_copy = ours == sorted(tuple(p.shape) for p in facts.foreign)
    return problem(
        "F22" if is_copy else "",
        f"The optimizers hold {len(facts.foreign)} tensors, and none is this model's"
        + (", though the shapes agree: those of a copy." if is_copy else "."),
        "whose tensors does the optimizer hold? Which came first, the copy or the optimizer?",
    )


def _replaced(facts: Facts, missing: list[str], seen: str) -> Iterator[Diagnosis]:
    """C7 for whole layers, C8 for single tensors that took the place of one that is held."""
    single = [n for n in missing if any(other in facts.held for other in facts.owned(owner(n)))]
    whole = [n for n in missing if n not in single]
    if single:
        yield problem(
            "C8",
            f"{quoted(single)} asks for a gradient and is in no optimizer, which holds the rest "
            f"of its layer and {len(facts.foreign)} tensors that are not the model's.",
            "which flag does a new Parameter start with, and who holds the old one?",
            single,
        )
    if whole:
        yield problem(
            "C7",
            f"{seen}; it holds {len(facts.foreign)} tensors that are not the model's.",
            "does an optimizer hold names or objects? Which came first, it or the new layer?",
            whole,
        )


def _empty_groups(facts: Facts) -> list[str]:
    """The groups without a parameter, in words."""
    return [
        f"{k} of {type(one).__name__}"
        for one in facts.case.optimizers
        for k, group in enumerate(one.param_groups)
        if not group["params"]
    ]


RULES = (not_held,)
