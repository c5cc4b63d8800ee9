"""What to say of each of five networks, whose histories ought to differ in the freeze alone."""

from autograder.trials.comparison_run import BODY, HEAD, Run
from autograder.trials.history_findings import (
    NEW,
    moved,
    not_frozen,
    not_learning,
    old_head,
    untrained,
)
from autograder.verdict import Finding

# The head of FT2 learns at least so many times as fast as its body; 10 less a rounding.
TIMES = 9.9


def _scratch(run: Run) -> Finding | None:
    """Whether everything began anew and learned."""
    net = run.nets["scratch"]
    if net.began("body.0.weight") == run.base["body.0.weight"]:
        return Finding(
            "'scratch' begins with the body of base.",
            "a control that knows what base knows controls nothing: whose weights should it have?",
        )
    return untrained("scratch", net) or not_learning("scratch", net, (*BODY, *HEAD))


def _random_frozen(run: Run) -> Finding | None:
    """Whether a random body was frozen, the one that scratch began with."""
    net, twin = run.nets["random frozen"], run.nets["scratch"]
    if net.values["body.0.weight"] == run.base["body.0.weight"]:
        return Finding(
            "'random frozen' has the body of base.",
            "its body has learned nothing, neither before nor now: where do its weights come from?",
        )
    if finding := not_frozen("random frozen", net, [NEW, run.base]):
        return finding
    start = twin.began("body.0.weight")
    if start not in (net.values["body.0.weight"], run.base["body.0.weight"]):
        return Finding(
            "'random frozen' and 'scratch' begin with different random bodies.",
            "a pair may differ in the freeze only: which seed did each of the two get?",
        )
    return None


def _probe(run: Run) -> Finding | None:
    """Whether LP is the body of base, held still, under a new head that learned."""
    net = run.nets["LP"]
    phases = run.heads_of_lp()
    if not phases:
        return untrained("LP", net)
    if other := [n for n in BODY if net.values[n] != run.base[n]]:
        if any(phase.moves_body() for phase in phases):
            return moved(other[0], "LP")
        return Finding(
            f"{other[0]!r} of 'LP' is not that of base.",
            "which checkpoint does its body come from?",
        )
    first = next((p.started["head.weight"] for p in phases if "head.weight" in p.started), None)
    if first == run.base["head.weight"]:
        return old_head("LP")
    return not_frozen("LP", net, [run.base])


def _two_rates(run: Run) -> Finding | None:
    """Whether FT2 tunes everything, its head ahead of its body, as long as LP and from there."""
    net = run.nets["FT2"]
    if finding := untrained("FT2", net):
        return finding
    if net.began("body.0.weight") != run.base["body.0.weight"]:
        return Finding(
            "'FT2' does not begin with the body of base.", "which checkpoint does it tune?"
        )
    if net.began("head.weight") == run.base["head.weight"]:
        return old_head("FT2")
    if finding := not_learning("FT2", net, (*BODY, *HEAD)):
        return finding
    for phase in net.phases:
        body = max((phase.rates.get(name, 0.0) for name in BODY), default=0.0)
        head = phase.rates.get("head.weight", 0.0)
        if head < TIMES * body:
            return Finding(
                f"the head of 'FT2' learned at {head:g}, its body at {body:g}.",
                "while the head is random, where do its gradients lead the body? Compare the "
                "two rates with the table.",
            )
    phases = run.heads_of_lp()
    start = next((p.started["head.weight"] for p in phases if "head.weight" in p.started), None)
    if start is not None and net.began("head.weight") != start:
        return Finding(
            "'LP' and 'FT2' begin with different new heads.",
            "a pair may differ in the freeze only: which seed did each head get?",
        )
    steps = sum(phase.steps for phase in phases)
    if steps and steps != net.steps():
        return Finding(
            f"'LP' learned for {steps} steps, 'FT2' for {net.steps()}.",
            "a pair may differ in the freeze only: who had more time?",
        )
    return None


def _probed_then_tuned(run: Run) -> Finding | None:
    """Whether LP-FT goes on from LP, with everything thawed."""
    net, probe = run.nets["LP-FT"], run.nets["LP"]
    if finding := untrained("LP-FT", net):
        return finding
    if net.began("body.0.weight") != run.base["body.0.weight"]:
        return Finding(
            "'LP-FT' does not begin with the body of base.", "which checkpoint does it tune?"
        )
    if not any(phase.moves_body() for phase in net.phases):
        held = [name for name in BODY if not net.asks[name]]
        seen = "no tensor of the body of 'LP-FT' ever learned"
        seen += f"; {held[0]!r} is frozen." if held else "."
        return Finding(seen, "two phases: which line begins the second, and what does it thaw?",
                       "A31")  # fmt: skip
    first = net.phases[0]
    own = not first.moves_body() and any(first.rates.get(name) for name in HEAD)
    if not own and net.began("head.weight") != probe.values["head.weight"]:
        return Finding(
            "'LP-FT' does not begin where 'LP' ended: its head is another one.",
            "freeze first, then tune: which head does the second phase begin with?",
        )
    return not_learning("LP-FT", net, (*BODY, *HEAD))


BY_NAME = {
    "scratch": _scratch,
    "random frozen": _random_frozen,
    "LP": _probe,
    "FT2": _two_rates,
    "LP-FT": _probed_then_tuned,
}
