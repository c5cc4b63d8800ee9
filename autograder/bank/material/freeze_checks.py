"""Checks that a freeze can pass or fail: in words, and run on a network with a faulty freeze."""

import copy

import torch

from autograder.bank.running import names_after

# Checks in words, each with what it finds where it does not fail.
PASSES = {
    "flags": ("no parameter of the body has `requires_grad` set", "All flags of the body are off."),
    "parameters": (
        "every parameter of the body equals its copy from before",
        "No parameter of the body moved.",
    ),
    "buffers": (
        "every buffer of the body equals its copy from before",
        "No buffer of the body moved.",
    ),
    "statistics": (
        "the running means and variances of the body equal their copies",
        "Running means and variances did not move.",
    ),
    "gradients": (
        "each parameter of the body has `.grad` None",
        "No parameter of the body got a gradient.",
    ),
    "norm": ("the body's BatchNorm layer is in eval mode", "BatchNorm is in eval mode here."),
    "modes": ("no module of the body is in train mode", "All of the body is in eval mode here."),
    "twice": (
        "sent through the body twice as it is, a batch comes out equal",
        "Two passes of a batch agree here.",
    ),
    "head": ("`head.weight` differs from its copy from before", "The head's weight learned here."),
    "old": (
        "in eval mode the body gives a kept batch the features from before",
        "In eval mode the features are those from before.",
    ),
    "score": ("the training loss is a finite number", "The loss is finite with any freeze here."),
}


def failed_checks(code: str, lines: str, name: str) -> dict[str, bool]:
    """Which checks fail when `lines` freeze and train the network that `code` calls `name`."""
    names = names_after(code)
    net = names[name]
    before, early = copy.deepcopy(net.state_dict()), copy.deepcopy(net.body).eval()
    net = names_after(lines, **names)[name]
    body, now = net.body, net.state_dict()
    moved = {key for key, value in now.items() if not value.equal(before[key])}
    weights = {f"body.{key}" for key, _ in body.named_parameters()}
    buffers = {f"body.{key}" for key, _ in body.named_buffers()}
    ours = list(body.parameters())
    modes = [part.training for part in body.modules()]
    kept, asleep = names["X"][:3], copy.deepcopy(body).eval()
    first, second = (copy.deepcopy(body)(names["X"]) for _ in range(2))
    return {
        "flags": any(p.requires_grad for p in ours),
        "parameters": bool(moved & weights),
        "buffers": bool(moved & buffers),
        "statistics": any("running" in key for key in moved & buffers),
        "gradients": any(p.grad is not None for p in ours),
        "norm": body[1].training,
        "modes": any(modes),
        "twice": not torch.equal(first, second),
        "head": "head.weight" not in moved,
        "old": not torch.equal(early(kept), asleep(kept)),
        "score": False,
    }
