"""Faults of a single line in the script of `desk_scripts`, none of which raises anything."""

from typing import NamedTuple


class Fault(NamedTuple):
    """A wrong line for the place of another, and what it does."""

    at: int
    code: str
    says: str


FAULTS = (
    Fault(
        0, "{net}.requires_grad = False", "It makes an attribute of the model; all still learns."
    ),
    Fault(
        0,
        "{net}.body.require_grad_ = False",
        "It makes an attribute, and all still learns.",
    ),
    Fault(2, "{net}.train()", "Frozen BatchNorm is awake, and its statistics move."),
    Fault(2, "{net}.head.eval()", "The head sleeps, and frozen BatchNorm stays awake."),
    Fault(4, "    if name.startswith({thaw}):", "Blocks whose names begin alike are thawed too."),
    Fault(
        4, "    if name in {thaw}:", "No name of a parameter is part of the block's: none match."
    ),
    Fault(5, "        p.require_grad = True", "The flag is misspelt, so the block stays frozen."),
    Fault(
        6,
        "learning = list({net}.head.parameters())",
        "The optimizer never gets the parameters of the block.",
    ),
    Fault(9, "    {net}.body.zero_grad()", "Nobody clears the gradients of the head: they add up."),
    Fault(
        10,
        "    F.cross_entropy({net}.head({net}.body({x}).detach()), {y}).backward()",
        "`detach()` ends the way back, so the block gets no gradient.",
    ),
    Fault(
        14,
        "    called = {net}(images).argmax(dim=1, keepdim=True)",
        "A column against a row: the comparison counts pairs of all rows.",
    ),
    Fault(15, "    hits += int((called == 1).sum())", "False alarms are counted as hits."),
    Fault(16, "    frauds += len(labels)", "It counts all rows, not the frauds among them."),
)
