"""Exercise 5.2 · freeze_fully: flags off, and eval behaviour that no `train()` takes back.

Behaviour decides: what moves, and what two passes give. So a part that was rebuilt from the same
numbers, without BatchNorm and dropout, counts like one that stays in eval mode.
"""

from collections.abc import Callable, Iterable, Mapping

from autograder.exercise import Exercise
from autograder.plain import Malformed
from autograder.trials import frozen_part, normed_nets
from autograder.trials.frozen_case import Case
from autograder.trials.frozen_findings import (
    broken,
    buffers_finding,
    flags_finding,
    output_finding,
    stopped_by_switch,
)
from autograder.trials.frozen_part import observed as life_of
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import with_article

FORM = [frozen_part.FORM]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer did to the body of each net."""
    return [life_of(answers["freeze_fully"], build, seed) for build in normed_nets.EVERY]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Two plain nets in four parts; a block with two names and a computed weight, a part each."""
    if len(observed) != len(normed_nets.EVERY):
        raise Malformed("the evidence is not about as many cases as there are")
    source = sources["freeze_fully"]
    vectors, images, second, spectral = (
        Case(seen, build, seed) for seen, build in zip(observed, normed_nets.EVERY, strict=True)
    )
    plain = (vectors, images)
    still = _first(flags_finding(case, source) for case in plain)
    kept = _relatives(vectors, images) or _first(buffers_finding(case, source) for case in plain)
    same = _first(output_finding(case) for case in plain)
    # A module that nobody froze switches well, too: this counts beside a freeze only.
    switches = kept or same or still or _first(_switch_finding(case) for case in plain)
    everywhere = still or kept or same
    return tally(
        [
            Part(6, still),
            Part(6, kept),
            Part(6, same),
            Part(3, switches),
            Part(2, _trapped(second, source, everywhere, _second_name)),
            Part(2, _trapped(spectral, source, everywhere, _computed_weight)),
        ],
        said="frozen: no number of the part moves and its output stays, whoever calls train()",
    )


def _relatives(vectors: Case, images: Case) -> Finding | None:
    """The finding where one kind of BatchNorm was forgotten."""
    if bool(vectors.drifted) == bool(images.drifted) or broken(vectors) or broken(images):
        return None
    moved, still = ("BatchNorm1d", "BatchNorm2d") if vectors.drifted else ("BatchNorm2d", "1d")
    name = (vectors.drifted or images.drifted)[0]
    return Finding(
        f"{name!r}, of a {moved}, moved after train(); {still} held still.",
        "which base class have all of them in common?",
        "B10",
    )


def _switch_finding(case: Case) -> Finding | None:
    """Whether the module came back, and `train()` and `eval()` keep their contract."""
    seen = case.seen
    for method in ("train", "eval"):
        if (gave := seen[f"{method}_gives"]) != "the same":
            return Finding(
                f"{method}() of the frozen part returned {with_article(gave)}.",
                "what do train() and eval() of every other module return?",
                "E15",
            )
    if not seen["head_trains"] or not seen["head_rests"]:
        return Finding(
            f"the head does not follow {'train' if seen['head_rests'] else 'eval'}() any more.",
            "only the part that you are given stays in eval mode.",
        )
    if seen["returned"] != "a module":
        gave = "nothing" if seen["returned"] == "NoneType" else with_article(seen["returned"])
        return Finding(
            f"freeze_fully returned {gave}.",
            "return the object that stands in the model afterwards.",
        )
    return None


def _trapped(
    case: Case, source: str, everywhere: Finding | None, trap: Callable[[Case], Finding]
) -> Finding | None:
    """What is wrong with a net that has a trap of its own; `everywhere` is wrong without it too."""
    found = flags_finding(case, source) or buffers_finding(case, source) or output_finding(case)
    if found is None or everywhere:
        return found and everywhere
    return found if case.awake or broken(case) or stopped_by_switch(case) else trap(case)


def _second_name(case: Case) -> Finding:
    """The finding on a call that goes around the part's own `train`."""
    what = f"{case.drifted[0]!r} moved" if case.drifted else "its output changed"
    return Finding(
        "a model that also holds a block of the part under another name called train() on the "
        f"block: {what}.",
        "whose train was called, and which objects have yours?",
        "E14",
    )


def _computed_weight(case: Case) -> Finding:
    """The finding on a weight that is computed at each pass."""
    what = f"{case.drifted[0]!r} moved" if case.drifted else "its output changed"
    return Finding(
        f"in the layer with spectral norm, {what} after train().",
        "its weight is computed at each pass: which module inside it has a mode, too?",
        "E12",
    )


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("freeze_fully", ("freeze_fully",), FORM, collect, judge)
