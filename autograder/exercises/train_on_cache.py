"""Exercise 6.4 · train_on_cache: the same head as with a body that computes every time.

The head's outputs say whether the features were right; what was seen on the way says what they
cost, and what happened to the body.
"""

from collections.abc import Callable, Mapping

import torch
from torch import nn

from autograder.answers import RAISED_FORM, called
from autograder.exercise import Exercise
from autograder.plain import encoded
from autograder.shape import ANYTHING
from autograder.snapshot import MODEL_FORM, digests, model_snapshot
from autograder.trials import onlooker
from autograder.trials.bodies import (
    Training,
    body_that_asks,
    body_with_batchnorm,
    body_with_dropout,
)
from autograder.trials.cache_findings import body_finding, head_finding, passes_finding
from autograder.verdict import Part, Verdict, incorrect, tally

WHO = "train_on_cache"
CASES = {
    "a body that still asks for gradients": body_that_asks,
    "a frozen body with dropout": body_with_dropout,
    "a frozen body with BatchNorm": body_with_batchnorm,
}
FORM = [
    {
        "raised": RAISED_FORM,
        "returned": str,
        "is_module": bool,
        "logits": ANYTHING,
        "before": MODEL_FORM,
        "after": MODEL_FORM,
        "seen": onlooker.FORM,
    }
]
MOST_NUMBERS = 10_000


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per body: what the returned head says of the right features, and what was seen meanwhile."""
    return [_trial(answers[WHO], build, seed) for build in CASES.values()]


def _trial(answer: Callable, build: Callable, seed: int) -> dict:
    """One body and head, handed to the answer under watch."""
    case = build(seed)
    before = model_snapshot(case.body)
    with onlooker.watched(case.body, case.head) as seen:
        outcome = called(
            answer, case.body, case.head, case.inputs, case.targets, case.epochs, case.rate
        )
    head = outcome.value
    is_module = isinstance(head, nn.Module)
    logits = called(_logits_of, head, build(seed)).value if is_module else None
    return {
        "raised": outcome.raised,
        "returned": type(head).__name__,
        "is_module": is_module,
        "logits": encoded(logits),
        "before": before,
        "after": model_snapshot(case.body),
        "seen": seen,
    }


@torch.no_grad()
def _logits_of(head: nn.Module, case: Training) -> list | None:
    """What a head makes of the right features of a fresh body: None unless it is small."""
    logits = head(case.body.eval()(case.inputs))
    return logits.tolist() if logits.numel() < MOST_NUMBERS else None


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Three bodies: the right head, one pass over the data, and a body that was left alone."""
    ours = [digests(model_snapshot(build(seed).body)) for build in CASES.values()]
    if [digests(entry["before"]) for entry in observed] != ours:
        return incorrect(
            "the evidence shows other bodies than these cases have.",
            hint="restart the kernel and run all cells from the top.",
        )
    cases = [
        (entry, kind, build(seed))
        for entry, (kind, build) in zip(observed, CASES.items(), strict=True)
    ]
    heads = [
        head_finding(*case, again=build(seed))
        for case, build in zip(cases, CASES.values(), strict=True)
    ]
    once = next(filter(None, (passes_finding(*case) for case in cases)), None)
    left = next(filter(None, (body_finding(*case) for case in cases)), None)
    if all(heads):
        # Cheap passes and an untouched body are worth something only beside a trained head.
        once, left = heads[0], heads[0]
    return tally(
        [*(Part(3, head) for head in heads), Part(8, once), Part(3, left)],
        said="cached: the same head, and the body computed each image once",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
