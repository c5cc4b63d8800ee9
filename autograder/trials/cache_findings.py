"""What is wrong with a head that was trained on cached features, or with how it was trained."""

import torch
from torch import nn

from autograder.plain import decoded
from autograder.snapshot import digests, flags
from autograder.trials.bodies import Training
from autograder.trials.cache_traces import (
    WHO,
    mode_finding,
    movement_finding,
    order_finding,
    schedule_finding,
    stopped_briefly,
)
from autograder.verdict import Finding
from autograder.words import with_article

# Other orders of adding up came within 1e-5 on 60 seeds, wrong features no nearer than 0.05.
TOLERANCE = 0.002


def _retrained(case: Training) -> torch.Tensor:
    """The logits of a head that was trained with the body in front of it, every time."""
    whole = nn.Sequential(case.body.eval().requires_grad_(False), case.head)
    stepper = torch.optim.Adam(case.head.parameters(), case.rate)
    for _ in range(case.epochs):
        whole.zero_grad()
        nn.functional.cross_entropy(whole(case.inputs), case.targets).backward()
        stepper.step()
    return whole(case.inputs).detach()


def _piled_up(case: Training) -> torch.Tensor:
    """The logits of a head whose gradients were added up from epoch to epoch."""
    whole = nn.Sequential(case.body.eval().requires_grad_(False), case.head)
    stepper = torch.optim.Adam(case.head.parameters(), case.rate)
    for _ in range(case.epochs):
        nn.functional.cross_entropy(whole(case.inputs), case.targets).backward()
        stepper.step()
    return whole(case.inputs).detach()


def head_finding(entry: dict, kind: str, case: Training, *, again: Training) -> Finding | None:
    """What is wrong with the head, and most probably why; `again` is the same case, untrained."""
    if entry["raised"]:
        return stopped_briefly(entry["raised"])
    if not entry["is_module"]:
        return Finding(
            f"for {kind}, {WHO} returned {with_article(entry['returned'])}.",
            "return the trained head.",
        )
    logits = _logits(entry)
    if logits is None:
        return Finding(
            f"for {kind}, what came back is {with_article(entry['returned'])} that does not take "
            "the body's features.",
            "return the trained head, and nothing before or after it.",
        )
    if _close(logits, _retrained(case)):
        return None
    return (
        mode_finding(entry, kind)
        or movement_finding(entry, kind)
        or order_finding(entry, kind, case)
        or schedule_finding(entry, kind, case)
        or _other_head(kind, _close(logits, _piled_up(again)))
    )


def _other_head(kind: str, is_piled_up: bool) -> Finding:
    """What is left to say of a head that is not the one asked for."""
    seen = f"for {kind}, the head is another one than recomputing gives."
    if is_piled_up:
        return Finding(seen, "what is in `.grad` when the second epoch begins?")
    return Finding(seen, "which head did you train, from which values, and on which loss?")


def _logits(entry: dict) -> torch.Tensor | None:
    """The recorded logits, if they are numbers in rows."""
    try:
        logits = torch.tensor(decoded(entry["logits"]), dtype=torch.float32)
    except (TypeError, ValueError, RuntimeError):
        return None
    return logits if logits.dim() == 2 else None


def _close(logits: torch.Tensor, others: torch.Tensor) -> bool:
    """Whether logits agree, as far as rounding lets them."""
    return logits.shape == others.shape and torch.allclose(logits, others, rtol=0, atol=TOLERANCE)


def passes_finding(entry: dict, kind: str, case: Training) -> Finding | None:
    """Whether the body computed each row once, and if not, what that was paid for."""
    seen, rows = entry["seen"], len(case.targets)
    if entry["raised"]:
        return stopped_briefly(entry["raised"])
    if sum(seen["rows"]) == rows:
        return None
    told = f"for {kind}, the body computed {sum(seen['rows'])} rows where X has {rows}"
    if any(step["idle"] for step in seen["steps"]):
        return Finding(
            f"{told}, and its tensors sat in a group with rate 0.",
            "they stay, but what did forward and backward cost? Who else may write that rate?",
            "D12",
        )
    if seen["graph"] and any(step["unused"] for step in seen["steps"]):
        return Finding(
            f"{told}, and gradients that backward had made for it were thrown away.",
            "it works: what did it cost, and who must remember it?",
            "A3",
        )
    return Finding(f"{told}.", "what changes in a frozen body's features from epoch to epoch?")


def body_finding(entry: dict, kind: str, case: Training) -> Finding | None:
    """Whether the body is as it was, and no graph reached into it."""
    if entry["raised"]:
        return stopped_briefly(entry["raised"])
    before, after = flags(entry["before"]), flags(entry["after"])
    woken = [name for name, asks in after.items() if asks and not before.get(name, True)]
    if woken:
        return Finding(
            f"for {kind}, {woken[0]!r} asks for a gradient now ({len(woken)} of {len(after)} do).",
            "the features were computed when the body was frozen: what are they worth once it "
            "learns?",
            "F11",
        )
    if (moved := movement_finding(entry, kind)) is not None:
        return moved
    if digests(entry["before"]) != digests(entry["after"]):
        return mode_finding(entry, kind) or Finding(
            f"for {kind}, values in the body changed.", "the body is only to be read."
        )
    with_grad = [e["name"] for e in entry["after"]["parameters"] if e["has_grad"]]
    if with_grad or entry["seen"]["graph"]:
        return Finding(
            f"for {kind}, the features that reached the head had a graph behind them.",
            "what is attached to a tensor that was computed by parameters that ask?",
            "F9",
        )
    return None
