"""What may be wrong with flags where every bias ought to learn, and the whole head, and no more."""

from torch import nn

from autograder.snapshot import digests, flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import trial
from autograder.verdict import Finding


def learning(net: nn.Module, head: str) -> list[str]:
    """Names of the biases of a net, in the sense of the exercise, and of all inside its head."""
    inside = set(trial.names_inside(net, head))
    return [
        name
        for name, _ in net.named_parameters()
        if name in inside or name.rpartition(".")[2] in ("bias", "in_proj_bias")
    ]


def flags_finding(head: str, net: nn.Module, seen: dict) -> Finding | None:
    """What is wrong with the flags of a net; `net` is as the learner's was before."""
    if seen["raised"]:
        return stop_finding("bias_only", seen["raised"])
    start, now = model_snapshot(net), flags(seen["after"])
    if digests(seen["before"]) != digests(start):
        return Finding(
            "the evidence shows another net than this check hands out.",
            "restart the kernel and run all cells from the top.",
        )
    wanted, names = learning(net, head), list(flags(start))
    in_head = trial.names_inside(net, head)
    asking = [name for name in names if now.get(name)]
    awake = [name for name in asking if name not in wanted]
    asleep = [name for name in wanted if name not in asking]
    who = f"for head {head!r}"
    if now == flags(start):
        every = f"{len(asking)} of {len(names)} parameters ask for a gradient"
        return Finding(f"{who}, no flag has changed: {every}.", "which objects have the flags?")
    if len(asking) == len(names):
        told = f"{who}, every parameter asks for a gradient ({len(names)} of {len(names)} do)."
        return Finding(told, "for which name would your condition be false?")
    if not asking:
        told = f"{who}, no parameter asks for a gradient (0 of {len(names)} do)."
        return Finding(told, "does any leaf ask for a gradient? Which ones ought to?", "C2")
    if awake and len(asleep) == len(wanted):
        told = f"{who}, {awake[0]!r} asks for a gradient and {asleep[0]!r} does not."
        return Finding(told, "does your condition name what learns, or what holds still?")
    if asleep and set(asleep) == set(in_head):
        return Finding(
            f"{who}, the whole head is frozen.",
            "which layer starts from random numbers, or knows another task?",
            "B17",
        )
    if head_weights := [name for name in asleep if name in in_head]:
        return Finding(
            f"{who}, {head_weights[0]!r} is frozen.",
            "is the new head among what you train, all of it?",
            "B16",
        )
    if awake:
        return _extra(who, net, head, awake, len(asking), len(wanted))
    if asleep:
        told = f"{who}, {asleep[0]!r} is frozen ({len(asleep)} of {len(wanted)} that ought to "
        hint = "print all names of this net: how does the last part of a bias's name end?"
        if seen["before"] and not any(flags(start).values()):
            hint = "this net came frozen: who turns the flags on?"
        return Finding(f"{told}learn).", hint)
    return trial.damage(f"bias_only, {who}", seen, start) or trial.disagreement(
        f"bias_only, {who}", seen, [name for name in names if name not in wanted]
    )


def _extra(
    who: str, net: nn.Module, head: str, awake: list[str], asking: int, wanted: int
) -> Finding:
    """The finding where something learns that is neither a bias nor in the head."""
    name = awake[0]
    path = name.rpartition(".")[0]
    part = net.get_submodule(path)
    told = f"{who}, {name!r} asks for a gradient ({asking} do, {wanted} ought to)."
    if path.startswith(head) and path != head and not path.startswith(f"{head}."):
        return Finding(told, "which other names start like that?", "B1")
    if "bias" in path:
        return Finding(told, "which part of a name says what a parameter is?", "B2")
    if hasattr(part, "normalized_shape") or hasattr(part, "num_features"):
        return Finding(told, "a norm owns a scale and a shift: which of them is a bias?")
    if not path:
        return Finding(told, "can a parameter belong to the model itself?", "B12")
    return Finding(told, "is it a bias, or inside the head?")
