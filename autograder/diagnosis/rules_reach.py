"""MISTAKES F and G6, with C5: what the loss depends on, and where the path of gradients is cut.

Only parameters that some optimizer is to move count: one that nobody moves may well be cut off.
"""

from collections.abc import Iterator

from autograder.diagnosis.diagnosis import Diagnosis, problem, quoted
from autograder.diagnosis.facts import Facts, owner

NO_INPUT_ASKS = "None of the inputs have requires_grad=True"


def cut_off(facts: Facts) -> Iterator[Diagnosis]:
    """C5, F1, F2, F3, F6, G6: trainable tensors that the loss does not depend on."""
    run = facts.run
    if not run.ran or run.loss_is_leaf:
        return
    reached = run.by_loss | run.by_output
    lost = [name for name in facts.on if name in _to_be_moved(facts) and name not in reached]
    unused = [name for name in lost if not _around(facts, name)]
    lost = [name for name in lost if name not in unused]
    if unused:
        yield _unused(facts, unused)
    dark = [name for name in lost if _is_dark(facts, name)]
    if lost and not facts.run.loss_asks and len(dark) == len(lost) and not run.by_loss:
        yield _nothing_recorded(lost)
        return
    if not run.loss_asks and run.output_asks:
        yield problem(
            "F1",
            "The output asks for a gradient, and the loss of it does not: its graph is lost inside "
            "the loss.",
            "was a graph recorded there? Look for no_grad, detach, item or a new tensor.",
        )
        return
    lit = [name for name in lost if name not in dark]
    if dark and any(NO_INPUT_ASKS in said for said in facts.warned):
        yield problem(
            "F6",
            f"{quoted(dark)} gets no gradient: its block is checkpointed in the reentrant variant, "
            "and no input of the block asks for a gradient.",
            "does the block's input require a gradient? Which variant would not mind?",
            dark,
        )
        dark = []
    blocks = _cutting_blocks(facts)
    if lit and blocks:
        yield problem(
            "F2",
            f"{quoted(blocks[:1])} runs under no_grad: {quoted(lit)} before it gets no gradient "
            f"({len(lit) + len(dark)} tensors get none).",
            "which way does the gradient travel, and where is its way closed?",
            lit,
        )
    elif lit:
        yield problem(
            "F3",
            f"{quoted(lit)} is called with a graph, and the loss does not reach it "
            f"({len(lit)} tensors).",
            "a frozen layer lets gradients through; what does a detached tensor do?",
            lit,
        )
    if dark and not (lit and blocks):
        yield problem(
            "G6",
            f"{quoted(dark)} is trainable by its flag, and runs under no_grad: it learns nothing "
            f"({len(dark)} of {len(facts.on)} trainable tensors).",
            "is it allowed to learn, or able to?",
            dark,
        )


def _to_be_moved(facts: Facts) -> set[str]:
    """Parameters that this batch is to train: all where no optimizer is given.

    Of several optimizers, one whose tensors are all out of reach serves another step of the loop,
    such as the generator's in the discriminator's turn.
    """
    name_of = {id(p): name for name, p in facts.parameters.items()}
    turns = [
        {name_of[id(p)] for group in one.param_groups for p in group["params"] if id(p) in name_of}
        for one in facts.case.optimizers
    ]
    if not turns:
        return set(facts.parameters)
    busy = [names for names in turns if names & facts.run.by_loss]
    return set().union(*(busy or turns))


def _around(facts: Facts, name: str) -> str | None:
    """The nearest module around a parameter, short of the model, that was called; "" if the model
    itself owns it; None if none was."""
    path = owner(name)
    if not path:
        return "the model"
    while path:
        if path in facts.run.called:
            return path
        path = owner(path)
    return None


def _is_dark(facts: Facts, name: str) -> bool:
    """Whether the module around a parameter only ran while no graph was recorded."""
    around = _around(facts, name)
    calls = facts.calls("" if around == "the model" else around or "")
    return bool(calls) and not any(call.records for call in calls)


def _cutting_blocks(facts: Facts) -> list[str]:
    """Modules that take a tensor with a graph while none is recorded."""
    return [c.path for c in facts.run.calls if c.takes and not c.records and not c.gives]


def _unused(facts: Facts, names: list[str]) -> Diagnosis:
    """C5 in words."""
    layers = list(dict.fromkeys(owner(name) for name in names))
    return problem(
        "C5",
        f"{quoted(layers)} is trainable, and forward does not call it for this batch "
        f"({len(names)} tensors).",
        "which attribute does forward use, and which one did you set?",
        names,
    )


def _nothing_recorded(names: list[str]) -> Diagnosis:
    """F1 for a forward pass without a graph."""
    return problem(
        "F1",
        f"No graph is recorded in the forward pass: {quoted(names)} is trainable, and backward() "
        "would have nothing to go through.",
        "was a graph recorded? Look for no_grad or inference_mode around the pass.",
        names,
    )


RULES = (cut_off,)
