"""Exercise 11.5 · court: a verdict counts only beside evidence that another run bears out.

Every piece of evidence is taken on a net of its own, so a number that was seen elsewhere fits
nowhere.
"""

from collections.abc import Callable, Mapping
from typing import Any

from autograder.answers import RAISED_FORM, SAID_FORM, called, said_by
from autograder.exercise import Exercise
from autograder.plain import encoded
from autograder.shape import ANYTHING
from autograder.snapshot import MODEL_FORM, digests, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import claim_runs
from autograder.trials.claim_findings import claim_finding
from autograder.verdict import Part, Verdict, incorrect, tally
from autograder.words import with_article
from course.claims import ON_TRIAL

WHO = "court"
ENTRY_FORM = {
    "given": str,
    "verdict": ANYTHING,
    "is_function": bool,
    "said": (None, SAID_FORM),
    "net": MODEL_FORM,
}
FORM = {"raised": RAISED_FORM, "returned": str, "claims": {str: ENTRY_FORM}}


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """The verdicts, and what each piece of evidence says of its net."""
    outcome = called(answers[WHO])
    told = outcome.value if isinstance(outcome.value, dict) else {}
    return {
        "raised": outcome.raised,
        "returned": type(outcome.value).__name__,
        "claims": {str(number): _entry(told.get(number), number, seed) for number in ON_TRIAL},
    }


def _entry(given: Any, number: int, seed: int) -> dict:
    """One claim: what was given for it, and the evidence on its net."""
    pair = given if type(given) in (tuple, list) and len(given) == 2 else (None, None)
    probe = claim_runs.case(number, seed)
    net = model_snapshot(probe.net)
    function = pair[1] if callable(pair[1]) else None
    said = function and said_by(function, probe.net, probe.inputs, probe.targets)
    return {
        "given": type(given).__name__,
        "verdict": encoded(pair[0]),
        "is_function": function is not None,
        "said": said,
        "net": net,
    }


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """An eighth for each claim with a right verdict and the evidence for it."""
    if observed["raised"]:
        return tally([Part(1, stop_finding(WHO, observed["raised"]))], said="")
    if observed["returned"] != "dict":
        return incorrect(
            f"{WHO} returned {with_article(observed['returned'])}, not a dict.",
            hint="the keys are the numbers of the claims, the values are pairs.",
        )
    claims = observed["claims"]
    ours = {str(n): digests(model_snapshot(claim_runs.case(n, seed).net)) for n in ON_TRIAL}
    if {key: digests(entry["net"]) for key, entry in claims.items()} != ours:
        return incorrect(
            "the evidence was taken on other nets than these claims have.",
            hint="restart the kernel and run all cells from the top.",
        )
    return tally(
        [Part(1, claim_finding(claims[str(number)], number, seed)) for number in ON_TRIAL],
        said="settled: eight verdicts, each with evidence that another run agrees with",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
