"""A budget for all steps: at which step must the first block freeze, at the latest?"""

import random

from autograder.bank.question import MEDIUM, Choice, Draft, Template

HINT = "What do all steps cost if nothing freezes, and how many steps of block 1 make that up?"


def make(rng: random.Random) -> Draft:
    """Costs of three to five blocks, a number of steps, a budget that block 1 alone can meet."""
    costs = [rng.randint(3, 9) for _ in range(rng.randint(3, 5))]
    steps = 10 * rng.randint(4, 12)
    total = sum(costs) * steps
    budget = total - rng.randint(costs[0] * steps // 8, costs[0] * steps * 7 // 8)
    right = max(t for t in range(steps + 1) if _cost(costs, [t], steps) <= budget)
    over, saved = total - budget, steps - right
    table = ", ".join(f"block {at}: {cost}" for at, cost in enumerate(costs, start=1))
    wrong = [
        (right + 1, "is one step too late", "a rest is rounded down"),
        (right - 1, "is a step earlier than needed", "a rest is counted twice"),
        (saved, "is how many steps block 1 is to be frozen for",
         "frozen steps are taken for the moment"),
        (budget // sum(costs), "would be right if every block stopped there",
         "all blocks are thought to stop"),
        (steps - -(-over // costs[-1]), "takes the price of the last block",
         "the wrong block is priced"),
        (steps - -(-over // costs[1]), "takes the price of block 2", "the wrong block is priced"),
        (over // costs[0], "is no moment, but a number of frozen steps",
         "frozen steps are taken for the moment"),
        (steps - -(-over // sum(costs[:2])), "would be right if block 2 stopped there, too",
         "two blocks are thought to stop"),
        (steps // 2, "is half of the run, whatever the budget", "half is taken for enough"),
    ]  # fmt: skip
    wrong = [case for case in wrong if 0 <= case[0] <= steps]
    return Draft(
        f"A network learns for {steps} steps. In each step in which it learns, a block costs: "
        f"{table}. All steps together may cost {budget}. Only block 1 is to freeze, and that as "
        "late as possible; all others learn to the end. A plan says from which step on a block is "
        f"frozen: 0 is never learning, {steps} is learning to the end. "
        "Which number belongs to block 1?",
        Choice(str(right), _spent(costs, right, steps, budget)),
        [
            Choice(str(at), f"{at} {what}; {_spent(costs, at, steps, budget, 'it')}", belief=why)
            for at, what, why in wrong
        ],
        HINT,
    )


def _cost(costs: list[int], times: list[int], steps: int) -> int:
    """What all steps cost when block i learns in steps before `times[i]`, the rest to the end."""
    ends = [*times, *[steps] * (len(costs) - len(times))]
    return sum(cost for step in range(steps) for cost, end in zip(costs, ends, strict=True)
               if step < end)  # fmt: skip


def _spent(costs: list[int], at: int, steps: int, budget: int, who: str = "") -> str:
    """What freezing block 1 at this step costs, beside the budget."""
    spent = _cost(costs, [at], steps)
    return f"{who or 'So frozen, it all'} costs {spent}, and the budget is {budget}."


TEMPLATE = Template("latest_freeze", MEDIUM, ("09",), ("09.5",), make)
