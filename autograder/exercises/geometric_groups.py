"""Exercise 9.3 · geometric_groups: a rate for each block, smaller by a factor the deeper it lies.

Read off the optimizer that is made from the groups: which rate is in force for which tensor.
"""

from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.trials import group_trial
from autograder.trials.block_group_findings import WHO, groups_finding
from autograder.trials.block_groups import BUILDS, OfBlocks
from autograder.verdict import Part, Verdict, incorrect, tally

WEIGHTS = {"awake": 7, "partly asleep": 4, "with activations": 2, "alone": 2}
FORM = {str: group_trial.FORM}


def collect(answers: Mapping[str, Callable], seed: int) -> dict[str, dict]:
    """Per case, the groups that came back, and what AdamW makes of them."""
    answer, observed = OfBlocks(answers[WHO]), {}
    for case, build in BUILDS.items():
        blocks = build(seed)
        observed[case] = group_trial.tried(answer, blocks.probe, blocks.lr, blocks.factor)
    return observed


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Marks by case; a single block, of which the rate is given, counts only beside four."""
    if list(observed) != list(BUILDS):
        return incorrect(
            "the evidence shows other cases than were asked for.",
            hint="restart the kernel and run all cells from the top.",
        )
    findings = {case: groups_finding(observed[case], BUILDS[case](seed)) for case in BUILDS}
    findings["alone"] = findings["alone"] or findings["awake"]
    return tally(
        [Part(WEIGHTS[case], finding) for case, finding in findings.items()],
        said="graded: every block learns at its own rate, the last one fastest",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
