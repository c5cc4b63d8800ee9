"""The running mean of a BatchNorm layer after one pass, worked out by hand."""

import random

from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "First the mode: does this pass update anything? If so, which share does the batch get?"


def make(rng: random.Random) -> Draft:
    """A frozen layer with one channel, in train mode mostly, sees one batch."""
    momentum = rng.choice([0.1, 0.2, 0.25, 0.3, 0.4])
    kept = rng.randint(1, 20)
    mean = rng.choice([value for value in range(-12, 40) if abs(value - kept) > 4])
    apart = rng.randint(1, 9)
    rows = [mean - apart, mean + apart] + [mean] * rng.randint(0, 2)
    rng.shuffle(rows)
    asleep, no_grad = rng.random() < 0.3, rng.random() < 0.4
    numbers = ", ".join(f"[{row}.0]" for row in rows)
    lines = [
        f"bn = nn.BatchNorm1d(1, momentum={momentum}).requires_grad_(False)",
        f"bn.running_mean.fill_({kept}.0)",
        "bn.eval()" if asleep else "bn.train()",
        f"batch = torch.tensor([{numbers}])",
        *(["with torch.no_grad():", "    bn(batch)"] if no_grad else ["bn(batch)"]),
    ]
    code = "\n".join(lines)
    right = names_after(code)["bn"].running_mean.item()
    stem = f"What is `bn.running_mean` after this pass?\n\n```python\n{code}\n```"
    wrong = _slips(momentum, kept, mean, asleep, no_grad)
    return Draft(stem, Choice(_shown(right), _reason(momentum, kept, mean, asleep)), wrong, HINT)


def _shown(value: float) -> str:
    """A number with two decimals; the exact ones here have no more than that."""
    return f"{value:.2f}"


def _reason(momentum: float, kept: int, mean: int, asleep: bool) -> str:
    """Why the right value is what it is."""
    if asleep:
        return f"In eval mode the running mean is used and stays at {kept}."
    return f"In train mode it becomes (1 - {momentum}) * {kept} + {momentum} * {mean}."


def _slips(momentum: float, kept: int, mean: int, asleep: bool, no_grad: bool) -> list[Choice]:
    """What the wrong ways of thinking give."""
    share, rest = momentum * mean, (1 - momentum) * kept
    moved = Choice(
        _shown(rest + share),
        "Only train mode updates; the layer is in eval mode.",
        belief="eval mode is thought to update",
    )
    still = Choice(
        _shown(kept),
        "Neither flags nor `no_grad` keep train mode from updating.",
        mistake="E9" if no_grad else "E2",
    )
    return [
        moved if asleep else still,
        Choice(
            _shown(mean),
            f"{mean} is the mean of this batch alone.",
            belief="the newest batch replaces everything",
        ),
        Choice(
            _shown(momentum * kept + (1 - momentum) * mean),
            f"That gives {kept} the share {momentum} and the batch the rest.",
            belief="momentum taken for the old share",
        ),
        Choice(
            _shown((kept + mean) / 2),
            f"That is halfway between {kept} and {mean}.",
            belief="a plain average of both",
        ),
        Choice(
            _shown(kept + share),
            f"That adds {momentum} * {mean} to all of {kept}.",
            belief="the old share is not reduced",
        ),
        Choice(
            _shown(rest),
            f"That is (1 - {momentum}) * {kept} with nothing added.",
            belief="the batch is left out",
        ),
        Choice(
            _shown(share), f"That is {momentum} * {mean} alone.", belief="the old value is left out"
        ),
        Choice(
            _shown(kept - share),
            f"That takes {momentum} * {mean} away from {kept}.",
            belief="taken for a gradient step",
        ),
        Choice(
            _shown(kept + momentum),
            f"That adds the momentum itself to {kept}.",
            belief="momentum taken for a step",
        ),
    ]


TEMPLATE = Template("running_mean_by_hand", EASY, ("05",), ("05.2",), make)
