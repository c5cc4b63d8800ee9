"""Exercise 7.5 · pooled_scores: count over all batches first, divide once.

Classes have the shape (n,), probabilities (n, 1), as a network with one output gives them. Compared
as they are, they make a table of n times n.
"""

from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.trials.asked import ASKED_FORM, asked, other_questions, refused
from autograder.trials.batched_rows import batches_asked
from autograder.trials.pooling_findings import SCORES, pooling_finding
from autograder.verdict import Finding, Part, Verdict, tally

WHO = "pooled_scores"
BAD = {
    "nan": "a probability that is NaN",
    "beyond": "a probability of 1.5, or of -0.25",
    "lengths": "more probabilities than classes",
}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """What the answer says of every list of batches."""
    return asked(answers["pooled_scores"], batches_asked(seed))


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each score on plain batches; one-sided batches, sums of 0, and what nobody can score."""
    cases = batches_asked(seed)
    if misfit := other_questions(observed, cases):
        return misfit
    plain = {name: pooling_finding("plain", (name,), observed, cases) for name in SCORES}
    basic = next(filter(None, plain.values()), None)

    def after(finding: Finding | None) -> Finding | None:
        return basic or finding

    bad = [refused(WHO, given, observed[name]) for name, given in BAD.items()]
    return tally(
        [
            *(Part(1, finding) for finding in plain.values()),
            Part(2, after(pooling_finding("uneven", SCORES, observed, cases))),
            Part(1, after(pooling_finding("empty", SCORES, observed, cases))),
            *(Part(1, after(finding)) for finding in bad),
        ],
        said="pooled: the counts were added before anything was divided",
    )


EXERCISE = Exercise("pooled_scores", ("pooled_scores",), ASKED_FORM, collect, judge)
