"""What is wrong with a pass that was to recompute a block, and probably why."""

import re
from dataclasses import replace

import torch

from autograder.plain import decoded
from autograder.snapshot import flags
from autograder.stops import stop_finding
from autograder.verdict import Finding
from autograder.words import with_article

WHO = "checkpointed"
# Recomputing repeats the same operations: other gradients came no nearer than 0.001.
TOLERANCE = 1e-5


def block_finding(entry: dict, own: dict, kind: str) -> Finding | None:
    """Whether output and gradients are those of a plain pass, and the block was computed anew."""
    if entry["raised"]:
        return stop_finding(WHO, entry["raised"])
    if entry["halted"]:
        return _halted(entry["halted"], kind)
    if entry["logits"] is None:
        return Finding(
            f"{kind}, {WHO} returned {with_article(entry['returned'])}.",
            "return what the head makes of the block's output, a tensor.",
        )
    if not entry["all_runs"]:
        return Finding(f"{kind}, the block never ran.", "whose output does the head get?")
    if not _close(entry["logits"], own["logits"]):
        return Finding(
            f"{kind}, the output differs from that of a plain pass.",
            "stem, block, head: in which order, in which mode, and from which random draw?",
        )
    return _gradient_finding(entry, own, kind) or _runs_finding(entry, kind)


def _halted(raised: dict, kind: str) -> Finding:
    """What to say when the backward pass raised."""
    # Autograd's messages go on with advice; the first part says what happened.
    brief = re.split(r" \[|\. ", raised["message"])[0]
    about = f"{kind}, backward through what {WHO} returned"
    finding = stop_finding(about, raised | {"message": brief})
    if raised["type"] == "CheckpointError":
        hint = "the second run must keep what the first kept: could you put back what it writes?"
        return replace(finding, hint=hint)
    return finding


def _gradient_finding(entry: dict, own: dict, kind: str) -> Finding | None:
    """Whether block and head learn what they would learn in a plain pass."""
    names = [name for name in own["gradients"] if not name.startswith("stem.")]
    got = entry["gradients"]
    missing = [name for name in names if got.get(name) is None]
    if missing:
        seen = f"{kind}, {missing[0]!r} has no gradient ({len(missing)} of {len(names)} have none)."
        if not all(name.startswith("block.") for name in missing):
            return Finding(seen, "was everything computed with a graph, from stem to head?")
        if entry["is_unsaid"]:
            hint = "there are two ways to checkpoint: which one did you get without a word?"
            return Finding(seen, hint, "F7")
        if entry["is_warned"]:
            hint = "does what goes *into* the block ask for a gradient? Which way needs it to?"
            return Finding(seen, hint, "F6")
        return Finding(seen, "which step of yours cuts the block off from the loss?")
    wrong = [name for name in names if not _close(got[name], own["gradients"][name])]
    if wrong:
        return Finding(
            f"{kind}, the gradient of {wrong[0]!r} is another one than in a plain pass.",
            "does the second run of the block compute the same as the first?",
        )
    return None


def _runs_finding(entry: dict, kind: str) -> Finding | None:
    """Whether the block ran once on the way up, and again on the way down."""
    up, down = entry["forward_runs"], entry["all_runs"] - entry["forward_runs"]
    if (up, down) == (1, 1):
        return None
    seen = f"{kind}, the block ran {_times(up)} before backward and {_times(down)} during it"
    if not down:
        return Finding(f"{seen}.", "everything was kept: which function computes a part anew?")
    return Finding(f"{seen}.", "one run to get the output, one to get it back.")


def statistics_finding(entry: dict, own: dict) -> Finding | None:
    """Whether BatchNorm in the block has counted its batch once, and goes on counting."""
    for name, right in own["counts"].items():
        told = entry["counts"].get(name)
        if told != right:
            return Finding(
                f"after one step, {name!r} had counted {told} batches.",
                "both runs are in train mode: which of the two may count?",
                "F8",
            )
        if not _close(entry["means"].get(name), own["means"][name]):
            return Finding(
                f"{name!r} counted one batch, and its running mean moved more than once.",
                "the count is one of three buffers: what else does a run in train mode write?",
                "F8",
            )
        if entry["next_counts"].get(name) != own["next_counts"][name] or not _close(
            entry["next_means"].get(name), own["next_means"][name]
        ):
            return Finding(
                f"after the step, {name!r} did not follow the next batch as before.",
                "what was switched off for the second run, and who switches it on again?",
            )
    return None


def stem_finding(entry: dict) -> Finding | None:
    """Whether flags and modes are as they came, and nothing frozen has a gradient."""
    then, now = flags(entry["before"]), flags(entry["after"])
    changed = [name for name in then if now.get(name) != then[name]]
    if changed:
        word = "asks for a gradient now" if now.get(changed[0]) else "is frozen now"
        return Finding(
            f"{changed[0]!r} {word} ({len(changed)} of {len(then)} flags changed).",
            "somebody froze it and meant it: is there another way to reach the block?",
        )
    if entry["before"]["training"] != entry["after"]["training"]:
        return Finding(
            "a module is in another mode than it came in.",
            "a mode changes more than what is counted: leave it, or put it back.",
        )
    return None


def _times(count: int) -> str:
    """A number of runs in words."""
    return {0: "not at all", 1: "once", 2: "twice"}.get(count, f"{count} times")


def _close(told: object, right: object) -> bool:
    """Whether plain data holds the same numbers in the same shape, up to rounding."""
    try:
        told, right = (
            torch.tensor(decoded(values), dtype=torch.float32) for values in (told, right)
        )
    except (TypeError, ValueError, RuntimeError):
        return False
    return told.shape == right.shape and torch.allclose(told, right, rtol=1e-3, atol=TOLERANCE)
