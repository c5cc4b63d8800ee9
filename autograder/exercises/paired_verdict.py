"""Exercise 8.1 · paired_verdict: better, worse, or no evidence, from two columns of paired seeds.

Each group of columns is a trap for one short cut: means alone, counts alone, columns compared as
wholes. Sides and seeds are drawn, so an answer to one case says nothing about the next.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import Malformed, decoded
from autograder.stops import stop_finding
from autograder.trials.paired_columns import Columns, every, ruling
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import shown

WORDS = ("better", "worse", "no evidence")
GROUPS = {
    "clear": (
        "all 8 seeds have one sign, and the differences are large",
        "print the differences, a less b: which sign do they have?",
    ),
    "paired": (
        "all 8 seeds have one sign, the differences are small, the seeds differ a lot",
        "the spread of a column is not the spread of the differences: which one counts here?",
    ),
    "signs": (
        "the mean difference is large, and 5 or 6 of 8 seeds have its sign",
        "the rule asks for two things: how many seeds agree?",
    ),
    "outlier": (
        "7 of 8 seeds have one sign, and one large difference has the other",
        "the rule asks for two things: how large is the mean beside its standard error?",
    ),
    "sizes": (
        "7 of 8 seeds have one sign, and their differences are small and large by turns",
        "how is the standard error of a mean made from the standard deviation?",
    ),
    "counts": (
        "there are {n} seeds",
        "the rule asks for a share of the seeds: how many of these are that?",
    ),
    "ties": ("some seeds tie", "a tie has neither sign: which of the two counts may it enter?"),
    "same": (
        "every seed has the same difference",
        "what is the standard error of equal numbers, and is the mean above it?",
    ),
    "real": (
        "in a pair of columns of this lesson",
        "work through the rule by hand for these eight seeds: signs first, then the mean.",
    ),
}
WEIGHTS = {
    "clear": 1,
    "paired": 2,
    "signs": 3,
    "outlier": 2,
    "sizes": 1,
    "counts": 2,
    "ties": 1,
    "same": 1,
    "real": 2,
}


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer says of each pair of columns."""
    answer = answers["paired_verdict"]
    return [said_by(answer, list(pair.a), list(pair.b)) for pair in every(seed)]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Marks by group, and none for who cannot tell the clear cases apart."""
    cases = every(seed)
    if len(observed) != len(cases):
        raise Malformed("the evidence is not about as many pairs of columns as there are")
    found: dict[str, Finding | None] = dict.fromkeys(WEIGHTS)
    for pair, seen in zip(cases, observed, strict=True):
        found[pair.group] = found[pair.group] or _finding(pair, seen)
    clear = found["clear"]
    parts = [Part(weight, clear or found[group]) for group, weight in WEIGHTS.items()]
    return tally(
        parts,
        said="ruled: better, worse and no evidence, seed by seed",
    )


def _finding(pair: Columns, seen: dict) -> Finding | None:
    """What was said of two columns for which the rule says something else."""
    if seen["raised"]:
        return stop_finding("paired_verdict", seen["raised"])
    said = decoded(seen["returned"])
    if type(said) is not str or said not in WORDS:
        return Finding(
            f"paired_verdict returned {shown(said)[:40]}.",
            f"one of three words: {', '.join(repr(word) for word in WORDS)}.",
        )
    if said == ruling(pair):
        return None
    where, hint = GROUPS[pair.group]
    where = where.format(n=len(pair.a))
    if {said, ruling(pair)} == {"better", "worse"}:
        hint = "which of the two columns is the one that is judged?"
    if pair.group == "real":
        return Finding(f"{where}, paired_verdict said {said!r}.", hint)
    return Finding(f"where {where}, paired_verdict said {said!r}.", hint)


EXERCISE = Exercise("paired_verdict", ("paired_verdict",), [SAID_FORM], collect, judge)
