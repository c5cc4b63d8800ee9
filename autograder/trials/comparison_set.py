"""What to say of five networks as a set: their build, their memory, their modes, their scores."""

from autograder.snapshot import changed
from autograder.trials.comparison_run import NAMES, Net, Run
from autograder.verdict import Finding
from autograder.words import with_article

# Trained as asked, LP, FT2 and LP-FT reach 1.00, scratch at most .58 (seeds 0 to 99).
AHEAD, REACHED = 0.2, 0.8


def unfit(run: Run) -> Finding | None:
    """What keeps the returned value from being five networks built like base."""
    observed = run.observed
    if observed["returned"] != "dict":
        kind = with_article(observed["returned"])
        return Finding(f"compare returned {kind}, not a dict.", "one dict: a name, a network.")
    missing = [name for name in NAMES if name not in run.nets]
    if missing:
        return Finding(
            f"{missing[0]!r} is not among the names returned ({len(missing)} of 5 are not).",
            "spell the five names as in the table, and return all of them at once.",
        )
    for name, net in run.nets.items():
        if finding := _unfit_net(run, name, net):
            return finding
    return None


def _unfit_net(run: Run, name: str, net: Net) -> Finding | None:
    """What keeps one returned thing from being a network that can be judged."""
    if net.model is None:
        return Finding(
            f"{name!r} is {with_article(net.kind)}, not a network.",
            "return the trained network itself, not its weights or its score.",
        )
    ours = {entry["name"]: entry["shape"] for entry in run.handed["parameters"]}
    ours |= {entry["name"]: entry["shape"] for entry in run.handed["buffers"]}
    theirs = {e["name"]: e["shape"] for e in net.model["parameters"] + net.model["buffers"]}
    if odd := [n for n in (*ours, *theirs) if n not in ours or n not in theirs]:
        where = "no" if odd[0] in ours else "a tensor"
        return Finding(
            f"{name!r} is not built like base: it has {where} {odd[0]!r}.",
            "every network begins as a copy: which line rebuilds it?",
        )
    if odd := [n for n in ours if ours[n] != theirs[n]]:
        return Finding(
            f"{odd[0]!r} of {name!r} has the shape {theirs[odd[0]]}, in base it has "
            f"{ours[odd[0]]}.",
            "a new head takes the same features and tells the same number of classes.",
        )
    if net.broke:
        return Finding(
            f"{name!r} cannot be evaluated: {net.broke['type']}: {net.broke['message']}.",
            "call it on X yourself: which layer complains?",
        )
    if not net.told:
        return Finding(
            f"{name!r} gives logits of another shape than base, or some that are not finite.",
            "look at its output for X: which step made it so, and at which rate?",
        )
    return None


def apart(run: Run) -> Finding | None:
    """Whether networks share memory, or base is not what it was."""
    shared = run.observed["shared"]
    if shared:
        first, second = shared[0][0], shared[0][1]
        return Finding(
            f"{first} and {second} are one tensor ({len(shared)} such groups).",
            "what trains in one of them trains in the other: did you copy or share?",
            "E19",
        )
    if moved := changed(run.handed, run.observed["left"]):
        return Finding(
            f"{moved[0]!r} of base is not what it was.",
            "base is the common beginning of all five: what did you train or replace?",
            "E19",
        )
    before, after = run.handed, run.observed["left"]
    held = [p["name"] for p in after["parameters"] if not p["requires_grad"]]
    if held:
        return Finding(
            f"{held[0]!r} of base does not ask for a gradient any more.",
            "freeze the copy, after it was made.",
        )
    if before["training"] != after["training"]:
        return Finding("base was left in another mode.", "which line calls eval() on base?")
    return None


def asleep(run: Run) -> Finding | None:
    """Whether a network came back in train mode."""
    for name in NAMES:
        awake = [path for path, mode in run.nets[name].model["training"].items() if mode]
        if awake:
            part = f"{awake[0]!r} of {name!r}" if awake[0] else repr(name)
            return Finding(
                f"{part} came back in train mode.",
                "whoever measures it next gets numbers of its batch: which mode produces a score?",
                "H14",
            )
    return None


def scored(run: Run) -> Finding | None:
    """Whether the freeze is worth on unseen examples what it is worth when all goes well."""
    reached = {name: run.accuracy(name) for name in NAMES}
    if reached["LP"] < reached["scratch"] + AHEAD:
        return Finding(
            f"on unseen examples 'LP' reaches {reached['LP']:.2f}, 'scratch' "
            f"{reached['scratch']:.2f}.",
            "did the heads learn long enough, and fast enough?",
        )
    if low := [name for name in ("LP", "FT2", "LP-FT") if reached[name] < REACHED]:
        return Finding(
            f"on unseen examples {low[0]!r} reaches {reached[low[0]]:.2f}.",
            "are its rates and its steps those of the table?",
        )
    return None
