"""Checks on a body that shall be frozen and a head that shall learn, after some training.

A run leaves `net`, of these two parts, and its `optimizer`; and from before the training copies:
`parameters` and `buffers` of the body, and `head`, the weight of the head.
"""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import nn


class Check(NamedTuple):
    """A short and a long wording of what is demanded, and whether it holds in what a run left."""

    short: str
    long: str
    holds: Callable[[dict], bool]
    why: str


def _same(old: list, now: list) -> bool:
    """Whether two lists of tensors hold equal numbers."""
    return all(torch.equal(a, b) for a, b in zip(old, now, strict=True))


def _parts(ran: dict) -> tuple[nn.Module, nn.Module]:
    """Body and head after the run."""
    return tuple(ran["net"].children())


def _held(ran: dict) -> list[int]:
    """The identities of what the optimizer holds."""
    return [id(p) for group in ran["optimizer"].param_groups for p in group["params"]]


CHECKS = (
    Check(
        "Every flag in `net.{body}` is off.",
        "`p.requires_grad` is False for each parameter `p` of `net.{body}`.",
        lambda ran: not any(p.requires_grad for p in _parts(ran)[0].parameters()),
        "Flags are off, which says nothing of buffers or of the head.",
    ),
    Check(
        "No parameter of `net.{body}` has moved.",
        "The parameters of `net.{body}` equal clones made before the loop.",
        lambda ran: _same(ran["parameters"], list(_parts(ran)[0].parameters())),
        "No parameter of the body moved in these steps.",
    ),
    Check(
        "No buffer of `net.{body}` has moved.",
        "The buffers of `net.{body}` equal clones made before the loop.",
        lambda ran: _same(ran["buffers"], list(_parts(ran)[0].buffers())),
        "The buffers kept still, for BatchNorm slept.",
    ),
    Check(
        "`net.{head}` has moved.",
        "`net.{head}.weight` differs from a clone that was made before the loop.",
        lambda ran: not torch.equal(ran["head"], _parts(ran)[1].weight),
        "The head did move.",
    ),
    Check(
        "No parameter of `net.{body}` has a gradient.",
        "After the loop, `p.grad` is None for each parameter `p` of `net.{body}`.",
        lambda ran: all(p.grad is None for p in _parts(ran)[0].parameters()),
        "Nothing in the body has a gradient.",
    ),
    Check(
        "The optimizer holds `net.{head}`.",
        "`net.{head}.weight`, the object, is in a group of the optimizer.",
        lambda ran: id(_parts(ran)[1].weight) in _held(ran),
        "The optimizer holds the head.",
    ),
    Check(
        "`net.{body}` is in eval mode.",
        "After the loop, `m.training` is False for each module `m` of `net.{body}`.",
        lambda ran: not any(m.training for m in _parts(ran)[0].modules()),
        "The body is asleep.",
    ),
    Check(
        "`net.{head}` has gradients.",
        "After the loop, `p.grad` is a tensor for each parameter `p` of `net.{head}`.",
        lambda ran: all(p.grad is not None for p in _parts(ran)[1].parameters()),
        "The head does get gradients.",
    ),
    Check(
        "`net.{head}` asks for gradients.",
        "`p.requires_grad` is True for each parameter `p` of `net.{head}`.",
        lambda ran: all(p.requires_grad for p in _parts(ran)[1].parameters()),
        "The flags of the head are on.",
    ),
)
