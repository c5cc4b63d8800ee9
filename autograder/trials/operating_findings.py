"""What is wrong with a threshold, from what it costs and what it looks like."""

import math

from autograder.plain import decoded
from autograder.stops import stop_finding
from autograder.trials.operating_cases import Operation
from autograder.verdict import Finding
from autograder.words import kind_of

WHO = "operate"
# A threshold may cost so much more than the best that can be chosen, on the rows to test on.
MARGIN = 1.1
RARE = "how rare is fraud among these rows, and how rare in service?"
LAZY = "what does the laziest threshold get right, and what does it cost?"
# A question about each rule in `Operation.beliefs`, and the mistake that it shows.
BELIEFS = {
    "zero": ("do these scores know which of them means one half?", ""),
    "one half": ("does a threshold of 0.5 belong to scores, or to probabilities?", "H4"),
    "as rare as here": (RARE, "H10"),
    "fewest errors here": ("does a count of errors know what a miss costs?", ""),
    "fewest errors": (LAZY, "H15"),
    "F1": ("does F1 know what a miss costs?", ""),
    "exchanged": ("which of the two costs belongs to which error?", ""),
    "calibrated": ("are these scores log-odds that one can take at their word?", ""),
    "never": ("what does it cost to call nothing fraud?", "H15"),
}


def threshold_finding(entry: dict, case: Operation) -> Finding | None:
    """Whether a threshold costs too much, or is none."""
    if entry["raised"]:
        return stop_finding(WHO, entry["raised"])
    threshold = decoded(entry["returned"])
    if type(threshold) not in (int, float):
        return Finding(
            f"{WHO} returned {kind_of(threshold)}, not a number.",
            "return one threshold: what scores as much or more is called fraud.",
        )
    if math.isnan(threshold):
        return Finding(f"{WHO} returned nan.", "which sum of yours is divided by nothing?")
    best = case.best()
    if case.cost_where_chosen(threshold) <= case.cost_where_chosen(best) * (1 + 1e-9):
        return None
    cost, least = case.cost(threshold), case.cost(best)
    if cost <= MARGIN * least:
        return None
    seen = (
        f"where a miss costs {case.cost_miss:.0f} and a false alarm {case.cost_alarm:.0f}, your "
        f"threshold costs {cost:.2f} per picture; {least:.2f} can be had."
    )
    for belief, chosen in case.beliefs().items():
        if math.isclose(case.cost_where_chosen(chosen), case.cost_where_chosen(threshold)):
            return Finding(seen, *BELIEFS[belief])
    return Finding(seen, "at 2 % fraud, what does each threshold cost? Print cost by threshold.")
