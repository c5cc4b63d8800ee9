"""A stem, a block and a head, and what one step through them leaves: gradients, counts, runs.

The block's first layer counts its own calls before it computes, because recomputation may stop as
soon as it has what it needs, and hooks after a forward pass would miss it.
"""

import warnings
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.plain import encoded
from autograder.shape import ANYTHING
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials.nets import Probe
from autograder.trials.towers import drawn_rows, drawn_widths, fill, generator

FORM = {
    "raised": RAISED_FORM,
    "returned": str,
    "logits": ANYTHING,
    "halted": RAISED_FORM,
    "forward_runs": int,
    "all_runs": int,
    "is_unsaid": bool,
    "is_warned": bool,
    "gradients": {str: ANYTHING},
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "means": {str: [float]},
    "counts": {str: int},
    "next_means": {str: [float]},
    "next_counts": {str: int},
}
MOST_NUMBERS = 2_000


def frozen_stem(seed: int) -> Probe:
    """A frozen stem below a plain block."""
    return _built(seed, lambda width: nn.Tanh(), stem_learns=False)


def learning_stem(seed: int) -> Probe:
    """A stem that learns below a block that draws at random."""
    return _built(seed, lambda width: nn.Dropout(0.5), stem_learns=True)


def normed_block(seed: int) -> Probe:
    """A frozen stem below a block with BatchNorm."""
    return _built(seed, nn.BatchNorm1d, stem_learns=False)


def stepped(answer: Callable, probe: Probe, seed: int) -> dict:
    """What `answer(stem, block, head, batch)` gave, and what a backward pass through it left."""
    net, runs = probe.net, []
    before = model_snapshot(net)
    handle = net.block[0].register_forward_pre_hook(lambda *_: runs.append(1))
    torch.manual_seed(seed)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        outcome = called(answer, net.stem, net.block, net.head, probe.inputs)
        forward_runs = len(runs)
        halted = called(_backward, outcome.value, probe.targets).raised
    all_runs = len(runs)
    handle.remove()
    means, counts = _statistics(net)
    after = model_snapshot(net)
    next_means, next_counts = _after_one_more(net, probe.inputs)
    return {
        "raised": outcome.raised,
        "returned": type(outcome.value).__name__,
        "logits": _numbers(outcome.value),
        # The line is one of ours.
        "halted": halted and halted | {"line": None},
        "forward_runs": forward_runs,
        "all_runs": all_runs,
        "is_unsaid": any("should be passed explicitly" in str(word.message) for word in said),
        "is_warned": any("None of the inputs" in str(word.message) for word in said),
        "gradients": {name: _numbers(p.grad) for name, p in net.named_parameters()},
        "before": before,
        "after": after,
        "means": means,
        "counts": counts,
        "next_means": next_means,
        "next_counts": next_counts,
    }


def plain_pass(
    stem: nn.Module, block: nn.Module, head: nn.Module, inputs: torch.Tensor
) -> torch.Tensor:
    """The three in a row, with nothing recomputed."""
    for part in (stem, block, head):
        inputs = part(inputs)
    return inputs


def _built(seed: int, middle: Callable[[int], nn.Module], *, stem_learns: bool) -> Probe:
    """Stem, block and head of drawn widths, with drawn values and a drawn batch."""
    draw = generator(seed)
    a, b, c, d, classes = drawn_widths(draw, 5)
    net = nn.Sequential(
        OrderedDict(
            stem=nn.Sequential(nn.Linear(a, b), nn.Tanh()),
            block=nn.Sequential(nn.Linear(b, c), middle(c), nn.Linear(c, d), nn.Tanh()),
            head=nn.Linear(d, classes),
        )
    )
    fill(net, draw)
    net.stem.requires_grad_(stem_learns)
    rows = drawn_rows(draw)
    batch = torch.randint(-64, 65, (rows, a), generator=draw) / 64
    return Probe(net, batch, torch.randint(0, classes, (rows,), generator=draw))


def _backward(logits: Any, targets: torch.Tensor) -> None:
    """The backward pass of the loss of a batch, if there is anything to send back."""
    if isinstance(logits, torch.Tensor) and logits.requires_grad:
        nn.functional.cross_entropy(logits, targets).backward()


def _numbers(values: Any) -> Any:
    """A tensor as plain data, None for anything else and for what is too large."""
    if not isinstance(values, torch.Tensor) or values.numel() > MOST_NUMBERS:
        return None
    return encoded(values.detach().tolist())


def _statistics(net: nn.Module) -> tuple[dict[str, list[float]], dict[str, int]]:
    """The running means of BatchNorm layers by path, and how many batches each has counted."""
    norms = {n: m for n, m in net.named_modules() if isinstance(m, nn.BatchNorm1d)}
    return (
        {name: torch.nan_to_num(norm.running_mean).tolist() for name, norm in norms.items()},
        {name: int(norm.num_batches_tracked) for name, norm in norms.items()},
    )


@torch.no_grad()
def _after_one_more(
    net: nn.Module, inputs: torch.Tensor
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """The statistics after one more pass in the modes that were left, nothing recomputed."""
    called(plain_pass, net.stem, net.block, net.head, inputs)
    return _statistics(net)
