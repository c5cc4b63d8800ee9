"""The evidence on five trained networks beside the judge's own copy of the case."""

from typing import NamedTuple

from autograder.plain import Malformed
from autograder.snapshot import digests, flags, model_snapshot
from autograder.trials.few_labels import few_labels

NAMES = ("scratch", "random frozen", "LP", "FT2", "LP-FT")
BODY = ("body.0.weight", "body.1.weight", "body.1.bias")
HEAD = ("head.weight", "head.bias")
STATISTICS = ("body.1.running_mean", "body.1.running_var", "body.1.num_batches_tracked")


class Phase(NamedTuple):
    """A stretch of training: its steps, rates by name, and digests of its tensors at its start."""

    steps: int
    rates: dict[str, float]
    started: dict[str, str]

    def moves_body(self) -> bool:
        """Whether some tensor of the body learns at a rate that is not zero."""
        return any(self.rates.get(name) for name in BODY)


class Net:
    """One returned network: what it is now, and the phases that led there."""

    def __init__(self, seen: dict) -> None:
        self.kind, self.model, self.told = seen["kind"], seen["model"], seen["told"]
        self.broke = seen["broke"]
        self.phases = [Phase(p["steps"], p["rates"], p["started"]) for p in seen["phases"]]
        self.values = digests(self.model) if self.model else {}
        self.asks = flags(self.model) if self.model else {}

    def began(self, name: str) -> str | None:
        """The digest of a tensor when it was first in an optimizer; else what it is now."""
        for phase in self.phases:
            if name in phase.started:
                return phase.started[name]
        return self.values.get(name)

    def steps(self) -> int:
        """How many optimizer steps held tensors of this network."""
        return sum(phase.steps for phase in self.phases)

    def learned(self) -> set[str]:
        """The tensors that learned in some phase, at a rate that is not zero."""
        return {name for p in self.phases for name, rate in p.rates.items() if rate}


class Run:
    """All of the evidence of one call; raises Malformed where it is about another case."""

    def __init__(self, observed: dict, seed: int) -> None:
        self.observed, self.case = observed, few_labels(seed)
        self.handed = observed["handed"]
        ours = digests(model_snapshot(self.case.base))
        theirs = digests(self.handed)
        # Drawn values are the same on every machine; running statistics are computed.
        if any(theirs.get(name) != ours[name] for name in (*BODY, *HEAD)):
            raise Malformed("the evidence is about another network than this case has")
        self.base = theirs
        self.nets = {name: Net(seen) for name, seen in observed["nets"].items()}

    def heads_of_lp(self) -> list[Phase]:
        """The phases that led to LP: its own, or those of LP-FT before LP was copied from it."""
        own, further = self.nets["LP"], self.nets["LP-FT"]
        if own.phases:
            return own.phases
        for index, phase in enumerate(further.phases):
            if all(phase.started.get(name) == own.values[name] for name in HEAD):
                return further.phases[:index]
        return []

    def accuracy(self, name: str) -> float:
        """The share of unseen examples that a network tells rightly."""
        told = self.nets[name].told
        right = sum(a == b for a, b in zip(told, self.case.truth.tolist(), strict=False))
        return right / len(self.case.truth)
