"""In how many steps a layer moves whose flag goes off in the middle of training."""

import random
from itertools import pairwise

import torch

from autograder.bank.question import MEDIUM, Choice, Draft, Template
from autograder.bank.running import names_after

OPTIMIZERS = {
    "SGD": "lr=0.1",
    "SGD ": "lr=0.1, momentum=0.9",
    "SGD  ": "lr=0.1, momentum=0.9, weight_decay=0.1",
    "Adam": "lr=0.01",
    "AdamW": "lr=0.01, weight_decay=0.1",
    "RMSprop": "lr=0.01",
}
DEFAULT, TO_ZEROS = "zero_grad()", "zero_grad(set_to_none=False)"
SWAPPED = "rest and movement are swapped"
FLAG = "the flag alone is counted"
HINT = "What is in `.grad` of the layer when `step()` runs, step by step? None, zeros, or more?"


def make(rng: random.Random) -> Draft:
    """Five to eight steps of a small network; one layer is frozen in one of them, maybe thawed."""
    steps = rng.randint(5, 8)
    off = rng.randint(2, steps - 1)
    on = rng.choice([0, rng.randint(off + 1, steps)]) if rng.random() < 0.4 else 0
    a, b, c = (rng.randint(2, 7) for _ in range(3))
    kind = rng.choice(list(OPTIMIZERS))
    cleared, late = rng.choice([DEFAULT, TO_ZEROS]), rng.random() < 0.5
    setup = (
        f"model = nn.Sequential(nn.Linear({a}, {b}), nn.Tanh(), nn.Linear({b}, {c}))\n"
        f"optimizer = torch.optim.{kind.strip()}(model.parameters(), {OPTIMIZERS[kind]})\n"
        f"inputs, targets = torch.randn(8, {a}), torch.randn(8, {c})\n"
    )

    def loop(cleared: str, late: bool, off: int = off) -> str:
        flag = f"    if step == {off}:\n        model[0].requires_grad_(False)\n"
        thaw = f"    if step == {on}:\n        model[0].requires_grad_(True)\n" if on else ""
        return (
            f"for step in range(1, {steps + 1}):\n{thaw}{'' if late else flag}"
            f"    optimizer.{cleared}\n    F.mse_loss(model(inputs), targets).backward()\n"
            f"{flag if late else ''}    optimizer.step()"
        )

    right = _moves(setup, loop(cleared, late))
    other = TO_ZEROS if cleared == DEFAULT else DEFAULT
    learning = steps - ((on or steps + 1) - off)
    before = f"The layer moves in every step before the freeze, and these are {off - 1}."
    rests = f"The layer rests in {steps - right} of the {steps} steps."
    guesses = [
        (_moves(setup, loop(other, late)), f"This is the number for `{other}`.", "D2", ""),
        (_moves(setup, loop(cleared, not late)), _moment(not late), "D3", ""),
        (steps, "In some step the gradient is None, or zeros that do nothing.", "D1", ""),
        (learning, "In so many steps the flag is on from the first line to the last.", "", FLAG),
        (steps - right, "This is the number of steps in which it rests.", "", SWAPPED),
        (off - 2, before, "", "one step is overlooked"),
        (0, before, "D16", ""),
        (right + 1, rests, "", "one step too many is counted"),
        (right + 2, rests, "", "two steps too many are counted"),
        (right - 1, rests, "", "one step is overlooked"),
    ]
    return Draft(
        f"In how many of the {steps} steps does `model[0].weight` change?\n\n"
        f"```python\n{setup}{loop(cleared, late)}\n```",
        Choice(str(right), _why(right, learning, steps, late)),
        [
            Choice(str(value), said, mistake, belief)
            for value, said, mistake, belief in guesses
            if value != right and 0 <= value <= steps
        ],
        HINT,
    )


def _moves(setup: str, loop: str) -> int:
    """In how many steps the weight of the first layer changes."""
    names = names_after(setup)
    weight = names["model"][0].weight
    seen = [weight.detach().clone()]
    names["optimizer"].register_step_post_hook(lambda *_: seen.append(weight.detach().clone()))
    exec(loop, names)
    return sum(not torch.equal(a, b) for a, b in pairwise(seen))


def _moment(late: bool) -> str:
    """Where the flag would have to go off for another number."""
    place = "after `backward()`" if late else "before `zero_grad()`"
    return f"This is the number if the flag goes off {place}."


def _why(right: int, learning: int, steps: int, late: bool) -> str:
    """Why it moves so often."""
    if right == learning:
        return "While the flag is off, `step()` finds None in `.grad`, or zeros that do nothing."
    if late and right == learning + 1:
        return "The gradient of the step of the freeze was there already, and is applied once."
    return "Zeros are no None: memory or decay goes on moving the layer while its flag is off."


TEMPLATE = Template("steps_that_move_a_late_freeze", MEDIUM, ("04",), ("04.1",), make)
