"""How many bytes a tower keeps from forward until backward, with some layers frozen."""

import random

import torch
from torch import nn

from autograder.bank.material.linear_towers import drawn_widths, tower_code
from autograder.bank.question import HARD, Choice, Draft, Template
from autograder.bank.running import names_after

HINT = "From which layer on does anything learn? Count what goes in there, and each ReLU above it."


def make(rng: random.Random) -> Draft:
    """Three or four layers, one or two of them frozen; the loss is a plain sum."""
    widths = drawn_widths(rng, rng.randint(3, 4), range(2, 13))
    layers, rows = len(widths) - 1, rng.choice([5, 10, 20, 25])
    frozen = set(rng.sample(range(layers), rng.randint(1, 2)))
    if rng.random() < 0.5:
        frozen = set(range(len(frozen)))
    code = f"{tower_code(widths, frozen)}\nX = torch.randn({rows}, {widths[0]})"
    names = names_after(code)
    model, batch = names["model"], names["X"]
    stem = (
        "How many bytes does the forward pass of `loss = model(X).sum()` keep for the backward "
        "pass?\nParameters are not counted, each piece of memory counts once, and a number takes "
        f"4 bytes.\n(The sum keeps nothing.)\n\n```python\n{code}\n```"
    )
    right = _kept(model, batch)
    learning = [layer for layer in range(layers) if layer not in frozen]
    start = learning[0]
    what = f"what goes into Linear {start + 1}" if start else "the batch"
    says = f"Linear {start + 1} is the lowest that learns: kept are {what} and each ReLU above it."
    return Draft(
        stem, Choice(str(right), says), _slips(model, batch, widths, learning, right), HINT
    )


def _kept(model: nn.Module, batch: torch.Tensor) -> int:
    """The bytes that are saved for backward, each storage once, less those of parameters."""
    own = {parameter.untyped_storage().data_ptr() for parameter in model.parameters()}
    seen: dict[int, torch.UntypedStorage] = {}

    def note(tensor: torch.Tensor) -> torch.Tensor:
        seen[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(note, lambda tensor: tensor):
        total = model(batch).sum()
    found = sum(storage.nbytes() for place, storage in seen.items() if place not in own)
    # The tensors lived until here, so that no address was given away twice.
    return found if total.requires_grad else 0


def _slips(
    model: nn.Module, batch: torch.Tensor, widths: list[int], learning: list[int], right: int
) -> list[Choice]:
    """What wrong ways of counting give."""
    sizes = [4 * len(batch) * width for width in widths]
    for parameter in model.parameters():
        parameter.requires_grad = True
    everything = _kept(model, batch)
    weights = sum(p.nbytes for p in model.parameters() if p.dim() > 1)
    numbers = sum(model[2 * layer].weight.numel() for layer in learning)
    biases = sum(model[2 * layer].bias.numel() for layer in learning)
    start = learning[0]
    twice = right + sum(sizes[layer] for layer in range(start + 1, len(sizes) - 1))
    outputs = right + sum(sizes[start + 1 :])
    inputs = sum(sizes[layer] for layer in learning)
    counts = [
        (everything, "That is kept when nothing is frozen.",
         {"belief": "the flags are overlooked"}),
        (inputs, "A ReLU between a layer that learns and the loss keeps its output as well.",
         {"belief": "only inputs of learning layers"}),
        (twice, "ReLU and the next Linear save the same piece of memory.",
         {"belief": "shared memory is counted twice"}),
        (outputs, "What a Linear gives is not kept, only what ReLU makes of it.",
         {"belief": "outputs of Linear layers counted"}),
        (right + weights, "The weights are in memory anyway.", {"belief": "weights are counted"}),
        (right // 4, "That is how many numbers are kept.", {"mistake": "G1"}),
        (right - sizes[start], "What goes into the lowest learning layer is needed, too.",
         {"belief": "the lowest input is forgotten"}),
        (right + sizes[-1], "The sum needs no copy of the last output.",
         {"belief": "the last output is counted"}),
        (8 * (numbers + biases) + 8 * len(learning), "That is what Adam remembers, another memory.",
         {"belief": "Adam's memory taken for this"}),
    ]  # fmt: skip
    if start:
        all_of_it = (sum(sizes), "Below the lowest learning layer nothing is kept.",
                     {"belief": "every activation thought kept"})  # fmt: skip
        counts.append(all_of_it)
    return [Choice(str(size), says, **why) for size, says, why in counts]


TEMPLATE = Template("waiting_for_backward", HARD, ("06",), ("06.3",), make)
