"""Exercise 8.4 · forgotten: what the old task lost, told from two networks at rest.

The checker evaluates copies itself before the answer runs. Heads, modes and every tensor of both
networks are compared with what they were, because a measurement that moves them is none.
"""

import copy
from collections.abc import Callable, Mapping

import torch

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import Malformed
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials import tuned_pairs
from autograder.trials.forgotten_findings import number_finding, traces
from autograder.trials.forgotten_run import Run
from autograder.verdict import Part, Verdict, tally

WHICH = ("base", "tuned")
FORM = [
    SAID_FORM
    | {
        "told_base": [int],
        "told_tuned": [int],
        "handed": {"base": MODEL_FORM, "tuned": MODEL_FORM},
        "left": {"base": MODEL_FORM, "tuned": MODEL_FORM},
        "heads": {"base": str, "tuned": str},
    }
]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per pair, what the answer said, and both networks before and after."""
    return [_observed(answers["forgotten"], build(seed)) for build in tuned_pairs.EVERY]


def _observed(answer: Callable, pair: tuned_pairs.Pair) -> dict:
    """What one call said and left behind."""
    heads = {id(pair.base.head): "its own", id(pair.tuned.head): "its own"}
    owners = {"base": pair.base.head, "tuned": pair.tuned.head}
    seen = {
        "told_base": told(pair, pair.base),
        "told_tuned": told(pair, pair.tuned),
        "handed": {which: model_snapshot(getattr(pair, which)) for which in WHICH},
    }
    said = said_by(answer, pair.base, pair.tuned, pair.images.clone(), pair.labels.clone())
    left = {which: getattr(pair, which) for which in WHICH}
    return (
        said
        | seen
        | {
            "left": {which: model_snapshot(net) for which, net in left.items()},
            "heads": {
                which: "its own"
                if net.head is owners[which]
                else "the other's"
                if id(net.head) in heads
                else "another"
                for which, net in left.items()
            },
        }
    )


@torch.no_grad()
def told(pair: tuned_pairs.Pair, net: tuned_pairs.TwoParts) -> list[int]:
    """The old classes that a body tells in eval mode with the old head; nothing is disturbed."""
    measured = copy.deepcopy(net)
    measured.head = copy.deepcopy(pair.base.head)
    return measured.eval()(pair.images).argmax(dim=1).tolist()


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """A loss, a drift, a gain, exactly nothing, and two networks that are what they were."""
    if len(observed) != len(tuned_pairs.EVERY):
        raise Malformed("the evidence is not about as many pairs as there are")
    runs = [Run(seen, build, seed) for seen, build in zip(observed, tuned_pairs.EVERY, strict=True)]
    lost, drifted, gained, same = (number_finding(run, sources["forgotten"]) for run in runs)
    # Who always says 0, or touches nothing, is right here by accident.
    kept = lost or next((found for run in runs if (found := traces(run))), None)
    return tally(
        [
            Part(4, lost),
            Part(3, drifted),
            Part(3, gained),
            Part(2, lost or drifted or same),
            Part(3, kept),
        ],
        said="measured: what was lost, gained and kept, and both networks are what they were",
    )


EXERCISE = Exercise("forgotten", ("forgotten",), FORM, collect, judge)
