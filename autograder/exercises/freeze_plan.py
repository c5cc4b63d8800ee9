"""Exercise 4.5 · freeze_plan: what no state_dict holds, as data.

Plans are all written before the first one is applied, so that each has to say everything itself.
"""

from collections.abc import Callable, Iterable, Mapping

from torch import nn

from autograder.answers import RAISED_FORM
from autograder.exercise import Exercise
from autograder.snapshot import digests, flags, model_snapshot
from autograder.trials import plan_findings, plan_trial
from autograder.trials.plan_setups import EVERY, Setup, Wrapped, fresh, larger, small
from autograder.trials.plan_trial import refused, tried, write
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

# Which set-up's plan is applied, and what to call it where it does not fit.
MISFITS = (
    (small, "a plan for names that do not begin with 'module.'"),
    (larger, "a plan that names '4.weight', which the net does not have,"),
    (small, "a plan that does not name '4.weight', which the net has,"),
)
REFUSALS = ("ValueError", "KeyError")
RAISE = "raise a ValueError with a sentence that says what does not fit."
FORM = {
    "plans": [plan_trial.FORM],
    "refused": [plan_trial.REFUSED_FORM],
    "stranger": RAISED_FORM,
}


def _unfit(seed: int) -> list[nn.Module]:
    """The nets for which the plans of MISFITS were not made."""
    nets = [fresh(build, seed).net for build in (small, small, larger)]
    return [Wrapped(nets[0]), *nets[1:]]


def collect(answers: Mapping[str, Callable], seed: int) -> dict:
    """Plans applied to nets that they fit, last one first, then to nets that they do not fit."""
    writer, reader = answers["freeze_plan"], answers["apply_plan"]
    setups = [build(seed) for build in EVERY]
    plans = [write(writer, setup.net, setup.optimizer) for setup in setups]
    others = [build(seed) for build, _ in MISFITS]
    misfits = [write(writer, other.net, other.optimizer)[0] for other in others]
    tries = [
        tried(*plans[case], reader, setups[case], fresh(EVERY[case], seed))
        for case in reversed(range(len(EVERY)))
    ]
    return {
        "plans": tries[::-1],
        "refused": [
            refused(plan, reader, net) for plan, net in zip(misfits, _unfit(seed), strict=True)
        ],
        "stranger": write(writer, small(seed).net, small(seed).optimizer)[1]["raised"],
    }


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Flags, groups and modes of two nets, then all of a third; refusals count beside flags."""
    if (len(observed["plans"]), len(observed["refused"])) != (len(EVERY), len(MISFITS)):
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    *plain, tied = (
        _findings(trial, build, seed, sources)
        for trial, build in zip(observed["plans"], EVERY, strict=True)
    )
    wrong_flags, wrong_groups, wrong_modes = (_first(kind) for kind in zip(*plain, strict=True))
    refusals = _first(
        _refusal_finding(trial, net, case)
        for trial, net, (_, case) in zip(observed["refused"], _unfit(seed), MISFITS, strict=True)
    )
    return tally(
        [
            Part(3, wrong_flags),
            Part(2, wrong_groups),
            Part(1, wrong_modes),
            Part(1, wrong_flags or wrong_groups or _first(tied)),
            Part(2, wrong_flags or refusals),
            Part(1, wrong_groups or _stranger_finding(observed["stranger"])),
        ],
        said="planned: flags, groups and modes came back through JSON, and misfits were refused",
    )


def _findings(
    trial: dict, build: Callable[[int], Setup], seed: int, sources: Mapping[str, str]
) -> list[Finding | None]:
    """What is wrong with flags, groups and modes after one plan was applied."""
    setup = build(seed)
    stop = plan_findings.written_finding(trial, fresh(build, seed))
    if stop:
        return [stop] * 3
    found = [
        plan_findings.flag_finding(trial, setup, "\n".join(sources.values())),
        plan_findings.group_finding(trial, setup),
        plan_findings.mode_finding(trial, setup),
    ]
    if any(found):
        return found
    return [plan_findings.training_finding(trial, setup)] * 3


def _refusal_finding(trial: dict, net: nn.Module, case: str) -> Finding | None:
    """Whether a plan was refused by a net that it does not fit, before anything was changed."""
    before, after, raised = trial["before"], trial["after"], trial["raised"]
    if digests(before) != digests(model_snapshot(net)):
        return Finding(
            "the evidence shows another net than this case has.",
            "restart the kernel and run all cells from the top.",
        )
    if raised is None:
        if "module." in case:
            return Finding(f"{case} was taken without a word.", "did anything match?", "B4")
        return Finding(f"{case} was taken without a word.", RAISE)
    if raised["type"] not in REFUSALS:
        return Finding(f"{case} raised {raised['type']}.", RAISE)
    if _state(before) != _state(after):
        return Finding(
            f"{case} raised {raised['type']}, and by then the model had changed.",
            "compare all names first; what do you know before the first flag changes?",
        )
    return None


def _state(snapshot: dict) -> tuple:
    """What a plan must not touch before it is known to fit: flags, modes, values."""
    return flags(snapshot), snapshot["training"], digests(snapshot)


def _stranger_finding(raised: dict | None) -> Finding | None:
    """Whether an optimizer that trains another net was refused."""
    if raised is None:
        return Finding(
            "freeze_plan took an optimizer that holds the tensors of a copy.",
            "whose tensors does the optimizer hold? Equal values are not the same tensor.",
            "F22",
        )
    if raised["type"] not in REFUSALS:
        return Finding(
            f"freeze_plan raised {raised['type']} for an optimizer with the tensors of a copy.",
            RAISE,
        )
    return None


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("freeze_plan", ("freeze_plan", "apply_plan"), FORM, collect, judge)
