"""Exercise 12.3 · desk_plan: a plan is carried out, and judged by what it costs and what it moves.

The old task runs on the same blocks. What fraud trains must be copies, and what both share must
not even count a batch.
"""

from collections.abc import Callable, Mapping

from autograder.answers import RAISED_FORM, SAID_FORM, called
from autograder.exercise import Exercise
from autograder.plain import encoded
from autograder.snapshot import MODEL_FORM, digests, model_snapshot
from autograder.trials import branches
from autograder.trials.branch_findings import (
    cut_finding,
    form_finding,
    left_finding,
    old_finding,
    rates_finding,
)
from autograder.trials.branches import carried_out, desks
from autograder.verdict import Finding, Part, Verdict, incorrect, tally, without_marks

WHO = "desk_plan"
FORM = [
    SAID_FORM
    | {
        "budget": float,
        "before": MODEL_FORM,
        "after": MODEL_FORM,
        "failed": RAISED_FORM,
        "done": (None, branches.FORM),
    }
]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case: the plan, the model before and after planning, and what came of the plan."""
    observed = []
    for desk, ours in zip(desks(seed), desks(seed), strict=True):
        before = model_snapshot(desk.model)
        outcome = called(answers[WHO], desk.model, desk.inputs, desk.targets, desk.budget)
        done = called(carried_out, outcome.value, ours)
        observed.append(
            {
                "raised": outcome.raised,
                "returned": encoded(outcome.value),
                "budget": desk.budget,
                "before": before,
                "after": model_snapshot(desk.model),
                "failed": done.raised,
                "done": done.value,
            }
        )
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The cut, the old task, the rates, and the model that was planned for."""
    cases = list(zip(observed, desks(seed), strict=False))
    if [entry["budget"] for entry in observed] != [desk.budget for desk in desks(seed)] or any(
        digests(entry["before"]) != digests(model_snapshot(desk.model)) for entry, desk in cases
    ):
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    if misfit := _first(form_finding, cases):
        return without_marks(misfit)
    cuts = [cut_finding(entry, desk) for entry, desk in cases]
    cut = next(filter(None, cuts), None)
    old, rates = _first(old_finding, cases), _first(rates_finding, cases)
    left = _first(left_finding, cases)
    if sum(finding is not None for finding in cuts) > 1:
        # One plan for every budget is right for one of them, and nothing has been planned.
        old, rates, left = old or cut, rates or cut, left or cut
    return tally(
        [Part(6, cut), Part(5, old), Part(2, rates), Part(2, left)],
        said="planned: within the budget, at its rates, and the old task does not notice",
    )


def _first(find: Callable[..., Finding | None], cases: list) -> Finding | None:
    """The first finding of one kind."""
    return next(filter(None, (find(*case) for case in cases)), None)


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
