"""What a camera does to one picture: which block to retrain for it, by the shipped runs."""

import random

import torch

from autograder.bank.material.stems import with_code
from autograder.bank.question import HARD, Choice, Draft, Template
from course.shifts import BLOCKS, SHIFTS, every_hidden, shipped_results

# Contrast is left out: any block mends it, so none is right.
FAMILIES = {
    "labels": ("labels moved", "y + 7 mod 10", "9 - y"),
    "places": (
        "tiles mirrored",
        "2x2 tiles flipped at a diagonal",
        "2x2 tiles flipped, and paler",
    ),
    "grey levels": ("inverted", "0.9 - 0.8x", "0.8 - 0.6x"),
}
ROLES = {
    "block1": ["`block1`", "`block1`, the first one", "`block1`, the first convolution"],
    "block2": ["`block2`", "`block2`, the second one", "`block2`, the second convolution"],
    "block3": ["`block3`", "`block3`, the third one", "`block3`, the last convolution"],
    "block4": ["`block4`", "`block4`, a linear layer", "`block4`, linear, below the head"],
    "head": ["`head`", "`head`, the last layer", "`head`, linear, gives the logits"],
}
BELIEFS = {
    "block1": "the first block is thought to mend all input changes",
    "block2": "the second block is thought to fit any change",
    "block3": "the middle is thought to fit any change",
    "block4": "the neighbour of the head is chosen",
    "head": "the head is thought to mend every change",
}
WHY = {
    "labels": "only the label differs",
    "places": "the pixels stand elsewhere in their tile",
    "grey levels": "light and dark have changed roles",
}
HINT = "Compare picture and label: is it the meaning, the places or the grey levels that changed?"


def make(rng: random.Random) -> Draft:
    """One shift of three families, a corner of a random picture, and best or worst asked for."""
    family = rng.choice(list(FAMILIES))
    name = rng.choice(FAMILIES[family])
    shipped = shipped_results()
    parts = (shipped["shifts"] | shipped["hidden"])[name]
    reached = {block: parts[block]["mean"] for block in BLOCKS}
    asked, pick = rng.choice([("best", max), ("worst", min)])
    chosen = pick(reached, key=reached.get)
    dots = torch.tensor([rng.randrange(10) / 10 for _ in range(64)]).reshape(1, 1, 8, 8)
    label = rng.randrange(10)
    after, moved = (SHIFTS | every_hidden())[name](dots, torch.tensor([label]))
    moved = moved.item()
    choices = {
        block: Choice(
            rng.choice(ROLES[block]) + ".",
            f"It reached {reached[block]:.2f}, and {WHY[family]}."
            if block == chosen
            else f"It reached {reached[block]:.2f}, and `{chosen}` {reached[chosen]:.2f}.",
            belief="" if block == chosen else BELIEFS[block],
        )
        for block in BLOCKS
    }
    right = choices.pop(chosen)
    corners = f"before, label = {_corner(dots)}, {label}\nafter, label = {_corner(after)}, {moved}"
    return Draft(
        with_code(
            "A `SmallNet` of the course has learned MNIST at 8x8. Now a camera changes every "
            "picture and label by one rule. This is the upper left corner of one picture, before "
            "and after the rule, with its label:",
            corners,
            "In the runs of the course, one block was retrained alone on 50 such pictures. Which "
            f"one was the {asked} choice, by mean accuracy?",
        ),
        right,
        list(choices.values()),
        HINT,
    )


def _corner(picture: torch.Tensor) -> str:
    """The first four rows and columns of a picture, as a list of lists."""
    rows = (", ".join(f"{value:.2f}" for value in row) for row in picture[0, 0, :4, :4].tolist())
    return "[\n" + "".join(f"    [{row}],\n" for row in rows) + "]"


TEMPLATE = Template("block_for_camera", HARD, ("09",), ("09.1",), make)
