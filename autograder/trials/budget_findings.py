"""What is wrong with a freeze plan for a budget, and which belief it looks like."""

import re

from autograder.plain import decoded
from autograder.snapshot import digests, flags
from autograder.stops import stop_finding
from autograder.trials.budgets import Prices, children_in_order, from_below
from autograder.verdict import Finding
from autograder.words import kind_of

WHO = "best_plan"


def plan_finding(entry: dict, prices: Prices, source: str) -> Finding | None:
    """What is wrong with one plan."""
    if entry["raised"]:
        return stop_finding(WHO, entry["raised"])
    plan, names = decoded(entry["returned"]), children_in_order(prices)
    if type(plan) is not frozenset:
        return Finding(
            f"{WHO} returned {kind_of(plan)}, not a set.",
            "return the set of the names of the children to freeze.",
        )
    strange = sorted(map(str, plan - set(names)))
    if strange:
        return Finding(
            f"{strange[0][:60]!r} is in the plan and is no child of the model.",
            "which method lists the children of a model with their names?",
        )
    price, most = prices[plan], prices[_best(prices, entry["budget"])].trains
    seen = (
        f"with a budget of {entry['budget']:.0f}, freezing {_named(plan)} leaves a backward of "
        f"{price.backward} and trains {price.trains}"
    )
    if price.backward <= entry["budget"] and price.trains == most:
        return None
    if price.backward > entry["budget"]:
        return Finding(f"{seen}.", *_why_dear(plan, prices, entry["budget"], source))
    return Finding(
        f"{seen}, while another plan that fits trains more.",
        *_why_poor(plan, prices, source),
    )


def _best(prices: Prices, budget: float) -> frozenset[str]:
    """A plan that fits and trains most."""
    fitting = [plan for plan, price in prices.items() if price.backward <= budget]
    return max(fitting, key=lambda plan: prices[plan].trains)


def _named(plan: frozenset[str]) -> str:
    """A plan in words."""
    listed = sorted(plan)
    if len(listed) > 3:
        return f"{', '.join(listed[:3])} and others ({len(listed)} in all)"
    return ", ".join(listed) or "nothing"


def _why_dear(plan: frozenset[str], prices: Prices, budget: float, source: str) -> tuple[str, str]:
    """A question about a plan that does not fit, and its mistake."""
    if not plan:
        return "which plans did you look at, and what does each of them cost?", ""
    rest = prices[frozenset(children_in_order(prices)) - plan]
    if rest.backward <= budget and rest.trains == prices[_best(prices, budget)].trains:
        return "does the set name the children that learn, or those that are frozen?", ""
    if plan in from_below(prices):
        return "one more child, or another one: what would that leave?", ""
    return (
        _why_by_source(source)
        or _why_by_size(plan, prices)
        or ("does a frozen child cost nothing at all while one below it learns?", "F5")
    )


def _why_poor(plan: frozenset[str], prices: Prices, source: str) -> tuple[str, str]:
    """A question about a plan that fits and trains too little, and its mistake."""
    if found := _why_by_source(source):
        return found
    if not prices[plan].trains:
        return "which plans did you price, and what did you change between two of them?", ""
    if plan in from_below(prices):
        return "do the frozen ones have to lie side by side, from below?", ""
    return _why_by_size(plan, prices) or (
        "how many plans are there, and did you look at every one?",
        "",
    )


def _why_by_size(plan: frozenset[str], prices: Prices) -> tuple[str, str] | None:
    """A question about a plan that freezes the largest children."""
    names = children_in_order(prices)
    everything = prices[frozenset()].trains
    sizes = {name: everything - prices[frozenset({name})].trains for name in names}
    largest = sorted(names, key=sizes.__getitem__, reverse=True)[: len(plan)]
    if plan == frozenset(largest):
        return "must the child with most numbers be the one that costs most?", ""
    return None


def _why_by_source(source: str) -> tuple[str, str] | None:
    """A question about what the answer did instead of freezing, judging by its text."""
    if re.search(r"""["']?\blr["']?\s*[:=]\s*0(\.0*)?\b""", source):
        return "does a rate of 0 make backward any cheaper?", "D12"
    if re.search(r"\.grad\s*=\s*None", source):
        return "when a gradient is thrown away, who has paid for it already?", "A3"
    return None


def touched(entry: dict) -> Finding | None:
    """Whether the model is another one than it was."""
    before, after = flags(entry["before"]), flags(entry["after"])
    switched = [name for name, asks in before.items() if after.get(name) != asks]
    if switched:
        return Finding(
            f"after {WHO}, {switched[0]!r} is frozen in the model that was handed in "
            f"({len(switched)} of {len(before)} are).",
            "a plan is asked for, not a freeze: which flags does the next caller find?",
        )
    if digests(entry["before"]) != digests(entry["after"]):
        return Finding(
            f"{WHO} changed values in the model.", "does pricing a plan need an optimizer's step?"
        )
    return None
