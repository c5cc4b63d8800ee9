"""Exercise 9.5 · freeze_times: when each block freezes, so that all steps fit a budget.

Judged by what a plan costs, not by its numbers: many plans use a budget up. A block that is frozen
above one that learns is priced as if it learned, so freezing from above saves nothing here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.verdict import Finding, Part, Verdict, incorrect, tally
from autograder.words import kind_of, shown

WHO = "freeze_times"
LEAST, NEAR = 0.9, (0.8, 1.05)
FORM = [SAID_FORM | {"costs": [float], "steps": int, "budget": float}]
OTHER_CASES = "the evidence answers other questions than were asked."


@dataclass(frozen=True)
class Case:
    """What each block costs in one step, how many steps there are, and what all may cost."""

    costs: tuple[float, ...]
    steps: int
    budget: float


def cases(seed: int) -> list[Case]:
    """Three budgets between what the last block takes and what all take, a tight and an ample one.

    Each has blocks and steps of its own; the last block alone always fits.
    """
    draw = torch.Generator().manual_seed(seed)
    shares = (0.5, 0.7, 0.25, 0.08, 1.1)
    return [_case(3 + (place + seed) % 4, share, draw) for place, share in enumerate(shares)]


def _case(count: int, share: float, draw: torch.Generator) -> Case:
    """A case in which the lower blocks may cost about `share` of what they would at most."""
    costs = [float(c) for c in torch.randint(20, 90, (count,), generator=draw)]
    costs[-1] = float(torch.randint(1, 3, (1,), generator=draw))
    steps = 10 * int(torch.randint(12, 60, (1,), generator=draw))
    lower = (share + int(torch.randint(0, 8, (1,), generator=draw)) / 100) * sum(costs[:-1])
    return Case(tuple(costs), steps, float(round((lower + costs[-1]) * steps)))


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case, the plan that came back, beside what was asked."""
    return [
        said_by(answers[WHO], list(case.costs), case.steps, case.budget)
        | {"costs": list(case.costs), "steps": case.steps, "budget": case.budget}
        for case in cases(seed)
    ]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Marks for plans near their budgets, for plans within them, and for leaving all awake."""
    asked = cases(seed)
    if [(e["costs"], e["steps"], e["budget"]) for e in observed] != [
        (list(case.costs), case.steps, case.budget) for case in asked
    ]:
        return incorrect(OTHER_CASES, hint="restart the kernel and run all cells from the top.")
    pairs = list(zip(asked, observed, strict=True))
    near, within = (
        next((f for case, entry in pairs[:-1] if (f := _finding(case, entry, band))), None)
        for band in (NEAR, (LEAST, 1.0))
    )
    # With money for everything there is nothing to plan; alone it earns nothing.
    ample = _finding(*pairs[-1], (LEAST, NEAR[1])) or near
    return tally(
        [Part(5, near), Part(7, near or within), Part(3, ample)],
        said="planned: every block learns as long as the budget lets it, the lowest stops first",
    )


def _finding(case: Case, entry: dict, band: tuple[float, float]) -> Finding | None:
    """What is wrong with one plan, whose price must be within `band`, as shares of the budget."""
    if entry["raised"]:
        return stop_finding(WHO, entry["raised"])
    plan = decoded(entry["returned"])
    return _misshapen(plan, case) or _disordered(plan, case) or _mispriced(plan, case, band)


def _misshapen(plan: object, case: Case) -> Finding | None:
    """What keeps a returned value from being a list of steps."""
    if type(plan) not in (list, tuple):
        return Finding(f"{WHO} returned {kind_of(plan)}, not a list.", "one number per block.")
    if len(plan) != len(case.costs):
        return Finding(
            f"for {len(case.costs)} blocks, the plan has {len(plan)} entries.",
            "the last block has an entry, too: it is never frozen.",
        )
    odd = [step for step in plan if type(step) is not int]
    if odd:
        return Finding(
            f"the plan holds {shown(odd[0])}, which is no whole step.",
            "a block is frozen before a step or after it: which way must you round?",
        )
    outside = [step for step in plan if not 0 <= step <= case.steps]
    if outside:
        return Finding(
            f"training has {case.steps} steps, and the plan holds {outside[0]}.",
            "which step means never, and which one means from the beginning?",
        )
    return None


def _disordered(plan: list[int], case: Case) -> Finding | None:
    """A last block that is frozen, or a block that freezes before the one below it."""
    for place in range(1, len(plan)):
        if plan[place] < plan[place - 1]:
            return Finding(
                f"block {place + 1} of {len(plan)} freezes at step {plan[place]}, and the block "
                f"below it at step {plan[place - 1]}.",
                "what does a frozen block save while one below it still learns?",
                "F5",
            )
    if plan[-1] != case.steps:
        return Finding(
            f"the last block freezes at step {plan[-1]} of {case.steps}.",
            "who learns in the steps after that? Which block costs least?",
        )
    return None


def price(plan: list[int], costs: tuple[float, ...]) -> float:
    """What a plan in order costs: each block is paid for in the steps in which it learns."""
    return sum(step * cost for step, cost in zip(plan, costs, strict=True))


def _mispriced(plan: list[int], case: Case, band: tuple[float, float]) -> Finding | None:
    """A plan that costs too much, or that freezes earlier than it must."""
    spent, all_learn = price(plan, case.costs), case.steps * sum(case.costs)
    least, most = band
    if spent > most * case.budget:
        return Finding(
            f"the budget is {case.budget:.0f}, and the plan costs {spent:.0f}.",
            "add up the plan that you return: each block is paid for in every step it learns.",
        )
    if spent < least * min(case.budget, all_learn):
        reason = "everything would fit" if case.budget >= all_learn else "more would fit"
        return Finding(
            f"the budget is {case.budget:.0f}, and the plan costs {spent:.0f}: {reason}.",
            "which block could learn a little longer?",
        )
    return None


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
