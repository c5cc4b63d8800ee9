"""What people say about freezing: statements on trial in lesson 11, and where they were met.

Each is put in our own words. No verdict stands here: a run decides, in one release of torch.
Numbers are permanent.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

INDENTED = {"initial_indent": "    ", "subsequent_indent": "    "}


@dataclass(frozen=True)
class Claim:
    """A statement, and where one like it was met.

    `evidence` says what a function `(net, batch, targets)` returns to decide it; empty where the
    lesson itself decides.
    """

    number: int
    says: str
    met: str
    evidence: str = ""


CLAIMS = {
    claim.number: claim
    for claim in (
        Claim(
            1,
            "A layer that is frozen after the optimizer was made is still updated.",
            "a tutorial site on fine-tuning, page on freezing base weights",
            "Hand all parameters to SGD(lr=0.1, momentum=0.9). Take one step, freeze net[0], take "
            "three more, with zero_grad() as it comes. Return how far net[0] and net[-1] moved "
            "in these three, each by its largest change: a list of two numbers.",
        ),
        Claim(
            2,
            "Gradients are computed for frozen parameters too; the optimizer skips them.",
            "the same page",
            "Return the operations of backward() with none, with the first, and with the first "
            "two Linear layers frozen: a list of three whole numbers.",
        ),
        Claim(
            3,
            "Gradients stop at a frozen layer.",
            "a tutorial site, page on feature extraction",
            "Freeze net[2] alone, the second Linear layer. Return the norm of the gradient of "
            "net[0].weight after backward().",
        ),
        Claim(
            4,
            "requires_grad = False, set inside the training loop, comes too late.",
            "a blog on quirks of PyTorch",
        ),
        Claim(
            5,
            "After freezing everything and putting on a new last layer, backward() fails.",
            "a question-and-answer page",
        ),
        Claim(
            6,
            "model.requires_grad_(False) does less than a loop over the parameters.",
            "a page of recipes that marks one as bad and one as good",
        ),
        Claim(
            7,
            "weight.requires_grad = ~mask freezes some rows of a weight.",
            "a question-and-answer page",
        ),
        Claim(
            8,
            "The optimizer looks at requires_grad and passes over what is frozen.",
            "an answer in the PyTorch forum, thread 58156",
            "Freeze net[0], put a copy of its weight into the weight's .grad, and let "
            "SGD(lr=0.1) over all parameters step once, without any backward(). Return the norm "
            "of what changed in net[0].weight.",
        ),
        Claim(
            9,
            "model.eval() fixes the weights.",
            "several pages and a course quiz",
            "Call net.eval(), then take one step of SGD(lr=0.1). Return how far net[0] and "
            "net[-1] moved, each by its largest change: a list of two numbers.",
        ),
        Claim(
            10,
            "Weight decay moves weights even in a group with lr=0.",
            "an issue of a detection library, mmdetection 6599",
        ),
        Claim(
            11,
            "The fewer numbers learn, the cheaper the backward pass.",
            "many pages",
            "Let only the first Linear layer learn, then only the last. Return for each of the "
            "two how many numbers learn and the operations of backward(): a list of two pairs.",
        ),
        Claim(
            12,
            "After zero_grad(set_to_none=False), a layer that was frozen later can still move.",
            "the PyTorch forum, thread 153740",
            "As for claim 1, but with zero_grad(set_to_none=False) in every step.",
        ),
        Claim(
            13,
            "A state_dict does not tell which layers were frozen.",
            "an issue of Lightning, 21901, about resuming",
            "Make a deep copy of net, freeze net[0], and load the state_dict of net into the "
            "copy. Return how many numbers ask for a gradient in net, and how many in the copy: a "
            "list of two whole numbers.",
        ),
    )
}
ON_TRIAL = tuple(number for number, claim in CLAIMS.items() if claim.evidence)


def as_text(claims: Iterable[Claim]) -> str:
    """Claims with their numbers and where they were met, two lines each."""
    return "\n".join(f"{c.number:2}  {c.says}\n    met in: {c.met}" for c in claims)


def as_trial(claims: Iterable[Claim]) -> str:
    """Claims with their numbers and the evidence that decides them, a paragraph each."""
    return "\n\n".join(
        f"{c.number:2}  {c.says}\n{textwrap.fill(c.evidence, 92, **INDENTED)}" for c in claims
    )
