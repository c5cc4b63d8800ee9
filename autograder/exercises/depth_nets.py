"""Exercise 9.2 · depth_nets: the three networks of one place on a depth curve.

The control is the point: without it nobody knows whether the first blocks are good, or unimportant.
"""

from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.trials import depth_trial
from autograder.trials.block_nets import BUILDS
from autograder.trials.depth_findings import WHO, answer_finding, left_finding, net_finding
from autograder.trials.depth_trial import KINDS, tried
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

# Marks for each network of the plain case, for the other cases, and for what was handed in.
OF_ONE_NET, OF_A_CASE, LEFT_ALONE = 3, {"back to front": 2, "two digits": 2, "no block": 1}, 1
FORM = {str: depth_trial.FORM}


def collect(answers: Mapping[str, Callable], seed: int) -> dict[str, dict]:
    """Per case, the three networks that came back, as plain data."""
    return {case: tried(answers[WHO], build(seed)) for case, build in BUILDS.items()}


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Marks by network in the plain case, by case in the others."""
    if list(observed) != list(BUILDS):
        return incorrect(
            "the evidence shows other cases than were asked for.",
            hint="restart the kernel and run all cells from the top.",
        )
    found = {case: _findings(observed[case], build, seed) for case, build in BUILDS.items()}
    plain = found.pop("plain")
    first = next(filter(None, plain.values()), None)
    # Cases that a copy of `start` would pass count only beside work that was done.
    gate = first if all(plain.values()) else None
    parts = [Part(OF_ONE_NET, plain[kind]) for kind in KINDS]
    for case, weight in OF_A_CASE.items():
        finding = next(filter(None, found[case].values()), None)
        parts.append(Part(weight, finding or (first if case == "no block" else gate)))
    left = next(filter(None, map(left_finding, observed.values())), None)
    return tally(
        [*parts, Part(LEFT_ALONE, left or first)],
        said="made: two networks that share their first blocks with base, and the control",
    )


def _findings(entry: dict, build: Callable, seed: int) -> dict[str, Finding | None]:
    """What is wrong with each of the three networks of one case."""
    answer, pair = answer_finding(entry), build(seed)
    made = {kind for kind, told in entry["nets"].items() if told["net"]}
    return {kind: net_finding(kind, entry, pair) if kind in made else answer for kind in KINDS}


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
