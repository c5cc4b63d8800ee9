"""MISTAKES F, with C6, C10: graphs that are lost, dragged along or run twice, silent gradients."""

from collections.abc import Iterator

from autograder.diagnosis.copies import tensors_in
from autograder.diagnosis.diagnosis import Diagnosis, note, problem, quoted
from autograder.diagnosis.facts import Facts, owner

WHICH_VARIANT = "use_reentrant parameter should be passed"


def fresh_loss(facts: Facts) -> Iterator[Diagnosis]:
    """C6: the loss is a leaf of its own, so backward() runs and reaches nothing."""
    if facts.run.loss_is_leaf:
        yield problem(
            "C6",
            "The loss asks for a gradient and depends on nothing: backward() runs and no tensor of "
            "the model gets a gradient.",
            "did you fix the fire or the alarm? Where was the graph lost?",
        )


def inference(facts: Facts) -> Iterator[Diagnosis]:
    """F4: features from inference_mode cannot be learned from."""
    if facts.run.stopped == "F4":
        yield problem(
            "F4",
            "The pass stops, because it is to learn from tensors that were made in inference mode.",
            "would features made under no_grad, or a clone made outside, be saved for backward?",
        )


def attached_batch(facts: Facts) -> Iterator[Diagnosis]:
    """F9: the batch drags a graph along, which only one backward pass can use."""
    count = sum(t.grad_fn is not None for t in tensors_in((facts.case.inputs, facts.case.targets)))
    if count:
        yield problem(
            "F9",
            f"The batch still has the graph that it was computed by ({count} tensors): a second "
            "backward pass through it raises.",
            "what is attached to the cached tensors, and is it needed?",
        )


def variant(facts: Facts) -> Iterator[Diagnosis]:
    """F7: checkpoint was called without saying which variant is meant."""
    if any(WHICH_VARIANT in said for said in facts.warned):
        yield note(
            "F7",
            "A block is checkpointed without `use_reentrant`: the reentrant variant is what runs, "
            "with a warning.",
            "which variant did you get, and what does it ask of the block's inputs?",
        )


def silent_start(facts: Facts) -> Iterator[Diagnosis]:
    """C10: a head of zeros gives the body a gradient of zero, on the first step only."""
    sizes = facts.run.sizes
    if len(sizes) < 2 or not facts.run.rows_agree:
        return
    zero = [name for name, size in sizes[0].items() if size is False]
    awake = [name for name in zero if any(later.get(name) for later in sizes[1:])]
    heads = [n for n in facts.on if sizes[0].get(n) and not facts.parameters[n].any()]
    if zero and awake == zero and any(facts.parameters[name].ndim > 1 for name in heads):
        yield note(
            "C10",
            f"{quoted(zero)} gets a gradient of exactly zero on the first step and another one "
            f"later: {quoted(heads)} is all zeros at the start.",
            "what multiplies the signal on its way back? Look again at the second step.",
            zero,
        )


def dead_pair(facts: Facts) -> Iterator[Diagnosis]:
    """F26: two factors of zeros, of which neither can wake the other."""
    dead = [
        name
        for name in facts.on
        if facts.parameters[name].ndim > 1
        and not facts.parameters[name].any()
        and facts.run.sizes
        and all(sizes.get(name) is False for sizes in facts.run.sizes)
    ]
    families: dict[str, list[str]] = {}
    for name in dead:
        families.setdefault(_family(facts, name), []).append(name)
    pairs = [name for family in families.values() if len(family) > 1 for name in family]
    if pairs:
        yield problem(
            "F26",
            f"{quoted(pairs)} is all zeros and gets a gradient of zero in every step "
            f"({len(pairs)} tensors): it never learns.",
            "which factor multiplies which, and which of them may start at zero?",
            pairs,
        )


def _family(facts: Facts, name: str) -> str:
    """The layer to which the factors of an adapter belong."""
    path = owner(name)
    return path if len(facts.owned(path)) > 1 else owner(path)


RULES = (fresh_loss, inference, attached_batch, variant, silent_start, dead_pair)
