"""What a weight is after a freeze and a thaw, with momentum that sleeps or goes on."""

import random

from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

NONE, ZEROS = "optimizer.zero_grad()", "optimizer.zero_grad(set_to_none=False)"
HINT = (
    "Keep a table of three columns: `.grad`, the memory, `w`. What is in `.grad` while it sleeps?"
)
RULE = (
    "With `momentum=0.5` a step is `v = 0.5 * v + g`, then `w = w - lr * v`; the first `v` is `g`."
)
FADES, PLAIN = "the memory is thought to fade in a freeze", "the momentum is overlooked"
LAST, SHORT = "the last step is left out", "the first step after the thaw is left out"


def make(rng: random.Random) -> Draft:
    """Four or five steps of one weight with a constant gradient; one or two of them are frozen."""
    start, gradient = rng.randint(5, 30), rng.choice([2, 4, 6, 8, -2, -4])
    rate, steps = rng.choice(["1.0", "0.5"]), rng.randint(4, 5)
    first = rng.randint(2, 3)
    frozen = list(range(first, min(first + rng.randint(1, 2), steps)))
    cleared = rng.choice([NONE, ZEROS])

    def value(cleared=cleared, frozen=frozen, steps=steps, momentum="0.5", extra="") -> float:
        return names_after(_code(start, gradient, rate, steps, frozen, cleared, momentum, extra))[
            "w"
        ].item()

    woken, asleep = max(frozen) + 1, " or ".join(f"step == {at}" for at in frozen)
    empty = f"    if step == {woken}:\n        optimizer.state.clear()\n"
    fade = f'    if {asleep}:\n        optimizer.state[w]["momentum_buffer"] *= 0.5\n'
    shifted = [at + 1 for at in frozen]
    other = ZEROS if cleared == NONE else NONE
    right = value()
    guesses = [
        (value(cleared=other), f"This comes out with `{other}`.", "D2", ""),
        (value(frozen=[]), "This comes out if no step is frozen.", "D1", ""),
        (value(extra=empty), "This comes out if the memory is deleted before the thaw.", "D15", ""),
        (
            value(cleared=NONE, extra=fade),
            "This comes out if the memory halves and `w` rests.",
            "",
            FADES,
        ),
        (value(momentum="0"), "This comes out without momentum.", "", PLAIN),
        (value(steps=steps - 1), f"This is the value after {steps - 1} steps.", "", LAST),
        (value(frozen=[*frozen, woken]), "This comes out if the freeze lasts longer.", "", SHORT),
        (value(frozen=shifted), f"This comes out if the frozen steps are {shifted}.", "D3", ""),
    ]
    return Draft(
        f"What does this code print?\n\n{RULE}\n\n"
        f"```python\n{_code(start, gradient, rate, steps, frozen, cleared, '0.5', '')}\n"
        "print(w.item())\n```",
        Choice(repr(right), _why(cleared)),
        [
            Choice(repr(number), said, mistake, belief)
            for number, said, mistake, belief in guesses
            if number != right
        ],
        HINT,
    )


def _code(start, gradient, rate, steps, frozen, cleared, momentum, extra) -> str:
    """The script; `extra` is what only a wrong way of thinking would add to a step."""
    flag = f"w.requires_grad_(step not in {frozen})"
    return (
        f"w = nn.Parameter(torch.tensor({start}.0))\n"
        f"optimizer = torch.optim.SGD([w], lr={rate}, momentum={momentum})\n"
        f"for step in range(1, {steps + 1}):\n    {flag}\n    {cleared}\n"
        f"    if w.requires_grad:\n        ({gradient} * w).backward()\n{extra}    optimizer.step()"
    )


def _why(cleared: str) -> str:
    """What happened in the frozen steps."""
    if cleared == NONE:
        return (
            "In a frozen step `.grad` is None: `w` and the memory rest, and the memory comes back."
        )
    return "In a frozen step `.grad` is zero, not None: the memory halves and still moves `w`."


TEMPLATE = Template("memory_after_a_thaw", HARD, ("04",), ("04.1", "04.3"), make)
