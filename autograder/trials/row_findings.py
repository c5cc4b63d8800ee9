"""What is wrong with a table of which some rows ought to hold still: words for one trial of it."""

import re

import torch

from autograder.snapshot import digest
from autograder.stops import stop_finding
from autograder.trials.row_trial import Table, block
from autograder.verdict import Finding
from autograder.words import with_article

CALLED = {"plain": "plain SGD", "momentum": "SGD with momentum and decay", "adamw": "AdamW"}


def form_finding(name: str, trial: dict, table: Table) -> Finding | None:
    """What keeps the answer from being an embedding at the start."""
    if trial["raised"]:
        return _making_stopped(name, trial["raised"])
    if trial["trained"] is None:
        came = with_article(trial["kind"])
        return Finding(f"{name} returned {came}, not a module.", "return the module that you made.")
    start, every = trial["trained"]["start"], torch.arange(len(table.weight))
    for mode, indices in (("train", every), ("eval", every), ("block", block(table))):
        finding = _look_finding(mode, start[mode], indices, table)
        if finding:
            return finding
    return None


def _look_finding(mode: str, look: dict, indices: torch.Tensor, table: Table) -> Finding | None:
    """How one lookup at the start differs from the same lookup in the given weight."""
    asked = list(indices.shape)
    if look["raised"]:
        return stop_finding(f"looking up indices of shape {asked}", look["raised"])
    if len(look["rows"]) != indices.numel():
        came = f"shape {look['shape']}" if look["shape"] else with_article(look["kind"])
        return Finding(
            f"for indices of shape {asked}, the module gave {came}.",
            f"a plain embedding gives {[*asked, table.weight.shape[1]]}: one row for each index.",
        )
    for row, came in zip(indices.flatten().tolist(), look["rows"], strict=True):
        if came != digest(table.weight[row]):
            where = " in eval mode" if mode == "eval" else ""
            return Finding(
                f"before any training, looking up row {row} did not give that row{where}.",
                "compare a lookup with `weight[indices]`, for all indices, before you train.",
            )
    return None


def _making_stopped(name: str, raised: dict) -> Finding:
    """An exception while the module was made."""
    finding = stop_finding(name, raised)
    if re.search("leaf variables", raised["message"]):
        hint = "can half a tensor have a flag? What else could the table be made of?"
        return Finding(finding.seen, hint, "D18", is_stop=True)
    return finding


def moved_finding(trained: dict, table: Table, optimizer: str, source: str) -> Finding | None:
    """What is wrong with the rows after five steps of one optimizer."""
    by = f"five steps of {CALLED[optimizer]}"
    start, end = trained["start"]["train"]["rows"], trained["end"]
    if trained["raised"]:
        return _training_stopped(trained["raised"])
    for mode in ("eval", "train"):
        if end[mode]["raised"]:
            return stop_finding(f"looking up all rows after {by}", end[mode]["raised"])
        if len(end[mode]["rows"]) != len(start):
            return Finding(
                f"after {by}, a lookup in {mode} mode gave another shape than before.",
                "what changes in your module while it trains, beside the values of rows?",
            )
    moved = [row for row, bits in enumerate(start) if end["train"]["rows"][row] != bits]
    if end["eval"]["rows"] != end["train"]["rows"]:
        row = next(
            row for row, bits in enumerate(end["eval"]["rows"]) if end["train"]["rows"][row] != bits
        )
        return Finding(
            f"after {by}, row {row} differs between eval mode and train mode.",
            "when is a row put back, and who looks it up before that?",
        )
    still = [row for row in table.learning if row not in moved]
    lost = [row for row in table.held if row in moved]
    if still and len(still) == len(table.learning):
        return _nothing_learns(trained, lost, still, by, source)
    if lost:
        return _lost_finding(trained, lost, table, optimizer, source)
    if still:
        return Finding(
            f"{by} left row {still[0]} as it was, and it is not among the given rows "
            f"({len(still)} of {len(table.learning)} others held still).",
            "which rows does your module hold still, and which were asked for?",
        )
    return None


def _training_stopped(raised: dict) -> Finding:
    """An exception in the checker's training steps."""
    message = re.split(r"\. | \(", raised["message"])[0].rstrip(".")
    seen = f"training the module raised {raised['type']}: {message}."
    if "backward through the graph a second time" in raised["message"]:
        hint = "each step needs a graph of its own: what is computed once, when the module is made?"
        return Finding(seen, hint, is_stop=True)
    hint = "take two training steps with your module in a new cell and read the last line."
    return Finding(seen, hint, is_stop=True)


def _nothing_learns(
    trained: dict, lost: list[int], still: list[int], by: str, source: str
) -> Finding:
    """The finding where no row learned that ought to."""
    if lost:
        return Finding(
            f"{by} moved row {lost[0]}, which was to hold still, and left row {still[0]}, "
            "which was to learn.",
            "does `rows` name those that learn, or those that do not?",
        )
    if not trained["parameters"]:
        return Finding(
            "the module has no parameters, so no row can learn.",
            "which class makes a tensor a parameter of the module that holds it?",
        )
    if not trained["asking"]:
        seen = "no parameter of the module asks for a gradient, so no row can learn."
        if "from_pretrained" in source:
            return Finding(seen, "what does the signature of `from_pretrained` say?", "D19")
        return Finding(seen, "one flag holds for a whole tensor: how many tensors do you need?")
    return Finding(
        f"{by} left row {still[0]} as it was, and it is not among the given rows.",
        "does a gradient reach the tensor that holds this row? Look at its `.grad`.",
    )


def _lost_finding(
    trained: dict, lost: list[int], table: Table, optimizer: str, source: str
) -> Finding:
    """The finding where given rows moved."""
    seen = (
        f"five steps of {CALLED[optimizer]} moved row {lost[0]} "
        f"({len(lost)} of {len(table.held)} given rows moved)."
    )
    if trained["padding"] is not None:
        seen = f"{seen[:-1]}; `padding_idx` is {trained['padding']}."
        hint = "how many rows can be padding, and is the gradient of that row zero or None?"
        return Finding(seen, hint, "D20")
    if optimizer != "plain":
        hint = "what do decay and momentum do where a gradient is zero, but not None?"
        return Finding(seen, hint, "D17")
    if re.search(r"\.data\b|\]\s*\.requires_grad|\]\s*\.detach", source):
        return Finding(seen, "can half a tensor have a flag, or did a new view get one?", "D18")
    return Finding(seen, "which tensor holds these rows, and does it ask for a gradient?")
