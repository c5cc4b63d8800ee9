"""What is wrong with a repaired training script, fault by fault, in the order of the lessons."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from autograder.clues import clues
from autograder.plain import decoded
from autograder.snapshot import changed, digests, flags
from autograder.stops import stop_finding
from autograder.trials.desk_nets import Job, lookalikes, thawed_names
from autograder.verdict import Finding
from autograder.words import kind_of, shown

WHO = "training_script"
HEAD = ("head.weight", "head.bias")


@dataclass(frozen=True)
class Run:
    """One run of the script: what was seen, the judge's own copy of the job, the script's text."""

    seen: dict
    job: Job
    source: str

    @property
    def where(self) -> str:
        """How sentences begin that speak of this model."""
        return f"on a model of {len(self.job.model.body)} blocks"

    @property
    def frozen(self) -> list[str]:
        """Names of the body's parameters that the plan does not thaw."""
        return [
            name
            for name, _ in self.job.model.named_parameters()
            if name.startswith("body.") and name not in thawed_names(self.job)
        ]


def nothing_trained(run: Run) -> Finding | None:
    """Whether the script raised, took no step, or left no fraud head: then there is no script."""
    if run.seen["raised"]:
        return stop_finding(WHO, run.seen["raised"])
    if not run.seen["seen"]["taken"]:
        return Finding(f"{run.where}, no optimizer took a step.", "which line trains?")
    shapes = {entry["name"]: entry["shape"] for entry in run.seen["after"]["parameters"]}
    width = run.job.model.head.in_features
    if shapes.get("head.weight") != [2, width] or set(run.frozen) - shapes.keys():
        return Finding(
            f"{run.where}, the model has no head with two outputs on the body it came with.",
            "which line of the script gives it one? It was in order.",
        )
    if new := sorted(shapes.keys() - digests(run.seen["before"]).keys()):
        return Finding(
            f"{run.where}, {new[0]!r} is in the model now and was not before.",
            "the script repairs nothing by adding layers: what is this one for?",
        )
    return None


def freeze_fault(run: Run) -> Finding | None:
    """Module 2: what the plan does not thaw is frozen."""
    now, others = flags(run.seen["after"]), set(run.frozen) - set(lookalikes(run.job))
    awake = [name for name in run.frozen if name in others and now.get(name)]
    if not awake:
        return None
    seen = (
        f"{run.where}, {awake[0]!r} still asks for a gradient ({len(awake)} of {len(others)} do)."
    )
    if run.seen["attributes"]["model"]:
        return Finding(seen, "what does an assignment to the model itself create?", "A5")
    if run.seen["attributes"]["parameters"]:
        return Finding(seen, "compare the name of what you set with `dir(parameter)`.", "A8")
    if "A18" in clues(run.source):
        return Finding(seen, "do you hold the parameter, or a detached view of it?", "A18")
    return Finding(seen, "what decides, for each parameter, whether it learns?")


def thaw_fault(run: Run) -> Finding | None:
    """Module 3: the block that the plan names is thawed, and no other."""
    now, block = flags(run.seen["after"]), run.job.plan["thaw"]
    asleep = [name for name in thawed_names(run.job) if not now.get(name)]
    if asleep:
        return Finding(
            f"{run.where}, {asleep[0]!r} is frozen in the end, and {block!r} was to be thawed.",
            "which names does your condition catch? Print them.",
        )
    if freeze := freeze_fault(run):
        # With everything awake nothing shows that the block was told from its neighbours.
        return freeze
    awake = [name for name in lookalikes(run.job) if now.get(name)]
    if awake:
        return Finding(
            f"{run.where}, thawing {block!r} thawed {awake[0]!r} too ({len(awake)} like it).",
            "which other names start like that?",
            "B1",
        )
    return None


def optimizer_fault(run: Run) -> Finding | None:
    """Module 4: the optimizer holds head and block at their rates, and moves nothing else."""
    steps, plan = run.seen["seen"]["steps"], run.job.plan
    planned = plan["head_steps"] + plan["steps"]
    if run.seen["seen"]["taken"] != planned:
        return Finding(
            f"{run.where}, {run.seen['seen']['taken']} steps were taken where the plan has "
            f"{plan['head_steps']} and {plan['steps']}.",
            "which loop did the plan give how many steps?",
        )
    rates = {name: g["lr"] for g in steps[-1]["groups"] for name in g["parameters"]}
    early = {name for g in steps[0]["groups"] for name in g["parameters"]}
    if set(HEAD) - rates.keys() or set(HEAD) - early:
        return Finding(
            f"{run.where}, the optimizer does not hold the head that the model has.",
            "does an optimizer hold names or objects? Which head was there when it was made?",
            "C7",
        )
    if missing := [name for name in thawed_names(run.job) if name not in rates]:
        return Finding(
            f"{run.where}, {missing[0]!r} is in no group of the optimizer at the last step.",
            "who moves weights: autograd or the optimizer? Which of them was told?",
            "D6",
        )
    moved = [name for name in changed(run.seen["before"], run.seen["after"]) if name in run.frozen]
    asks = flags(run.seen["after"])
    if moved and not asks.get(moved[0]):
        return Finding(
            f"{run.where}, {moved[0]!r} moved, and its flag is off ({len(moved)} like it).",
            "who clears the gradient that it still had from before?",
            "D4",
        )
    for names, rate in ((HEAD, plan["lr_head"]), (thawed_names(run.job), plan["lr_body"])):
        wrong = [name for name in names if not math.isclose(rates[name], rate, rel_tol=1e-5)]
        if wrong:
            return Finding(
                f"{run.where}, {wrong[0]!r} learns at {rates[wrong[0]]:g}; the plan says {rate:g}.",
                "each group of an optimizer can have a rate of its own.",
            )
    return None


def mode_fault(run: Run) -> Finding | None:
    """Module 5: whatever is frozen is in eval mode whenever something learns."""
    modes, steps = run.seen["seen"]["modes"], run.seen["seen"]["steps"]
    ran = [mode["path"] for mode in modes if mode["training"] and mode["grad"]]
    # Beside cached features a mode does no harm; once the body runs again, it does.
    stood = [s["awake"] for s in steps[run.job.plan["head_steps"] :] if s["awake"]]
    if not ran + stood:
        return None
    path = (ran + stood)[0]
    kind = type(run.job.model.get_submodule(path)).__name__
    seen = f"{run.where}, the {kind} at {path!r} was in train mode while the model learned."
    if any(not mode["training"] for mode in modes):
        return Finding(seen, "who runs last, `eval()` or the loop?", "E3")
    return Finding(seen, "which tensors of a frozen block are not parameters?", "E2")


def cache_fault(run: Run) -> Finding | None:
    """Module 6: features are computed in eval mode, and not used once their body learns."""
    steps, plan = run.seen["seen"]["steps"], run.job.plan
    learned = steps[plan["head_steps"] : plan["head_steps"] + plan["steps"]]
    stale = [step for step in learned if not step["fresh"]]
    if stale or not learned:
        return Finding(
            f"{run.where}, {plan['thaw']!r} got a new gradient in {len(learned) - len(stale)} of "
            f"the {plan['steps']} steps after the thaw.",
            "when were the features computed, and what do they know of a block that learns now?",
            "F11",
        )
    early = [m for m in run.seen["seen"]["modes"] if m["step"] < plan["head_steps"]]
    drawing = [m for m in early if m["training"] and not m["grad"]]
    if drawing:
        return Finding(
            f"{run.where}, the {drawing[0]['kind']} at {drawing[0]['path']!r} was in train mode "
            "while features were computed.",
            "in which mode does a feature not depend on the other rows, or on a draw?",
            "F10",
        )
    return None


def count_fault(run: Run) -> Finding | None:
    """Module 7: the recall is that of all validation frauds together, in eval mode."""
    said = decoded(run.seen["returned"])
    if type(said) not in (int, float):
        return Finding(
            f"{run.where}, {WHO} returned {kind_of(said)}, not a number.",
            "return the recall on the validation data, a share from 0 to 1.",
        )
    if run.seen["called"] is None:
        return Finding(
            f"{run.where}, the model that was left behind cannot be run.", "what was replaced?"
        )
    pooled, averaged = _recalls(run)
    if math.isclose(said, pooled, abs_tol=1e-6):
        return None
    seen = f"{run.where}, {WHO} returned {shown(round(said, 3))} as recall."
    if not 0 <= said <= 1:
        return Finding(seen, "what shape has the comparison? Print it.", "H5")
    late = [m for m in run.seen["seen"]["modes"] if m["step"] >= run.seen["seen"]["taken"]]
    if any(m["training"] for m in late):
        return Finding(seen, "which mode produced this number?", "H14")
    if any(math.isclose(said, value, abs_tol=1e-6) for value in averaged):
        return Finding(seen, "which frauds weigh more in a mean of ratios?", "H6")
    return Finding(seen, "of all frauds in all batches, how many were called fraud?")


def _recalls(run: Run) -> tuple[float, list[float]]:
    """Recall over all batches together, and means over batches by their treatment of 0/0."""
    hits, frauds = [], []
    for called, (_, labels) in zip(run.seen["called"], run.job.data["validation"], strict=True):
        hits.append(sum(c for c, label in zip(called, labels.tolist(), strict=True) if label))
        frauds.append(int(labels.sum()))
    ratios = [h / f for h, f in zip(hits, frauds, strict=True) if f]
    means = [sum(ratios) / len(ratios), sum(ratios) / len(frauds)]
    means.append((sum(ratios) + frauds.count(0)) / len(frauds))
    return sum(hits) / sum(frauds), means


FAULTS: dict[str, Callable[[Run], Finding | None]] = {
    "02": freeze_fault,
    "03": thaw_fault,
    "04": optimizer_fault,
    "05": mode_fault,
    "06": cache_fault,
    "07": count_fault,
}
