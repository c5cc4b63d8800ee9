"""Exercise 11.1 · wrap_order: flags, then the wrapper, then the optimizer.

Two workers in one process show what a wrong order does: `autograder.trials.wrappers` averages what
asked for a gradient when it was wrapped, and nothing else.
"""

import random
from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.snapshot import digests, flags, model_snapshot
from autograder.trials import wrap_trial
from autograder.trials.wrap_findings import pieces_finding, workers_finding
from autograder.trials.wrap_refusals import nothing_finding, unknown_finding
from autograder.trials.wrappers import Together
from autograder.verdict import Part, Verdict, incorrect, tally

WHO = "wrap_order"
FORM = {
    "thaw": wrap_trial.TOGETHER_FORM,
    "freeze": wrap_trial.TOGETHER_FORM,
    "pieces": wrap_trial.IN_PIECES_FORM,
    "nothing": wrap_trial.FORM,
    "unknown": wrap_trial.FORM,
}


def plans(seed: int) -> dict[str, dict[str, bool]]:
    """The plan of each case; `stem` and `neck` come frozen."""
    draw = random.Random(seed)
    woken, slept = draw.sample(["stem", "neck"], 2), draw.sample(["body", "head"], 2)
    return {
        # A later entry has the last word: everything off, then two layers on.
        "thaw": {"": False, woken[0]: True, "head": True},
        "freeze": {slept[0]: False},
        "pieces": {woken[1]: True, slept[1]: False},
        "nothing": {"body": False, "head": False},
        "unknown": {"body": False, f"{woken[0]}_{draw.randrange(100)}": True},
    }


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """Two pairs of workers, one worker with new parameters, and two plans that cannot be carried
    out."""
    answer, asked = answers[WHO], plans(seed)
    return {
        "thaw": wrap_trial.together(answer, asked["thaw"], seed),
        "freeze": wrap_trial.together(answer, asked["freeze"], seed),
        "pieces": wrap_trial.in_pieces(answer, asked["pieces"], seed),
    } | {
        case: wrap_trial.planned(answer, wrap_trial.drawn_model(seed).net, asked[case], Together)[0]
        for case in ("nothing", "unknown")
    }


def expected_flags(plan: Mapping[str, bool], seed: int) -> dict[str, bool]:
    """The flags after a plan, entry by entry."""
    net = wrap_trial.drawn_model(seed).net
    for path, learns in plan.items():
        net.get_submodule(path).requires_grad_(learns)
    return flags(model_snapshot(net))


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Agreement of two workers counts most; refusals count only beside it."""
    start = model_snapshot(wrap_trial.drawn_model(seed).net)
    entries = [
        *observed["thaw"]["workers"],
        *observed["freeze"]["workers"],
        observed["pieces"]["worker"],
        observed["nothing"],
        observed["unknown"],
    ]
    if len(entries) != 7 or any(digests(e["before"]) != digests(start) for e in entries):
        return incorrect(
            "the evidence shows other models than these cases have.",
            hint="restart the kernel and run all cells from the top.",
        )
    asked = plans(seed)
    right = {case: expected_flags(asked[case], seed) for case in ("thaw", "freeze", "pieces")}
    thaw, freeze = (
        workers_finding(observed[case], asked[case], right[case]) for case in ("thaw", "freeze")
    )
    pieces = pieces_finding(observed["pieces"], asked["pieces"], right["pieces"])
    return tally(
        [
            Part(4, thaw),
            Part(3, freeze),
            Part(4, pieces),
            Part(2, thaw or freeze or nothing_finding(observed["nothing"])),
            Part(2, thaw or freeze or unknown_finding(observed["unknown"], asked, start)),
        ],
        said="wrapped: the workers agree, and the optimizer holds what the wrapper made",
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
