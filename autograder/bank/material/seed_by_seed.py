"""Two methods compared seed by seed, by the rule of lesson 8, on the results that ship."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

# The rule as stems state it.
RULE = (
    "better if it wins in at least 7 of 8 seeds and the mean difference is larger than its "
    "standard error; worse the other way round; else there is no evidence"
)
# What the names of lesson 8 stand for, as stems state it.
METHODS = {
    "scratch": "new weights, everything learns",
    "random frozen": "a frozen body of new weights, the head learns",
    "LP": "the old body frozen, a new head learns",
    "FT": "the old body and a new head learn at one rate",
    "FT2": "both learn, the new head faster than the old body",
    "LP-FT": "first LP, then everything learns",
}


class Paired(NamedTuple):
    """What the rule looks at, for differences `a - b`: wins of each side, mean and its error."""

    wins: int
    losses: int
    mean: float
    error: float
    seeds: int

    @property
    def sign(self) -> int:
        """1 where `a` is better by the rule, -1 where it is worse, 0 without evidence."""
        if abs(self.mean) <= self.error:
            return 0
        agreeing = self.wins if self.mean > 0 else self.losses
        return (agreeing * 8 >= self.seeds * 7) * (1 if self.mean > 0 else -1)


def paired(differences: Sequence[float]) -> Paired:
    """The differences of two methods, one for each seed, summed up."""
    wins, losses = (sum(s * d > 0 for d in differences) for s in (1, -1))
    count = len(differences)
    mean = sum(differences) / count
    # statistics.stdev reckons in fractions, which is a hundred times slower.
    spread = sqrt(sum((d - mean) ** 2 for d in differences) / (count - 1))
    return Paired(wins, losses, mean, spread / sqrt(count), count)


def explained(methods: Sequence[str]) -> str:
    """One line for each method: its name and what it stands for."""
    return "\n".join(f"* **{name}**: {METHODS[name]}" for name in methods)
