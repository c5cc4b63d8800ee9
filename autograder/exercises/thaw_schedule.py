"""Exercise 9.4 · thaw_schedule: who learns in an epoch, whatever the epoch before was.

The function is asked in the middle of a training run, in epochs that rise, skip and fall, so that
whoever counts on the state of the epoch before shows it.
"""

from collections.abc import Callable, Mapping

from autograder.exercise import Exercise
from autograder.trials import thawing_trial
from autograder.trials.thawing_findings import (
    WHO,
    flag_finding,
    mode_finding,
    run_finding,
    training_finding,
)
from autograder.trials.thawing_nets import BUILDS, Thawing
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

# Epochs of the first case: rising to the last part, later than that, and back again.
RISING, LATE, BACK = slice(0, 5), slice(5, 7), slice(7, None)
FORM = {str: thawing_trial.FORM}


def collect(answers: Mapping[str, Callable], seed: int) -> dict[str, dict]:
    """Per case, a training run that asks in every epoch."""
    return {case: thawing_trial.tried(answers[WHO], build(seed)) for case, build in BUILDS.items()}


def judge(observed: dict, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Marks for rising epochs first; everything else counts beside them only."""
    if list(observed) != list(BUILDS):
        return incorrect(
            "the evidence shows other cases than were asked for.",
            hint="restart the kernel and run all cells from the top.",
        )
    cases = {case: (observed[case], build(seed)) for case, build in BUILDS.items()}
    run, thawing = cases["normed"]
    source = sources[WHO]
    unread = run_finding(run, thawing)

    def of_flags(places: slice) -> Finding | None:
        found = flag_finding(run, thawing, places, source)
        return found or training_finding(run, thawing, places)

    rising = unread or of_flags(RISING)
    parts = [
        Part(5, rising),
        Part(2, rising or of_flags(LATE)),
        Part(2, rising or of_flags(BACK)),
        Part(3, rising or mode_finding(run, thawing)),
        Part(1, _whole(*cases["many"], source) or rising),
        Part(2, _whole(*cases["nested"], source) or rising),
    ]
    return tally(parts, said="thawed on time: in every epoch the right parts learn, and only they")


def _whole(run: dict, thawing: Thawing, source: str) -> Finding | None:
    """What is wrong with the flags of a whole run."""
    everything = slice(None)
    return (
        run_finding(run, thawing)
        or flag_finding(run, thawing, everything, source)
        or training_finding(run, thawing, everything)
    )


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
