"""Exercise 6.1 · backward_flops: what a backward pass costs, told for any tower and any plan.

No credit for single plans: who thinks that gradients stop at a frozen layer is right for every
tower that is frozen from below.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials.price_beliefs import BELIEFS
from autograder.trials.tower_plans import Plan, plans
from autograder.verdict import Finding, Part, Verdict, incorrect, tally
from autograder.words import shown
from course.cost import StepFlops, step_flops

FORM = [SAID_FORM | {"asked": {"widths": [int], "batch": int, "frozen": [int]}}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each tower and plan of this seed."""
    return [
        said_by(answers["backward_flops"], list(plan.widths), plan.batch, set(plan.frozen))
        | {"asked": _asked(plan)}
        for plan in plans(seed)
    ]


def _asked(plan: Plan) -> dict:
    """The question, as plain data."""
    return {"widths": list(plan.widths), "batch": plan.batch, "frozen": sorted(plan.frozen)}


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each number must be what the counter finds in a real tower."""
    asked = plans(seed)
    if [entry["asked"] for entry in observed] != [_asked(plan) for plan in asked]:
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    why = _why(observed, asked)
    findings = [_finding(entry, plan, why) for entry, plan in zip(observed, asked, strict=True)]
    from_below = next((found for found in findings[:3] if found), None)
    elsewhere = next((found for found in findings[3:] if found), None)
    return tally(
        [Part(5, from_below), Part(15, elsewhere)],
        said="counted: the same number as PyTorch's counter, for every tower and every plan",
    )


def _why(observed: list, asked: list[Plan]) -> tuple[str, str]:
    """A question that fits all answers together, and the mistake that they look like."""
    said = [entry["returned"] for entry in observed]
    for price, hint, mistake in BELIEFS:
        if said == [price(plan) for plan in asked]:
            return hint, mistake
    return "do it by hand for two layers, then for three: which layer pays for what?", ""


def _finding(entry: dict, plan: Plan, why: tuple[str, str]) -> Finding | None:
    """What is wrong about one plan; `why` is the question to ask, and the mistake's id."""
    if entry["raised"]:
        return stop_finding("backward_flops", entry["raised"])
    said = decoded(entry["returned"])
    if type(said) is int and said == _counted(plan).backward:
        return None
    seen = f"widths {list(plan.widths)}, batch {plan.batch}, {_frozen(plan)}: the answer was "
    if type(said) is not int:
        return Finding(f"{seen}{shown(said)}.", "return one whole number, an int.")
    return Finding(f"{seen}{said}.", *why)


def _counted(plan: Plan) -> StepFlops:
    """What the counter finds in a real tower."""
    probe = plan.probe()
    return step_flops(probe.net, probe.inputs, probe.targets)


def _frozen(plan: Plan) -> str:
    """The frozen layers as words."""
    listed = sorted(plan.frozen)
    if not listed:
        return "nothing frozen"
    return f"frozen {', '.join(map(str, listed[:3]))}" + (
        f" and others ({len(listed)} of {len(plan.sizes)} are)" if len(listed) > 3 else ""
    )


EXERCISE = Exercise("backward_flops", ("backward_flops",), FORM, collect, judge)
