"""Which plan of freezing keeps the order, keeps the budget, and does not waste it?"""

import random

from autograder.bank.question import HARD, Choice, Draft, Template

LEAST = 0.9
HINT = "Check the order first, then add up price times steps for each plan that is left."
SAYS = {
    "order": "It would cost {}, but a block freezes before one below it.",
    "end": "It would cost {}, but its last block stops, too.",
    "over": "It costs {}, more than the budget.",
    "under": "It costs {}, and a later freeze would fit.",
}
WHY = {
    "order": {"mistake": "F5"},
    "end": {"belief": "the last block is thought to freeze as well"},
    "over": {"belief": "a plan is judged by its order alone"},
    "under": {"belief": "a cheaper plan is thought to be better"},
}


def make(rng: random.Random) -> Draft:
    """Three or four blocks; one plan that keeps all rules, and plans that break one each."""
    count, steps = rng.randint(3, 4), rng.choice([50, 60, 70, 80, 90])
    costs = [rng.randint(2, 9) for _ in range(count)]
    right = [*sorted(rng.randrange(10, steps, 5) for _ in range(count - 1)), steps]
    spent = _cost(right, costs)
    budget = int(spent / rng.uniform(0.92, 1.0))
    wrong: dict[str, list[Choice]] = {fault: [] for fault in SAYS}
    for _ in range(40):
        plan = _plan(rng, count, steps)
        faults = _faults(plan, costs, steps, budget)
        # Two plans of a kind are enough to choose from.
        if len(faults) == 1 and len(wrong[faults[0]]) < 2:
            says = SAYS[faults[0]].format(_cost(plan, costs))
            wrong[faults[0]].append(Choice(f"`{plan}`", says, **WHY[faults[0]]))
    return Draft(
        f"From input to output, the blocks cost {', '.join(map(str, costs))} in each step in which "
        f"they learn. There are {steps} steps, and the budget for all of them is {budget}. A plan "
        f"lists, for each block, the step from which on it is frozen; {steps} means that it learns "
        "to the end. No block may freeze before the one below it, the last one learns to the end, "
        "and the plan must cost at most the budget and at least nine tenths of it. Which plan "
        "keeps all rules?",
        Choice(f"`{right}`", f"It costs {spent}, and every rule is kept."),
        [choice for choices in wrong.values() for choice in choices],
        HINT,
    )


def _plan(rng: random.Random, count: int, steps: int) -> list[int]:
    """A plan, often a good one; sometimes its order is broken, sometimes its end."""
    plan = sorted(rng.randrange(10, steps, 5) for _ in range(count - 1))
    kind = rng.random()
    if kind < 0.3:
        rng.shuffle(plan)
    last = rng.randrange(max(plan), steps, 5) if kind > 0.8 else steps
    return [*plan, last]


def _faults(plan: list[int], costs: list[int], steps: int, budget: int) -> list[str]:
    """The rules that a plan breaks."""
    spent = _cost(plan, costs)
    broken = {
        "order": plan != sorted(plan),
        "end": plan[-1] != steps,
        "over": spent > budget,
        "under": spent < LEAST * budget,
    }
    return [fault for fault, is_broken in broken.items() if is_broken]


def _cost(plan: list[int], costs: list[int]) -> int:
    """What a plan costs in all steps."""
    return sum(cost * end for cost, end in zip(costs, plan, strict=True))


TEMPLATE = Template("plan_in_budget", HARD, ("09",), ("09.5",), make)
