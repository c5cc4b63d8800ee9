"""What a low-rank update computes wrongly, and whether it can learn: said after three steps."""

import torch

from autograder.trials.factor_findings import factor_names
from autograder.trials.frozen_case import close
from autograder.trials.low_rank_case import Case
from autograder.verdict import Finding

# Evidence has five decimals, and float32 hardly more.
MARGIN = 1e-3


def start_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the module begins as the layer that it was made from."""
    if broken := _broken(case, seen):
        return broken
    if changed := [
        name for name, bits in seen["before"].items() if seen["after"].get(name) != bits
    ]:
        return Finding(
            f"{case.told}, the layer's {changed[0]!r} has other numbers than before.",
            "what a layer has learned stays: where does the update live?",
            "E18",
        )
    if close(seen["start"], case.start(), margin=MARGIN):
        return None
    if not any(seen["start"]):
        return Finding(
            f"{case.told}, every output before any training is 0.",
            "the layer computes too: what do the factors add to?",
        )
    if len(seen["start"]) != len(case.start()):
        return Finding(
            f"{case.told}, an input of shape {list(case.inputs.shape)} gives another shape than "
            "the layer does.",
            "a Linear takes any number of dimensions: on which one does each product work?",
        )
    return Finding(
        f"{case.told}, the output before any training is not that of the layer.",
        "what is the product of the two factors at the start, and what would change nothing?",
    )


def learn_finding(case: Case, seen: dict) -> Finding | None:
    """Whether a gradient arrives at both factors within three steps, and moves them."""
    if broken := _broken(case, seen):
        return broken
    factors = factor_names(case, seen)
    given = {name: seen["gradients"].get(name, []) for name in factors}
    never = [name for name in factors if "none" in given[name]]
    if never:
        return Finding(
            f"{case.told}, {never[0]!r} asks for a gradient and gets none in three steps "
            f"({len(never)} of 2 factors).",
            "it is allowed to learn; is it able to? What lies between it and the output?",
            "G6",
        )
    still = [name for name in factors if "some" not in given[name]]
    if len(still) == 2:
        return Finding(
            f"{case.told}, the gradients of both factors are zero in three steps out of three.",
            "each one's gradient is multiplied by the other: what are they at the start?",
            "F26",
        )
    if still:
        return Finding(
            f"{case.told}, the gradient of {still[0]!r} is zero in three steps out of three.",
            "the first may be zero by right. Which product keeps the others at zero?",
        )
    if held := [name for name in factors if name not in seen["moved"]]:
        return Finding(
            f"{case.told}, {held[0]!r} has a gradient and did not move.",
            "who puts that tensor back while the module trains?",
        )
    return None


def formula_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the output is right with the checker's factors in place."""
    if broken := _broken(case, seen):
        return broken
    weight, update = case.layer.weight.detach(), case.update()
    output = seen["planted"]["output"]
    if close(output, case.output(weight + update), margin=MARGIN):
        return None
    bare = update / case.scale
    others = {
        "the layer alone": (weight, "does the output pass through both factors?"),
        "the update alone": (update, "the layer computes too: what do the factors add to?"),
        "a scale of 1": (weight + bare, "where does your forward use `scale`?"),
        "a scale that is divided by the rank": (
            weight + update / case.rank,
            "papers differ there; what does this exercise multiply the product by?",
        ),
        "a layer that is scaled, too": (
            case.scale * weight + update,
            "what does `scale` multiply: the sum, or one term of it?",
        ),
        "an update that is scaled twice": (
            weight + case.scale * update,
            "in how many places is `scale` used?",
        ),
    }
    seen_at = f"{case.told}, with other numbers in the two factors, the output is not W x + s B A x"
    for name, (other, hint) in others.items():
        if close(output, case.output(other), margin=MARGIN):
            return Finding(f"{seen_at}; it fits {name}.", hint)
    return Finding(
        f"{seen_at}.", "put small whole numbers into both factors, and compute one row by hand."
    )


def slope_finding(case: Case, seen: dict) -> Finding | None:
    """Whether what lies below the module gets its gradient through both paths."""
    whole = case.layer.weight.detach() + case.update()
    right = torch.ones((*case.inputs.shape[:-1], 1)) * whole.sum(0)
    if close(seen["planted"]["slope"], right.flatten().tolist(), margin=MARGIN):
        return None
    return Finding(
        f"{case.told}, the gradient that reaches the inputs is not that of the whole output.",
        "layers below may learn: which of the two paths is cut on the way back?",
        "F3",
    )


def _broken(case: Case, seen: dict) -> Finding | None:
    """What kept the module from being run or trained."""
    if not (failed := seen["failed"]):
        return None
    return Finding(
        f"{case.told}, the module raised {failed['type']}: {failed['message'].rstrip('.')}.",
        f"run it on a batch of shape {list(case.inputs.shape)} yourself.",
    )
