"""Four layers, flags, a checkpointed layer and perhaps a cut: who has a gradient after backward."""

import random
from itertools import pairwise

from autograder.bank.material.parameter_names import quoted
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

NAMES = ("stem", "neck", "body", "trunk", "mixer", "scorer", "adapter", "inner", "outer", "gate")
PLAIN = "h = {name}(h)"
KEPT = "h = checkpoint({name}, h, use_reentrant={reentrant})"
CUTS = ("h = {name}(h).detach()", "with torch.no_grad():\n    h = {name}(h)")
HINT = "Go back from the loss, line by line: does the way end here, and who asks for a gradient?"


def make(rng: random.Random) -> Draft:
    """Which layers have a gradient; wrong ones from the same code read in a wrong way."""
    names, widths = rng.sample(NAMES, 4), [rng.randint(2, 9) for _ in range(5)]
    at = rng.randint(1, 2)
    # Half of the time nothing that goes into the checkpoint asks for a gradient.
    frozen = names[:at] if rng.random() < 0.5 else rng.sample(names, rng.choice((1, 1, 2)))
    ways = [PLAIN] * 4
    ways[at] = KEPT.replace("{reentrant}", str(rng.random() < 0.7))
    if rng.random() < 0.5:
        ways[rng.choice([place for place in range(3) if place != at])] = rng.choice(CUTS)
    sizes = zip(names, pairwise(widths), strict=True)
    layers = [f"{name} = nn.Linear({a}, {b})" for name, (a, b) in sizes]
    off = [f"{name}.requires_grad_(False)" for name in sorted(frozen, key=names.index)]
    start = ["from torch.utils.checkpoint import checkpoint", "", *layers, *off, ""]
    rows = f"h = torch.randn({rng.randint(4, 20)}, {widths[0]})"
    end = "h.pow(2).sum().backward()"
    lines = [way.format(name=name) for way, name in zip(ways, names, strict=True)]
    code = "\n".join([*start, rows, *lines, end])
    right, learn = _reached(names, code), [name for name in names if name not in frozen]
    plain = [PLAIN if way in CUTS else way for way in ways]
    other = [way.replace("=True", "=False") for way in ways]
    lost = [name for name in learn if name not in right]
    readings = [
        (other, "The reentrant way looks at its input, which asks for no gradient here.", "F6", ""),
        (plain, _cut(ways, names), *_cut_belief(ways)),
        (
            [PLAIN] * 4,
            "A plain pass would reach these, and this pass is not plain.",
            "",
            "only flags are read",
        ),
    ]
    wrong = []
    for read, says, mistake, belief in readings:
        lines = [way.format(name=name) for way, name in zip(read, names, strict=True)]
        found = _reached(names, "\n".join([*start, rows, *lines, end]))
        wrong.append((found, says, mistake, belief))
    last = max(names.index(name) for name in frozen)
    wrong += [
        (names, "A frozen layer keeps no gradient.", "", "flags are overlooked"),
        (names[last + 1 :], "A frozen layer lets gradients through to what is below.", "F5", ""),
        (names[3:], "The way back goes on below the last layer.", "", "the head alone learns"),
        ([n for n in right if n != names[at]], KEEPS, "", "checkpointed blocks never learn"),
        (frozen, "These are the layers whose flag is off.", "", "the flag is turned round"),
        (lost, LOST, "", "what is lost is named"),
        ([n for n in right if n != names[3]], "The last layer learns as well.", "", MISSED),
        *(
            ([n], "What is above has a gradient, too.", "", "the lowest learner alone")
            for n in learn[:1]
        ),
        ([names[at]], "The checkpoint is one line of four.", "", "only the checkpoint learns"),
    ]
    stem = (
        "In PyTorch 2.13, which layers have a gradient, `weight.grad` other than None, after "
        f"these lines?\n\n```python\n{code}\n```"
    )
    choices = [
        Choice(quoted(sorted(found, key=names.index)), *said)
        for found, *said in wrong
        if right and sorted(found) != sorted(right)
    ]
    says = "All layers that ask for a gradient are reached from the loss."
    if lost:
        says = f"Out of reach from the loss, though the flag is on: {quoted(lost)}."
    return Draft(stem, Choice(quoted(right), says), choices, HINT)


KEEPS = "A checkpointed layer has its gradient where backward reaches it."
LOST = "These ask for a gradient and get none."
MISSED = "the last layer is forgotten"


def _reached(names: list[str], code: str) -> list[str]:
    """The layers that have a gradient after `code`; none where backward cannot start."""
    try:
        ran = names_after(code)
    except RuntimeError:
        return []
    return [name for name in names if ran[name].weight.grad is not None]


def _cut(ways: list[str], names: list[str]) -> str:
    """What the cut does, where there is one."""
    for way, name in zip(ways, names, strict=True):
        if way in CUTS:
            return f"The way back ends in the line of `{name}`: nothing from there down is reached."
    return "There is no cut here."


def _cut_belief(ways: list[str]) -> tuple[str, str]:
    """The mistake behind overlooking the cut."""
    return ("F3", "") if CUTS[0] in ways else ("F2", "")


TEMPLATE = Template("gradients_past_a_checkpoint", HARD, ("11",), ("11.3",), make)
