"""What a function leaves behind that only had to look: modes, hooks, gradients, running statistics.

Hooks that were left are counted and then removed, for one that raises would spoil what comes next.
"""

from collections.abc import Callable, Iterator
from typing import Any

from torch import nn
from torch.nn.modules import module as of_all_modules

from autograder.answers import RAISED_FORM, called
from autograder.plain import encoded
from autograder.shape import ANYTHING
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.verdict import Finding

FORM = {
    "raised": RAISED_FORM,
    "returned": ANYTHING,
    "before": MODEL_FORM,
    "after": MODEL_FORM,
    "hooks_before": {str: int},
    "hooks_after": {str: int},
}
REGISTRIES = ("forward_pre_hooks", "forward_hooks", "backward_pre_hooks", "backward_hooks")
EVERYWHERE = "all modules"


def observed(answer: Callable, net: nn.Module, *arguments: Any) -> dict:
    """What `answer(net, *arguments)` gave, and `net` and its hooks before and after the call."""
    before = model_snapshot(net)
    known = {place: set(registry) for place, registry in _registries(net)}
    hooks_before = _hooks(net)
    outcome = called(answer, net, *arguments)
    seen = {
        "raised": outcome.raised,
        "returned": encoded(outcome.value),
        "before": before,
        "after": model_snapshot(net),
        "hooks_before": hooks_before,
        "hooks_after": _hooks(net),
    }
    for place, registry in _registries(net):
        for key in registry.keys() - known.get(place, set()):
            del registry[key]
    return seen


def _registries(net: nn.Module) -> Iterator[tuple[tuple[str, str], dict]]:
    """The dictionaries that hold hooks, by place and kind; one place stands for all modules."""
    for kind in REGISTRIES:
        yield (EVERYWHERE, kind), getattr(of_all_modules, f"_global_{kind}")
        for path, module in net.named_modules():
            yield (path, kind), getattr(module, f"_{kind}")


def _hooks(net: nn.Module) -> dict[str, int]:
    """How many hooks there are, by place; places without one are left out."""
    counted: dict[str, int] = {}
    for (place, _), registry in _registries(net):
        if registry:
            counted[place] = counted.get(place, 0) + len(registry)
    return counted


def traces(seen: dict) -> Finding | None:
    """The first thing that looking at the net has changed; flags and parameters are not asked."""
    return _statistics(seen) or _modes(seen) or _hooks_left(seen) or _gradients(seen)


def _statistics(seen: dict) -> Finding | None:
    """Whether a buffer moved, appeared or went."""
    before, after = (
        {buffer["name"]: buffer["digest"] for buffer in seen[when]["buffers"]}
        for when in ("before", "after")
    )
    if new := sorted(before.keys() ^ after.keys()):
        return Finding(
            f"{new[0]!r} is not among the buffers both before and after.",
            "which line registers or deletes a tensor?",
        )
    if moved := [name for name in before if before[name] != after[name]]:
        return Finding(
            f"the buffer {moved[0]!r} changed during the call ({len(moved)} of {len(before)} did).",
            "a forward pass in train mode counts its batch: does `no_grad()` forbid that?",
            "E9",
        )
    return None


def _modes(seen: dict) -> Finding | None:
    """Whether a module that is still there is in another mode."""
    now = seen["after"]["training"]
    for path, was in seen["before"]["training"].items():
        if now.get(path, was) != was:
            names = {True: "train", False: "eval"}
            return Finding(
                f"{path or 'the model'!r} came in {names[was]} mode and is in "
                f"{names[now[path]]} mode now.",
                "each module has a mode of its own, and they may differ: which ones came how?",
            )
    return None


def _hooks_left(seen: dict) -> Finding | None:
    """Whether there are more hooks or fewer."""
    before, after = seen["hooks_before"], seen["hooks_after"]
    changed = sorted(p for p in before | after if before.get(p, 0) != after.get(p, 0))
    if not changed:
        return None
    place = changed[0]
    owner = place if place == EVERYWHERE else repr(place or "the model")
    counts = f"{before.get(place, 0)} before the call and {after.get(place, 0)} after it"
    return Finding(
        f"hooks on {owner}: {counts}.",
        "what does registering a hook return, and what is that good for?",
    )


def _gradients(seen: dict) -> Finding | None:
    """Whether a gradient was left, or one that was there taken away."""
    had = {entry["name"]: entry["has_grad"] for entry in seen["before"]["parameters"]}
    now = {entry["name"]: entry["has_grad"] for entry in seen["after"]["parameters"]}
    for name, before in had.items():
        if now.get(name, before) != before:
            has = "holds a gradient" if now[name] else "holds no gradient any more"
            return Finding(
                f"{name!r} {has} after the call.",
                "the order shows in the forward pass alone: what is `backward()` for?",
            )
    return None
