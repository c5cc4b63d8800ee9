"""Exercise 11.2 · checkpointed: a block that is computed twice, learns, and counts once.

Gradients are compared with those of a plain pass of the judge's own; who ran how often is counted
at the block's first layer.
"""

from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.snapshot import digests, model_snapshot
from autograder.trials import recompute_case
from autograder.trials.recompute_findings import (
    block_finding,
    statistics_finding,
    stem_finding,
)
from autograder.verdict import Part, Verdict, incorrect, tally

WHO = "checkpointed"
CASES = {
    "a frozen stem": recompute_case.frozen_stem,
    "a stem that learns": recompute_case.learning_stem,
    "a block with BatchNorm": recompute_case.normed_block,
}
FORM = [recompute_case.FORM]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per network: one step through the answer."""
    return [recompute_case.stepped(answers[WHO], b(seed), seed) for b in CASES.values()]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The block learns and was computed anew; statistics and the stem count only beside that."""
    ours = [digests(model_snapshot(build(seed).net)) for build in CASES.values()]
    if [digests(entry["before"]) for entry in observed] != ours:
        return incorrect(
            "the evidence shows other networks than these cases have.",
            hint="restart the kernel and run all cells from the top.",
        )
    plain = [
        recompute_case.stepped(recompute_case.plain_pass, build(seed), seed)
        for build in CASES.values()
    ]
    frozen, learning, normed = (
        block_finding(entry, own, f"with {kind}")
        for entry, own, kind in zip(observed, plain, CASES, strict=True)
    )
    counted = frozen or normed or statistics_finding(observed[2], plain[2])
    stem = next(filter(None, (stem_finding(entry) for entry in observed)), None)
    return tally(
        [
            Part(3, frozen),
            Part(3, frozen or learning),
            Part(4, counted),
            Part(5, frozen or stem),
        ],
        said="recomputed: the block ran twice, learned as ever, and counted each batch once",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
