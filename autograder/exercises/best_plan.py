"""Exercise 6.5 · best_plan: the freeze that trains most within a budget.

Judged by what a plan costs and how much it trains, not by its names: another plan that is as good
is as right. In some of the cases the best plan is frozen neither from below nor by size.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.snapshot import MODEL_FORM, model_snapshot
from autograder.trials.budget_findings import plan_finding, touched
from autograder.trials.budgets import cases, prices_of
from autograder.verdict import Part, Verdict, incorrect, tally

WHO = "best_plan"
FORM = [SAID_FORM | {"budget": float, "before": MODEL_FORM, "after": MODEL_FORM}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per case: the plan that came back, and the model before and after it was asked for."""
    observed = []
    for build, budget in cases(seed):
        probe = build(seed)
        before = model_snapshot(probe.net)
        said = said_by(answers[WHO], probe.net, probe.inputs, probe.targets, budget)
        after = model_snapshot(probe.net)
        observed.append(said | {"budget": budget, "before": before, "after": after})
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Each plan must fit its budget and train as much as any plan that fits."""
    asked = cases(seed)
    if [entry["budget"] for entry in observed] != [budget for _, budget in asked]:
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    findings = [
        plan_finding(entry, prices_of(build, seed), sources[WHO])
        for entry, (build, _) in zip(observed, asked, strict=True)
    ]
    below, gaps, *bottles, nothing = findings
    bottle = next(filter(None, bottles), None)
    left = next(filter(None, map(touched, observed)), None)
    if below and gaps and bottle:
        # That nothing fits, and that a model is left alone, takes no planning.
        nothing, left = nothing or below, below
    return tally(
        [Part(3, below), Part(3, gaps), Part(5, bottle), Part(2, nothing), Part(2, left)],
        said="planned: within every budget, the freeze that trains most",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
