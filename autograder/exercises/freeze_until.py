"""Exercise 3.3 · freeze_until: all that runs before a module is frozen, by one look at a run.

Marks for what is left as it was, for the list and for unknown names count only beside an order that
was found: a function that does nothing leaves everything as it was, too.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from autograder.exercise import Exercise
from autograder.plain import decoded
from autograder.snapshot import flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import footprints, forward_cuts, trial
from autograder.trials.forward_cuts import Cut
from autograder.trials.order_findings import difference
from autograder.trials.probe import moved_by_training
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of

WHO = "freeze_until"
# Each part in which an order is asked for: its marks and its nets.
PARTS = [
    (5, (forward_cuts.nested, forward_cuts.plain)),
    (2, (forward_cuts.owned_by_parents,)),
    (2, (forward_cuts.attention,)),
    (2, (forward_cuts.tied,)),
    (2, (forward_cuts.runs_again,)),
    (1, (forward_cuts.runs_three_times,)),
    (2, (forward_cuts.in_use,)),
]
BUILDS = [build for _, builds in PARTS for build in builds]
FORM = [footprints.FORM | {"moved": [str]}]


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer did to each net and what training moved then; last come two wrong names."""
    cuts = [build(seed) for build in BUILDS]
    asked = [(cut, cut.name) for cut in cuts] + [(cut, name) for cut, name, _ in _misnamed(seed)]
    return [_trial(answers[WHO], cut, name) for cut, name in asked]


def _trial(answer: Callable, cut: Cut, name: str) -> dict:
    """One call, and what training moves after it."""
    probe = cut.probe
    seen = footprints.observed(answer, probe.net, name, probe.inputs.clone())
    return seen | {"moved": moved_by_training(probe.net, probe.inputs, probe.targets)}


def _misnamed(seed: int) -> list[tuple[Cut, str, str]]:
    """Nets, a name under which no module of them runs, and why none does."""
    nested, idle = forward_cuts.nested(seed), forward_cuts.in_use(seed)
    return [
        (nested, f"{nested.name}s", "which the model does not have"),
        (idle, idle.idle[0], "which never runs"),
    ]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """The order on every net, then what was left behind, the list, and the wrong names."""
    named, misnamed = observed[: len(BUILDS)], observed[len(BUILDS) :]
    every = [(seen, build(seed)) for seen, build in zip(named, BUILDS, strict=True)]
    findings = iter([_finding(seen, cut, sources[WHO]) for seen, cut in every])
    order, *others, in_use = [_first(list(islice(findings, len(nets)))) for _, nets in PARTS]
    rest = order or in_use or _first(map(footprints.traces, observed))
    listed = order or _first(_list_finding(seen, cut) for seen, cut in every)
    refused = order or _first(
        _misnamed_finding(seen, *case) for seen, case in zip(misnamed, _misnamed(seed), strict=True)
    )
    marks = [*(marks for marks, _ in PARTS), 2, 2]
    found = [order, *others, rest, listed, refused]
    return tally(
        [Part(*pair) for pair in zip(marks, found, strict=True)],
        said="frozen: all that ran before and is not used again, and nothing else was touched",
    )


def _finding(seen: dict, cut: Cut, source: str) -> Finding | None:
    """What is wrong on one net: an exception, flags, values, or what training moved."""
    if seen["raised"]:
        return stop_finding(WHO, seen["raised"])
    start = model_snapshot(cut.probe.net)
    now, wanted = flags(seen["after"]), cut.inside(cut.before)
    frozen = {name for name in flags(start) if not now.get(name, True)}
    if frozen - set(cut.asleep) != set(wanted):
        return difference(cut, frozen - set(cut.asleep), wanted, source)
    if thawed := [name for name in cut.asleep if name not in frozen]:
        return Finding(
            f"{thawed[0]!r} came frozen and asks for a gradient now.",
            "which flags does your code write that it need not write?",
        )
    return _values_finding(seen, cut, wanted)


def _values_finding(seen: dict, cut: Cut, frozen: list[str]) -> Finding | None:
    """Whether values changed in the call, or other parameters moved in training than may."""
    # Statistics that moved are told apart from values that were changed.
    bare = {when: seen[when] | {"buffers": []} for when in ("before", "after")}
    start = model_snapshot(cut.probe.net) | {"buffers": []}
    still = [*frozen, *cut.asleep, *cut.inside(cut.idle)]
    return trial.damage(WHO, bare, start) or trial.disagreement(WHO, seen, still)


def _list_finding(seen: dict, cut: Cut) -> Finding | None:
    """Whether the list names what the call froze, each tensor once, under any of its names."""
    if seen["raised"]:
        return stop_finding(WHO, seen["raised"])
    told = decoded(seen["returned"])
    if type(told) is not list:
        return Finding(f"{WHO} returned {kind_of(told)}, not a list.", "return the list of names.")
    if odd := [item for item in told if type(item) is not str]:
        return Finding(
            f"the list holds {kind_of(odd[0])}, which is no name.",
            "what does `named_parameters()` give beside the parameter?",
        )
    start = model_snapshot(cut.probe.net)
    first = {name: name for name in flags(start)}
    first |= {name: group[0] for group in start["shared"] for name in group}
    if unknown := [name for name in told if name not in first]:
        return Finding(
            f"{unknown[0]!r} is in the list and is no parameter of the model.",
            "compare the list with the names in `named_parameters()`.",
        )
    named = [first[name] for name in told]
    if len(named) > len(set(named)):
        again = next(name for name in named if named.count(name) > 1)
        return Finding(f"{again!r} is listed more than once.", "how often does its module run?")
    frozen = {name for name, asks in flags(seen["after"]).items() if not asks}
    if wrong := sorted((frozen ^ set(named)) - set(cut.asleep)):
        where = "in the list and not frozen" if wrong[0] in named else "frozen and not in the list"
        return Finding(f"{wrong[0]!r} is {where}.", "list what you froze, as you freeze it.")
    return None


def _misnamed_finding(seen: dict, cut: Cut, name: str, why: str) -> Finding | None:
    """Whether a name that stands for nothing is refused, with nothing changed."""
    if not seen["raised"]:
        return Finding(
            f"{name!r}, {why}, was taken without a word.",
            "what would you like to hear after a misspelt name?",
        )
    if seen["raised"]["type"] != "ValueError":
        return Finding(
            f"{name!r}, {why}, raised {seen['raised']['type']}.",
            "which exception does the exercise ask for?",
        )
    before, after = flags(model_snapshot(cut.probe.net)), flags(seen["after"])
    if changed := [name for name in before if after.get(name) != before[name]]:
        return Finding(
            f"{name!r} was refused, and the flag of {changed[0]!r} had changed by then.",
            "which comes first, the look at the name or the freeze?",
        )
    return _values_finding(seen, cut, [])


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise(WHO, (WHO,), FORM, collect, judge)
