"""How many bytes Adam holds after its first steps, for a small tower with frozen layers."""

import random

from autograder.bank.material.linear_towers import drawn_widths, linears, tower_code
from autograder.bank.question import EASY, Choice, Draft, Template
from autograder.bank.running import names_after
from course.memory import state_bytes

HINT = "What does Adam keep for a tensor that learns, and how many numbers are that?"


def make(rng: random.Random) -> Draft:
    """Two or three layers, some frozen before the first step."""
    widths = drawn_widths(rng, rng.randint(2, 3), range(2, 9))
    layers, rows, steps = len(widths) - 1, rng.randint(4, 12), rng.randint(1, 3)
    frozen = rng.sample(range(layers), rng.randint(1, layers - 1))
    code = tower_code(widths, frozen)
    training = (
        "learning = [p for p in model.parameters() if p.requires_grad]\n"
        "optimizer = torch.optim.Adam(learning)\n"
        f"for _ in range({steps}):\n"
        "    optimizer.zero_grad()\n"
        f"    model(torch.randn({rows}, {widths[0]})).sum().backward()\n"
        "    optimizer.step()"
    )
    names = names_after(f"{code}\n{training}")
    stem = (
        "How many bytes does Adam hold after this? Each number takes 4 bytes.\n\n"
        f"```python\n{code}\n{training}\n```"
    )
    right, wrong = _answers(names, steps)
    return Draft(stem, right, wrong, HINT)


def _answers(names: dict, steps: int) -> tuple[Choice, list[Choice]]:
    """The counted bytes, and what wrong ways of thinking make of the same network."""
    model, learning = names["model"], names["learning"]
    numbers, tensors = sum(p.numel() for p in learning), len(learning)
    every, all_tensors = sum(p.numel() for p in model.parameters()), 2 * len(linears(model))
    weights = sum(p.numel() for p in learning if p.dim() > 1)
    held = state_bytes(names["optimizer"])
    right = Choice(
        str(held), f"Two averages for {numbers} numbers and a counter for {tensors} tensors."
    )
    wrong = [
        (8 * numbers, f"That leaves out {tensors} step counters of 4 bytes.",
         {"belief": "the step counters are forgotten"}),
        (4 * numbers + 4 * tensors, "Adam keeps two averages of a number, not one.",
         {"belief": "one average is thought enough"}),
        (4 * numbers, f"That is what the {numbers} learning numbers themselves take.",
         {"belief": "weights taken for optimizer memory"}),
        (8 * every + 4 * all_tensors, "Adam is handed only what learns here.",
         {"mistake": "D16"}),
        (8 * (every - numbers) + 4 * (all_tensors - tensors), "Those are the frozen tensors.",
         {"belief": "the frozen ones are counted"}),
        (8 * weights + 2 * tensors, "Biases that learn have averages, too.", {"mistake": "A25"}),
        (12 * numbers + 4 * tensors, "The weights themselves are not held by Adam.",
         {"belief": "weights counted with the state"}),
        (12 * numbers, "A counter belongs to a tensor, not to each number.",
         {"belief": "a counter for each number"}),
        (12 * tensors, f"{tensors} is the number of tensors.", {"mistake": "G1"}),
    ]  # fmt: skip
    if steps > 1:
        grown = (steps * held, "Each step writes over the same entries.",
                 {"belief": "memory thought to grow stepwise"})  # fmt: skip
        wrong.append(grown)
    return right, [Choice(str(size), says, **why) for size, says, why in wrong]


TEMPLATE = Template("adam_after_one_step", EASY, ("06",), ("06.3",), make)
