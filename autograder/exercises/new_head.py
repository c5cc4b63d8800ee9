"""Exercise 3.2 · new_head: the body holds still, and a new last layer learns in its place.

Flags, modes and the output are looked at apart: a head can be new and frozen, wide and unused.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import torch

from autograder.clues import clues
from autograder.exercise import Exercise
from autograder.snapshot import digests, flags, model_snapshot
from autograder.stops import stop_finding
from autograder.trials import head_trial, named_nets, nets
from autograder.trials.head_findings import flags_finding, head_finding
from autograder.verdict import Finding, Part, Verdict, incorrect, tally
from autograder.words import with_article

FORM = [head_trial.FORM]


@dataclass(frozen=True)
class Case:
    """A net, the name that is asked for, and the modules that are in eval mode beforehand."""

    build: Callable[[int], nets.Probe]
    name: str
    asleep: tuple[str, ...] = ()

    def probe(self, seed: int) -> nets.Probe:
        """The net of this case, as the answer gets it."""
        probe = self.build(seed)
        for path in self.asleep:
            probe.net.get_submodule(path).eval()
        return probe


FITTING = (
    Case(named_nets.residual, "fc", ("bn1",)),
    Case(nets.two_linear, "2"),
    Case(named_nets.nested_head, "classifier.2", ("",)),
)
REFUSED = (
    Case(named_nets.residual, "head"),
    Case(named_nets.nested_head, "classifier.out"),
    Case(named_nets.nested_head, "classifier"),
)


def _classes(seed: int) -> list[int]:
    """How many classes are asked for, per case: fewer than any layer is wide."""
    draw = torch.Generator().manual_seed(seed)
    return (2 + torch.randint(0, 3, (len(FITTING) + len(REFUSED),), generator=draw)).tolist()


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """What the answer did to the net of each case."""
    return [
        _trial(answers["new_head"], case, classes, case.probe(seed))
        for case, classes in zip((*FITTING, *REFUSED), _classes(seed), strict=True)
    ]


def _trial(answer: Callable, case: Case, classes: int, probe: nets.Probe) -> dict:
    """What the answer did to one net."""
    return head_trial.tried(answer, probe.net, case.name, classes, name=case.name, probe=probe)[0]


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Head and flags first; mode, return value and refusals count only beside one of them."""
    cases = [*FITTING, *REFUSED]
    starts = [digests(model_snapshot(case.probe(seed).net)) for case in cases]
    if [digests(seen["before"]) for seen in observed] != starts:
        return incorrect(
            "the evidence shows other nets than this check hands out.",
            hint="restart the kernel and run all cells from the top.",
        )
    fit = list(zip(FITTING, observed, _classes(seed), strict=False))
    head = _first(
        _copied(seen, sources["new_head"])
        or head_finding("new_head", case.name, seen, classes, case.probe(seed).net)
        for case, seen, classes in fit
    )
    learns = _first(
        flags_finding("new_head", case.name, seen, case.probe(seed).net) for case, seen, _ in fit
    )
    nothing_right = head if head and learns else None
    mode = _first(_mode_finding(case, seen, seed) for case, seen, _ in fit)
    returned = _first(_return_finding(case, seen) for case, seen, _ in fit)
    refused = _first(
        _refusal_finding(case, seen, seed)
        for case, seen in zip(REFUSED, observed[len(FITTING) :], strict=True)
    )
    return tally(
        [
            Part(3, head),
            Part(7, learns),
            Part(1, nothing_right or mode),
            Part(1, nothing_right or returned),
            Part(3, nothing_right or refused),
        ],
        said="replaced: a new head learns, in its place and mode, and everything else is frozen",
    )


def _copied(seen: dict, source: str) -> Finding | None:
    """The finding where a copy was worked on, and the net itself is untouched."""
    if seen["is_same"] or seen["after"] != seen["before"] or "A23" not in clues(source):
        return None
    return Finding(
        "the net that was handed in is as it was.", "which object did you change?", "A23"
    )


def _mode_finding(case: Case, seen: dict, seed: int) -> Finding | None:
    """Whether the head is in the mode of its model, and all else in the mode it had."""
    if seen["raised"]:
        return stop_finding("new_head", seen["raised"])
    start, now = model_snapshot(case.probe(seed).net)["training"], seen["after"]["training"]
    words = {True: "train", False: "eval", None: "no"}
    if (mode := now.get(case.name)) != start[case.name]:
        return Finding(
            f"the model came in {words[start['']]} mode, and the layer at {case.name!r} is in "
            f"{words[mode]} mode.",
            "in which mode is a new module born?",
            "E16",
        )
    changed = [path for path in start if now.get(path) != start[path]]
    if changed:
        return Finding(
            f"{changed[0] or 'the model'!r} is in {words[now.get(changed[0])]} mode, and was not.",
            "which call of `train` or `eval` reaches more than the head?",
        )
    return None


def _return_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the model itself came back."""
    if seen["raised"]:
        return stop_finding("new_head", seen["raised"])
    if seen["is_same"]:
        return None
    kind = "nothing" if seen["returned"] == "NoneType" else with_article(seen["returned"])
    return Finding(f"new_head returned {kind}.", "return the model that was handed in.")


def _refusal_finding(case: Case, seen: dict, seed: int) -> Finding | None:
    """What is wrong with the answer to a name at which no Linear stands."""
    start, now = model_snapshot(case.probe(seed).net), seen["after"]
    if not seen["raised"]:
        return Finding(
            f"no Linear stands at {case.name!r}, and new_head raised nothing.",
            "does `forward` call what a new name holds? Look first, and refuse.",
            "C5",
        )
    if seen["raised"]["type"] not in ("ValueError", "AttributeError"):
        return Finding(
            f"for {case.name!r}, where no Linear stands, new_head raised {seen['raised']['type']}.",
            "raise ValueError or AttributeError, as soon as the layer is not there.",
        )
    woken = [name for name, asks in flags(start).items() if flags(now).get(name) != asks]
    if woken:
        return Finding(
            f"for {case.name!r}, where no Linear stands, {seen['raised']['type']} came after "
            f"{woken[0]!r} had been frozen.",
            "a refused request changes nothing: which line can fail, and what runs before it?",
        )
    if now != seen["before"] or digests(now) != digests(start):
        return Finding(
            f"for {case.name!r}, where no Linear stands, the net was changed all the same.",
            "a refused request changes nothing: which line can fail, and what runs before it?",
        )
    return None


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("new_head", ("new_head",), FORM, collect, judge)
