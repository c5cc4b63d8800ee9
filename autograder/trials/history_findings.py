"""What to say of one network by its history: whether it was trained, learned, moved or drifted."""

import torch

from autograder.snapshot import digest
from autograder.trials.comparison_run import BODY, HEAD, STATISTICS, Net
from autograder.trials.two_tasks import HIDDEN
from autograder.verdict import Finding

# The statistics of a BatchNorm layer that has seen no batch.
NEW = {
    "body.1.running_mean": digest(torch.zeros(HIDDEN)),
    "body.1.running_var": digest(torch.ones(HIDDEN)),
    "body.1.num_batches_tracked": digest(torch.tensor(0)),
}


def untrained(name: str, net: Net) -> Finding | None:
    """Whether no optimizer ever held a tensor of this network."""
    if net.phases:
        return None
    return Finding(
        f"no optimizer step ever held a tensor of {name!r} as it was returned.",
        "was it copied after the optimizer was made? Whose tensors does the optimizer hold?",
        "F22",
    )


def not_learning(name: str, net: Net, wanted: tuple[str, ...]) -> Finding | None:
    """Whether tensors that ought to learn did not."""
    still = [tensor for tensor in wanted if tensor not in net.learned()]
    if not still:
        return None
    return Finding(
        f"{still[0]!r} of {name!r} never learned ({len(still)} of {len(wanted)} did not).",
        "is it frozen, at a rate of zero, or not in the optimizer?",
    )


def not_frozen(name: str, net: Net, statistics: list[dict[str, str]]) -> Finding | None:
    """Whether the body learned or drifted, asks for gradients, or the head did not learn."""
    if moving := [n for n in BODY if n in net.learned()]:
        return moved(moving[0], name)
    if finding := (untrained(name, net) if name != "LP" else None):
        return finding
    if net.phases and (finding := not_learning(name, net, HEAD)):
        return finding
    if not any(all(net.values[n] == kept[n] for n in STATISTICS) for kept in statistics):
        return Finding(
            f"'body.1.running_mean' of {name!r} moved while its head learned.",
            "the flags are off: which tensors are not parameters, and what holds those still?",
            "E2",
        )
    if asking := [n for n in BODY if net.asks[n]]:
        return Finding(
            f"{asking[0]!r} of {name!r} asks for a gradient.",
            "left out of the optimizer is not frozen: what does the next optimizer do with it?",
            "D5",
        )
    return None


def moved(tensor: str, name: str) -> Finding:
    """The finding on a body that learned where it ought to hold still."""
    return Finding(
        f"{tensor!r} of {name!r} learned.", "its body is to hold still: when are its flags set?"
    )


def old_head(name: str) -> Finding:
    """The finding on a network that kept the head of base."""
    return Finding(
        f"{name!r} begins with the head of base.",
        "that head names the classes of the old task: what does the new one need?",
    )
