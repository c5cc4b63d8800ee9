"""Exercise 3.1 · freeze_by_prefix: whole names freeze, and a name that fits nothing is refused.

Where every prefix fits, flags and training must agree; where one fits nothing, ValueError must
come before anything has changed.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

from autograder.exercise import Exercise
from autograder.plain import encoded
from autograder.shape import ANYTHING
from autograder.snapshot import flags
from autograder.trials import trial
from autograder.trials.prefix_findings import (
    flags_finding,
    names_came_back,
    refusal_finding,
    return_finding,
)
from autograder.trials.prefix_requests import FITTING, REFUSED, Request, requests
from autograder.verdict import Finding, Part, Verdict, incorrect, tally

FORM = [trial.FORM | {"returned": ANYTHING}]
WEIGHTS = {"siblings": 5, "inside": 4, "owned": 2, "alone": 2}
WEIGHTS |= {"unmatched": 2, "listed": 1, "empty": 1}
Asked = list[tuple[Request, dict]]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per request: the net before and after, what training moved, and what came back."""
    observed = []
    for request in chain(*requests(seed).values()):
        probe = request.probe(seed)
        seen, value = trial.tried(
            answers["freeze_by_prefix"], probe.net, list(request.prefixes), probe=probe
        )
        observed.append(seen | {"returned": encoded(value)})
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Right flags first; refusals and returned names count only beside some right flags."""
    every = list(chain(*requests(seed).values()))
    if len(observed) != len(every):
        return incorrect(
            "the evidence answers other requests than were made.",
            hint="restart the kernel and run all cells from the top.",
        )
    asked = zip(every, observed, strict=True)
    kinds = {kind: [next(asked) for _ in group] for kind, group in requests(seed).items()}
    source = sources["freeze_by_prefix"]
    flagged = {
        kind: [flags_finding(request, seen, seed, source) for request, seen in kinds[kind]]
        for kind in FITTING
    }
    found = {kind: _first(findings) for kind, findings in flagged.items()}
    if _knows_full_names_only(kinds, found):
        found |= dict.fromkeys(("siblings", "inside"), _only_full_names(*kinds["siblings"][0]))
    idle = all(found[kind] for kind in ("siblings", "inside", "owned"))
    nothing_right = found["siblings"] if idle else None
    for kind in REFUSED:
        found[kind] = nothing_right or _first(refusal_finding(*one, seed) for one in kinds[kind])
    right = [
        one
        for kind in FITTING
        for one, finding in zip(kinds[kind], flagged[kind], strict=True)
        if not finding
    ]
    returned = nothing_right or _first(return_finding(*one, seed) for one in right)
    return tally(
        [*(Part(weight, found[kind]) for kind, weight in WEIGHTS.items()), Part(3, returned)],
        said="frozen by name: whole names only, and a name that fits nothing was refused",
    )


def _knows_full_names_only(kinds: Mapping[str, Asked], found: Mapping) -> bool:
    """Whether a parameter's full name freezes it, and no name of a layer does anything."""
    layers = [seen for kind in ("siblings", "inside") for _, seen in kinds[kind]]
    return not found["owned"] and not any(
        names_came_back(seen) or not all(flags(seen["after"]).values()) for seen in layers
    )


def _only_full_names(request: Request, seen: dict) -> Finding:
    """The finding where nothing but full names of parameters were recognised."""
    what = "raised ValueError" if seen["raised"] else "froze nothing"
    return Finding(
        f"{request.told}, freeze_by_prefix {what}; only a parameter's full name was found.",
        "what do the full names look like, and what is a layer's name to them?",
        "B2",
    )


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("freeze_by_prefix", ("freeze_by_prefix",), FORM, collect, judge)
