"""MISTAKES D, second half, with A4 and A32: what moves a tensor, or a row, that was to stay.

A gradient of zeros is not the absence of one: momentum and decay still act on it.
"""

from collections.abc import Iterator

import torch
from torch import nn

from autograder.diagnosis.copies import memory_of
from autograder.diagnosis.diagnosis import Diagnosis, note, problem, quoted
from autograder.diagnosis.facts import Facts


def leftover_gradients(facts: Facts) -> Iterator[Diagnosis]:
    """D2, D3, D4: frozen tensors that still hold a gradient, which step() would apply."""
    moved = [name for name in facts.off if name in facts.run.moved_as_left]
    zeros = [name for name in moved if not facts.parameters[name].grad.any()]
    rest = [name for name in moved if name not in zeros]
    if zeros:
        yield problem(
            "D2",
            f"{quoted(zeros)} is frozen and holds a gradient of zeros ({len(zeros)} tensors); the "
            "optimizer still moves it.",
            "what do momentum and decay do with a gradient of zero, and who left it there?",
            zeros,
        )
    if not rest:
        return
    others = [facts.parameters[name].grad for name in facts.on]
    seen = f"{quoted(rest)} is frozen and still holds a gradient ({len(rest)} tensors)"
    if others and all(gradient is None or not gradient.any() for gradient in others):
        yield problem(
            "D4",
            f"{seen}, while those of all that learns were cleared: every step() applies it again.",
            "who clears the old gradient of what you froze?",
            rest,
        )
    else:
        yield note(
            "D3",
            f"{seen}; a step() before the next zero_grad() would apply it.",
            "when was it frozen: between backward() and step(), or after a whole step?",
            rest,
        )


def remembered(facts: Facts) -> Iterator[Diagnosis]:
    """D15: the optimizer keeps state for what is frozen now."""
    kept = [
        name
        for name in facts.off
        for one in facts.case.optimizers
        if one.state.get(facts.parameters[name])
    ]
    if kept:
        yield note(
            "D15",
            f"The optimizer remembers {quoted(kept)} from before it was frozen "
            f"({len(kept)} tensors): the memory is not released, and its momentum acts on waking.",
            "what does the optimizer keep for a tensor, and does waking it need a fresh start?",
            kept,
        )


def moved_though_frozen(facts: Facts) -> Iterator[Diagnosis]:
    """A32, or no known mistake: a frozen tensor changes in training."""
    moved = [name for name in facts.off if facts.run.moved(name)]
    for name in list(moved):
        place = memory_of(facts.parameters[name])
        partners = [n for n in facts.on if place and memory_of(facts.parameters[n]) == place]
        if partners:
            moved.remove(name)
            yield problem(
                "A32",
                f"{name!r} is frozen and changed in training: it lies in the same memory as "
                f"{quoted(partners)}, which learns.",
                "is freezing about memory or about gradients? How many copies of the numbers?",
                [name, *partners],
            )
    if moved:
        yield problem(
            "",
            f"{quoted(moved)} is frozen and changed in training all the same.",
            "what writes to it: the optimizer, or the forward pass?",
            moved,
        )


def hooked(facts: Facts) -> Iterator[Diagnosis]:
    """A4 and D17: a hook zeroes gradients, and the optimizer moves the numbers all the same."""
    for name in facts.on:
        if not facts.parameters[name]._backward_hooks or not facts.run.moved(name):
            continue
        if all(sizes.get(name) is False for sizes in facts.run.sizes):
            yield problem(
                "A4",
                f"A hook makes the gradient of {name!r} zero, and the tensor moves all the same.",
                "zero is a number, None is an absence: which one does the optimizer skip?",
                [name],
            )
            continue
        rows = _quiet_rows(facts, name)
        if rows:
            yield problem(
                "D17",
                f"A hook makes rows of the gradient of {name!r} zero ({rows} rows), and those rows "
                "move all the same.",
                "does everything in the optimizer stop where the gradient is zero?",
                [name],
            )


def _quiet_rows(facts: Facts, name: str) -> int:
    """How many rows have a first gradient of zero and moved."""
    gradient, before, after = facts.run.first[name], facts.run.before[name], facts.run.after[name]
    if gradient.is_sparse or gradient.ndim == 0:
        return 0
    zero = (gradient.reshape(len(gradient), -1) == 0).all(dim=1)
    return int((zero & _rows_moved(before, after)).sum())


def _rows_moved(before: torch.Tensor, after: torch.Tensor) -> torch.Tensor:
    """Which rows differ."""
    return (before != after).reshape(len(before), -1).any(dim=1)


def padding(facts: Facts) -> Iterator[Diagnosis]:
    """D20: decay moves the padding row of an embedding, whose gradient is zero."""
    for path, module in facts.of_kind((nn.Embedding, nn.EmbeddingBag)):
        name = f"{path}.weight".lstrip(".")
        if module.padding_idx is None or name not in facts.on or not facts.run.moved(name):
            continue
        if _rows_moved(facts.run.before[name], facts.run.after[name])[module.padding_idx]:
            yield note(
                "D20",
                f"The padding row of {path!r} ({module.padding_idx}) moved in training, though "
                "its gradient is zero.",
                "zero or None: which one is left alone by weight decay?",
                [path],
            )


RULES = (leftover_gradients, remembered, moved_though_frozen, hooked, padding)
