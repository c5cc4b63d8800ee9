"""Exercise 9.1 · choose_block: which block to retrain for a change that nobody names.

Three changes, three answers. Each is judged by what its block reached in runs that were made
beforehand: neither a claimed number nor the way of choosing counts.
"""

from collections.abc import Callable, Mapping

from autograder.answers import SAID_FORM, said_by
from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import digests, model_snapshot
from autograder.stops import stop_finding
from autograder.trials.mystery_cameras import Mystery, mysteries
from autograder.verdict import (
    PARTLY,
    Finding,
    Verdict,
    correct,
    incorrect,
    without_marks,
)
from autograder.words import kind_of, shown
from course.models import pretrained_small_net

WHO = "choose_block"
# One of three is what the same answer for all would get; two may be luck.
SHARES = {2: 0.25}
FORM = [SAID_FORM | {"handed": [str], "base_changed": bool}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per change: the answer, what it was handed, and whether the network is another one now."""
    observed = []
    for mystery in mysteries(seed):
        base = pretrained_small_net()
        before, handed = digests(model_snapshot(base)), mystery.digests()
        camera = mystery.camera
        said = said_by(answers[WHO], base, *camera.labelled, *camera.validation)
        now = digests(model_snapshot(base))
        observed.append(said | {"handed": handed, "base_changed": now != before})
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Nothing for one good block of three, a quarter for two, everything for three."""
    asked = mysteries(seed)
    if [entry["handed"] for entry in observed] != [mystery.digests() for mystery in asked]:
        return incorrect(
            "the evidence answers other questions than were asked.",
            hint="restart the kernel and run all cells from the top.",
        )
    for entry in observed:
        if entry["raised"]:
            return without_marks(stop_finding(WHO, entry["raised"]))
    told = [decoded(entry["returned"]) for entry in observed]
    source, same = sources[WHO], len(set(map(repr, told))) == 1
    findings = [
        _finding(mystery, block, entry["base_changed"], source, same)
        for mystery, block, entry in zip(asked, told, observed, strict=True)
    ]
    missed = tuple(filter(None, findings))
    if not missed:
        return correct("chosen: three changes, and for each a block that mends it")
    share = SHARES.get(len(findings) - len(missed), 0.0)
    return Verdict(PARTLY, share, findings=missed) if share else without_marks(*missed)


def _finding(
    mystery: Mystery, block: object, base_changed: bool, source: str, same: bool
) -> Finding | None:
    """What is wrong with one choice; `same` says that all three are alike."""
    if type(block) is not str:
        return Finding(f"{WHO} returned {kind_of(block)}, not a name.", "return one name.")
    if block not in mystery.reached:
        return Finding(
            f"{shown(block[:60])} is no child of the network.",
            f"the children are {', '.join(mystery.reached)}.",
        )
    if mystery.is_good(block):
        return None
    return Finding(
        f"for the change {mystery.name!r}, retraining {block} reaches "
        f"{mystery.reached[block]:.2f}; the best single block reaches {mystery.best:.2f}.",
        *_why(base_changed, source, same),
    )


def _why(base_changed: bool, source: str, same: bool) -> tuple[str, str]:
    """A question about the way of choosing, and its mistake."""
    if base_changed:
        return "base is not what it was: which block did the last of your trials start from?", "E19"
    if same:
        return "three changes, one answer: what did your function look at?", ""
    if "y_val" not in source:
        return "which images tell whether something was learned, or learned by heart?", ""
    return "print the accuracy of every block on the validation images: how close are they?", ""


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
