"""What is wrong with a schedule of thawing, epoch by epoch: words for one run."""

from autograder.clues import clues
from autograder.snapshot import digests, model_snapshot
from autograder.stops import stop_finding
from autograder.trials.optimizer_trial import listed
from autograder.trials.thawing_nets import Thawing
from autograder.verdict import Finding

WHO = "thaw_schedule"


def run_finding(run: dict, thawing: Thawing) -> Finding | None:
    """What keeps a run from being read at all."""
    if digests(run["start"]) != digests(model_snapshot(thawing.probe.net)):
        return Finding(
            "the evidence shows another net than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    asked = [told["epoch"] for told in run["epochs"]]
    cut_short = bool(run["epochs"]) and run["epochs"][-1]["raised"] is not None
    if asked != list(thawing.epochs[: len(asked) if cut_short else None]):
        return Finding("the evidence lacks epochs.", "run the check once more.")
    if run["order"] != thawing.order:
        return Finding(
            f"{WHO} changed the list 'order' itself.",
            "the list is needed in every epoch: is one of your calls changing it in place?",
        )
    return None


def flag_finding(run: dict, thawing: Thawing, places: slice, source: str) -> Finding | None:
    """The first of these epochs in which another set of parts learns than should.

    `places` picks epochs from the run, which an exception may have cut short; `source` chooses a
    hint.
    """
    for place in range(len(thawing.epochs))[places]:
        told = run["epochs"][min(place, len(run["epochs"]) - 1)]
        if told["raised"]:
            return stop_finding(f"in epoch {told['epoch']}, {WHO}", told["raised"])
        should = _tensors(thawing, told["epoch"])
        awake = [name for name, asks in told["flags"].items() if asks]
        if set(awake) != should:
            return _wrong_flags(run, told, should, awake, thawing, source)
    return None


def training_finding(run: dict, thawing: Thawing, places: slice) -> Finding | None:
    """The first of these epochs in which training does not bear out right flags."""
    for told in run["epochs"][places]:
        if told["stuck"]:
            return stop_finding(f"training in epoch {told['epoch']}", told["stuck"])
        moved = set(told["moved"]) & told["flags"].keys()
        wrong = sorted(moved ^ _tensors(thawing, told["epoch"]))
        if wrong:
            return Finding(
                f"in epoch {told['epoch']} flags are right, but training did not agree about "
                f"{wrong[0]!r}.",
                "change flags and modes only; hooks and wrappers are not needed.",
            )
    return None


def mode_finding(run: dict, thawing: Thawing) -> Finding | None:
    """The first epoch with a part in the wrong mode, or with buffers that move where none may."""
    seen_right = False
    for told in run["epochs"]:
        if told["raised"]:
            return stop_finding(f"in epoch {told['epoch']}, {WHO}", told["raised"])
        awake = thawing.awake(told["epoch"])
        for part in _normed_first(thawing):
            inside = [path for path in told["training"] if _is_inside(path, part)]
            wrong = [path for path in inside if told["training"][path] != (part in awake)]
            if wrong:
                return _wrong_mode(told, part, part in awake, seen_right=seen_right)
        seen_right = True
        drifted = [
            name
            for name in told["moved"]
            if name not in told["flags"] and not any(_is_inside(name, part) for part in awake)
        ]
        if drifted:
            return Finding(
                f"in epoch {told['epoch']} {listed(drifted)} moved in a frozen part.",
                "which state does no flag see?",
                "E2",
            )
    return None


def _tensors(thawing: Thawing, epoch: int) -> set[str]:
    """The names of the parameters that learn in an epoch."""
    awake = thawing.awake(epoch)
    names = [name for name, _ in thawing.probe.net.named_parameters()]
    return {name for name in names if any(_is_inside(name, part) for part in awake)}


def _is_inside(name: str, part: str) -> bool:
    """Whether a path is that of a part, or of something in it."""
    return name == part or name.startswith(f"{part}.")


def _normed_first(thawing: Thawing) -> list[str]:
    """The parts, those with buffers before the others: in them a mode matters most."""
    net = thawing.probe.net
    return sorted(thawing.order, key=lambda part: not list(net.get_submodule(part).buffers()))


def _wrong_flags(
    run: dict, told: dict, should: set[str], awake: list[str], thawing: Thawing, source: str
) -> Finding:
    """What is wrong with the flags of one epoch."""
    extra = [name for name in awake if name not in should]
    names = [name for name, _ in thawing.probe.net.named_parameters()]
    lacking = [name for name in names if name in should and name not in awake]
    wrong = [f"on, and should be off: {listed(extra)}"] if extra else []
    wrong += [f"off, and should be on: {listed(lacking)}"] if lacking else []
    seen = f"in epoch {told['epoch']}, flags {'; '.join(wrong)}."
    if told["invented"]:
        return Finding(seen, "a module got an attribute 'requires_grad': who holds flags?", "A5")
    if extra and lacking:
        return _mixed(seen, source)
    return (
        _too_many(seen, extra, told, thawing, source)
        if extra
        else _too_few(seen, lacking, run, told, thawing)
    )


def _mixed(seen: str, source: str) -> Finding:
    """Other parts learn than should."""
    if "children()" in source or "parameters()" in source:
        return Finding(seen, "who decides the order of children: forward, or __init__?", "B8")
    return Finding(seen, "which end of the list thaws first?")


def _too_many(seen: str, extra: list[str], told: dict, thawing: Thawing, source: str) -> Finding:
    """More learns than should."""
    awake = thawing.awake(told["epoch"])
    if all(name.startswith(tuple(awake)) for name in extra):
        return Finding(seen, "which other names begin like that one?", "B1")
    if any(not any(_is_inside(name, part) for part in thawing.order) for name in extra):
        return Finding(seen, "who freezes what stands in no part of the list?")
    if "A23" in clues(source):
        return Finding(seen, "which object did you freeze, the one handed in or a copy?", "A23")
    return Finding(seen, "who freezes again what learned before the call?")


def _too_few(seen: str, lacking: list[str], run: dict, told: dict, thawing: Thawing) -> Finding:
    """Less learns than should."""
    if not any(any(epoch["flags"].values()) for epoch in run["epochs"]):
        hint = "in no epoch anything learns: which of your two lines ran last?"
        return Finding(seen, hint, "A30")
    parts = [part for part in thawing.order if any(_is_inside(name, part) for name in lacking)]
    if all("." in part for part in parts):
        hint = "a part and its parent are both set: which of the two lines ran last?"
        return Finding(seen, hint, "A30")
    if _stays(run, told):
        return Finding(seen, "which line unfreezes, and in which epochs does it run?", "A31")
    if told["epoch"] >= len(thawing.order):
        return Finding(seen, "the list is shorter than that: what does a negative index mean?")
    return Finding(seen, "how many parts should learn here, and which does your slice hold?")


def _stays(run: dict, told: dict) -> bool:
    """Whether all epochs up to this one have the same flags, some of them on."""
    until = run["epochs"].index(told)
    before = [epoch["flags"] for epoch in run["epochs"][:until]]
    same = bool(before) and all(flags == told["flags"] for flags in before)
    return same and any(told["flags"].values())


def _wrong_mode(told: dict, part: str, awake: bool, *, seen_right: bool) -> Finding:
    """A part in the wrong mode; `seen_right` says that an earlier epoch had the right ones."""
    seen = f"in epoch {told['epoch']} {part!r} is in {'eval' if awake else 'train'} mode"
    if awake:
        return Finding(f"{seen} and learns.", "who learns should see each batch as it is.")
    if seen_right:
        return Finding(
            f"{seen} and frozen.", "each epoch begins with train(): who runs last?", "E3"
        )
    return Finding(f"{seen} and frozen.", "which of its tensors are not parameters?", "E2")
