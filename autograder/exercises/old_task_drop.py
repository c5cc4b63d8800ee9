"""Exercise 5.4 · old_task_drop: what the old task loses, measured without disturbing anything.

No number is believed: the checker evaluates the model itself, before and after its training, and
the judge repeats the whole run. Snapshots say whether measuring left the model as it was trained.
"""

import copy
from collections.abc import Callable, Iterable, Mapping

import torch
from torch import nn

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import Malformed
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials import two_tasks
from autograder.trials.old_task_findings import kept_finding, number_finding
from autograder.trials.old_task_run import Run
from autograder.verdict import Finding, Part, Verdict, tally

FORM = [
    SAID_FORM
    | {
        "calls": int,
        "on_the_model": bool,
        "handed": MODEL_FORM,
        "before": (None, MODEL_FORM),
        "trained": (None, MODEL_FORM),
        "left": MODEL_FORM,
        "head": str,
        "old_head_kept": bool,
        "told_before": [int],
        "told_after": [int],
    }
]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case, what the answer said, and the model at four moments."""
    return [_observed(answers["old_task_drop"], build(seed)) for build in two_tasks.EVERY]


def _observed(answer: Callable, case: two_tasks.Case) -> dict:
    """What happened around the one call of `train` that is asked for."""
    model, given = case.model, []
    new_head, ours = model.head, copy.deepcopy(case.old_head)
    seen = {
        "handed": model_snapshot(model),
        "told_before": told(model, ours, case.images),
        "before": None,
        "trained": None,
        "told_after": [],
    }

    def train(trained: two_tasks.TwoParts) -> None:
        given.append(trained)
        seen["before"] = model_snapshot(model)
        case.train(trained)
        seen["trained"] = model_snapshot(model)
        seen["told_after"] = told(model, ours, case.images)

    said = said_by(answer, model, case.old_head, case.images.clone(), case.labels.clone(), train)
    heads = {id(new_head): "new", id(case.old_head): "old"}
    return (
        said
        | seen
        | {
            "calls": len(given),
            "on_the_model": all(one is model for one in given),
            "left": model_snapshot(model),
            "head": heads.get(id(model.head), "another"),
            "old_head_kept": _same(case.old_head, ours),
        }
    )


@torch.no_grad()
def told(model: two_tasks.TwoParts, head: nn.Linear, images: torch.Tensor) -> list[int]:
    """The classes that the model's body with this head tells in eval mode; nothing is disturbed."""
    measured = copy.deepcopy(model)
    measured.head = head
    return measured.eval()(images).argmax(dim=1).tolist()


def _same(head: nn.Linear, ours: nn.Linear) -> bool:
    """Whether a head has the values of our copy of it."""
    return all(
        torch.equal(value, ours.state_dict()[name]) for name, value in head.state_dict().items()
    )


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """A loss, a gain, exactly nothing, and a model that is left as it was trained."""
    if len(observed) != len(two_tasks.EVERY):
        raise Malformed("the evidence is not about as many cases as there are")
    source = sources["old_task_drop"]
    runs = [Run(seen, build, seed) for seen, build in zip(observed, two_tasks.EVERY, strict=True)]
    drifts, recovers, asleep = runs
    loss, gain = number_finding(drifts, source), number_finding(recovers, source)
    # Who always says 0, or touches nothing, is right here by accident.
    nothing = loss or gain or number_finding(asleep, source)
    kept = loss or gain or _first(kept_finding(run) for run in runs)
    return tally(
        [Part(7, loss), Part(4, gain), Part(4, nothing), Part(5, kept)],
        said="measured: what the old task lost, gained and kept, and nothing was disturbed",
    )


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("old_task_drop", ("old_task_drop",), FORM, collect, judge)
