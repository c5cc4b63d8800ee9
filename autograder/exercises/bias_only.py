"""Exercise 10.3 · bias_only: every bias learns, and the whole head, and nothing else.

The nets are such that a bias is not always called `bias`, nor everything a bias that is so called.
One of them comes frozen as a whole.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from autograder.exercise import Exercise
from autograder.plain import Malformed, decoded, encoded
from autograder.shape import ANYTHING
from autograder.snapshot import flags
from autograder.trials import little_nets, named_nets, nets, trial
from autograder.trials.bias_findings import flags_finding
from autograder.verdict import Finding, Part, Verdict, tally
from autograder.words import kind_of

FORM = [trial.FORM | {"returned": ANYTHING}]


@dataclass(frozen=True)
class Case:
    """A net, the name of its head, and what right flags in it are worth."""

    build: Callable[[int], nets.Probe]
    head: str
    worth: int
    is_frozen: bool = False

    def probe(self, seed: int) -> nets.Probe:
        """The net of this case, as the answer gets it."""
        probe = self.build(seed)
        if self.is_frozen:
            probe.net.requires_grad_(False)
        return probe


CASES = (
    Case(nets.two_linear, "2", 2),
    Case(named_nets.conv_and_norm, "fc", 3),
    Case(named_nets.residual, "fc", 2, is_frozen=True),
    Case(little_nets.attention, "head", 3),
    Case(little_nets.debias, "out", 2),
)


def collect(answers: Mapping[str, Callable], seed: int) -> list[dict]:
    """Per net: flags before and after, what training moved, and what came back."""
    observed = []
    for case in CASES:
        probe = case.probe(seed)
        seen, value = trial.tried(answers["bias_only"], probe.net, case.head, probe=probe)
        observed.append(seen | {"returned": encoded(value)})
    return observed


def judge(observed: list, seed: int, sources: Mapping[str, str]) -> Verdict:
    """Right flags net by net; the list that came back counts where they are right."""
    if len(observed) != len(CASES):
        raise Malformed("the evidence is not about as many nets as there are")
    pairs = list(zip(CASES, observed, strict=True))
    found = [flags_finding(case.head, case.probe(seed).net, seen) for case, seen in pairs]
    right = [pair for pair, finding in zip(pairs, found, strict=True) if not finding]
    told = _first(_return_finding(case, seen) for case, seen in right) if right else found[0]
    worth = [case.worth for case in CASES]
    return tally(
        [*map(Part, worth, found), Part(3, told)],
        said="selected: every bias learns, and the whole head, and nothing else",
    )


def _return_finding(case: Case, seen: dict) -> Finding | None:
    """Whether the names came back of what learns, in the order of the net."""
    told = decoded(seen["returned"])
    learning = [name for name, asks in flags(seen["after"]).items() if asks]
    if type(told) is not list or any(type(name) is not str for name in told):
        what = "a list with other things in it" if type(told) is list else kind_of(told)
        return Finding(
            f"for head {case.head!r}, bias_only returned {what}, not a list of names.",
            "return the names of what learns, as `named_parameters` says them.",
        )
    if told == learning:
        return None
    if wrong := sorted(set(told) ^ set(learning)):
        listed = "is on" if wrong[0] in told else "is not on"
        return Finding(
            f"for head {case.head!r}, {wrong[0]!r} {listed} the list that came back, against its "
            "flag.",
            "make the list from the flags, or the flags from the list.",
        )
    return Finding(
        f"for head {case.head!r}, the names came back in another order, or more than once.",
        "list each name once, in the order of `named_parameters`.",
    )


def _first(findings: Iterable[Finding | None]) -> Finding | None:
    """The first finding there is."""
    return next((finding for finding in findings if finding), None)


EXERCISE = Exercise("bias_only", ("bias_only",), FORM, collect, judge)
