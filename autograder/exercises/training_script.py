"""Exercise 12.2 · training_script: six faults in one script, each seen by what it leaves behind.

The model comes in train mode, with the gradients of an earlier training on it. Each fault has a
part of its own, so a script that is half repaired earns half.
"""

import copy
from collections.abc import Callable, Mapping

import torch

from autograder.answers import RAISED_FORM, called
from autograder.exercise import Exercise
from autograder.plain import encoded
from autograder.shape import ANYTHING
from autograder.snapshot import MODEL_FORM, digests, model_snapshot
from autograder.trials import desk_watch
from autograder.trials.desk_nets import JOBS, Job
from autograder.trials.script_findings import FAULTS, WHO, Run, nothing_trained
from autograder.verdict import Part, Verdict, incorrect, not_attempted, tally

AS_DELIVERED = ["A5", "A5", "D6", "E3", "F11", "H6"]
FORM = [
    {
        "raised": RAISED_FORM,
        "returned": ANYTHING,
        "before": MODEL_FORM,
        "after": MODEL_FORM,
        "attributes": {"model": bool, "parameters": [str]},
        "seen": desk_watch.FORM,
        "called": (None, [[int]]),
    }
]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per model: what the script returned, what was seen meanwhile, and what is left behind."""
    return [_trial(answers[WHO], build(seed)) for build in JOBS]


def _trial(answer: Callable, job: Job) -> dict:
    """One model and its data, handed to the script under watch."""
    before = model_snapshot(job.model)
    with desk_watch.watched(job) as seen:
        outcome = called(answer, job.model, job.data, job.plan)
    named = job.model.named_parameters()
    return {
        "raised": outcome.raised,
        "returned": encoded(outcome.value),
        "before": before,
        "after": model_snapshot(job.model),
        "attributes": {
            "model": "requires_grad" in vars(job.model),
            "parameters": sorted(
                {str(key) for _, parameter in named for key in vars(parameter)} - {"_grad"}
            )[:3],
        },
        "seen": seen,
        "called": called(_called, job).value,
    }


@torch.no_grad()
def _called(job: Job) -> list[list[int]]:
    """Which validation rows the model as it was left calls fraud, in eval mode, batch by batch."""
    model = copy.deepcopy(job.model).eval()
    return [
        [int(fraud) for fraud in model(inputs).argmax(dim=1)]
        for inputs, _ in job.data["validation"]
    ]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """A part for each of six faults; none for a script that takes no step."""
    if len(observed) != len(JOBS):
        return _other_case()
    jobs = [build(seed) for build in JOBS]
    runs = [Run(seen, job, sources[WHO]) for seen, job in zip(observed, jobs, strict=True)]
    if any(digests(run.seen["before"]) != digests(model_snapshot(run.job.model)) for run in runs):
        return _other_case()
    stopped = next(filter(None, map(nothing_trained, runs)), None)
    found = [stopped or next(filter(None, map(fault, runs)), None) for fault in FAULTS.values()]
    if [finding and finding.mistake for finding in found] == AS_DELIVERED:
        return not_attempted(
            "training_script has the six faults with which it was delivered.",
            hint="repair one of them, run the cell, then run this one again.",
        )
    weights = (4, 4, 4, 4, 4, 5)
    return tally(
        [Part(weight, finding) for weight, finding in zip(weights, found, strict=True)],
        said="repaired: it freezes, thaws and trains what the plan says, and counts honestly",
    )


def _other_case() -> Verdict:
    """The verdict on evidence about other models."""
    return incorrect(
        "the evidence shows other models than these cases have.",
        hint="restart the kernel and run all cells from the top.",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
