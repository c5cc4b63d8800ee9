"""Counting tensors, numbers and buffers: the expressions, and the question what one prints."""

from torch import nn

from autograder.bank.material.stems import with_code
from autograder.bank.question import Choice, Draft
from autograder.bank.running import printed_by

TENSORS = "len([p for p in model.parameters() if p.requires_grad])"
LEARNING = "sum(p.numel() for p in model.parameters() if p.requires_grad)"
NUMBERS = "sum(p.numel() for p in model.parameters())"
BUFFERS = "sum(b.numel() for b in model.buffers())"
HINT = "Write down every tensor once, with its size, and sort them: parameter or buffer, on or off."

FLAG = "the flag is overlooked"
GONE = "frozen numbers are thought to be gone"
SWAPPED = "frozen and learning ones are swapped"
NO_BIAS = "the biases of the layers are forgotten"

# A wrong number, what it really is, and what leads to it: a mistake's id, or a belief.
Candidate = tuple[int, str, str]


def counted(model: nn.Module) -> dict[str, int]:
    """What each of the expressions prints for `model`."""
    counts = (TENSORS, LEARNING, NUMBERS, BUFFERS)
    return {count: int(printed_by(f"print({count})", model=model)) for count in counts}


def what_it_prints(
    code: str, count: str, right: int, says: str, candidates: list[Candidate]
) -> Draft:
    """The question what `count` prints after `code`; candidates below one are left out."""
    wrong = [
        Choice(str(value), told, **({"mistake": why} if why[0] == "G" else {"belief": why}))
        for value, told, why in candidates
        if value > 0
    ]
    stem = with_code("What does the last line print?", f"{code.strip()}\nprint({count})")
    return Draft(stem, Choice(str(right), says), wrong, HINT)
