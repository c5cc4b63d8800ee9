"""What paired seeds say of two ways: means, spreads, wins, and the conclusion that they allow."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean, stdev

Result = Mapping[str, object]
Cases = Mapping[str, Mapping[str, Result]]
BETTER, WORSE, NOTHING = "better", "worse", "no evidence"


@dataclass(frozen=True)
class PairFacts:
    """Two ways in one case, seed by seed: `one` less `other`.

    `gap` is the mean difference and `error` its standard error. `conclusion` is about `one`:
    "better", "worse" or "no evidence", by the rule of lesson 8.
    """

    case: str
    one: str
    other: str
    values: tuple[tuple[float, float], ...]
    means: tuple[float, float]
    spreads: tuple[float, float]
    gap: float
    error: float
    wins: int
    losses: int
    conclusion: str


def facts_of(cases: Cases, case: str, one: str, other: str) -> PairFacts:
    """The facts of `one` against `other` in a case of measured results.

    A result has "mean", "spread" and a value for each seed, in "values" or "accuracies", as those
    of `course.comparison` and `course.depth` have. Raises ValueError for names that there are not,
    and for results that are not of the same seeds.
    """
    if case not in cases:
        raise ValueError(f"There is no case {case!r}; there are {', '.join(cases)}.")
    ways = cases[case]
    if unknown := [name for name in (one, other) if name not in ways]:
        raise ValueError(
            f"There is no way {unknown[0]!r} in {case!r}; there are {', '.join(ways)}."
        )
    results = ways[one], ways[other]
    columns = [values_of(result) for result in results]
    if len(columns[0]) != len(columns[1]):
        counts = " and ".join(str(len(column)) for column in columns)
        raise ValueError(f"{one!r} and {other!r} have {counts} seeds, so they are no pairs.")
    if len(columns[0]) < 2:
        raise ValueError(f"{one!r} and {other!r} have one seed, which is no comparison.")
    differences = [a - b for a, b in zip(*columns, strict=True)]
    error = stdev(differences) / math.sqrt(len(differences))
    wins, losses = (sum(sign * d > 0 for d in differences) for sign in (1, -1))
    return PairFacts(
        case,
        one,
        other,
        values=tuple(zip(*columns, strict=True)),
        means=tuple(result["mean"] for result in results),
        spreads=tuple(result["spread"] for result in results),
        gap=fmean(differences),
        error=error,
        wins=wins,
        losses=losses,
        conclusion=concluded(fmean(differences), error, wins, losses, len(differences)),
    )


def concluded(gap: float, error: float, wins: int, losses: int, seeds: int) -> str:
    """What the rule allows: 7 in 8 seeds agree, and the mean lies beyond its standard error."""
    enough = 7 / 8 * seeds
    if wins >= enough and gap > error:
        return BETTER
    return WORSE if losses >= enough and gap < -error else NOTHING


def values_of(result: Result) -> list[float]:
    """The value of each seed."""
    return result["values"] if "values" in result else result["accuracies"]
